"""Installs the wheel into an empty environment outside the checkout; builds the same wheel from the sdist."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import release
from chroot import CheckError, run
from environment import say
from wheels import DIST


def check_wheel(folder: Path) -> None:
    """All checks of wheel and sdist, in a new folder. Raises ``CheckError``."""
    stem = f"neural_playground-{release.version()}"
    wheel, sdist = DIST / f"{stem}-py3-none-any.whl", DIST / f"{stem}.tar.gz"
    if not wheel.exists() or not sdist.exists():
        raise CheckError("Wheel or sdist is not in dist/: run  python3 packaging/build.py wheel")
    python = new_environment(folder / "environment ü")
    install(python, str(wheel))
    command = python.with_name("playground")
    print(run([command, "--self-test"], folder=folder, environment=bare_environment()).strip())
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "source", filter="data")
    rebuilt = rebuild(python, folder / "source" / stem, folder / "rebuilt")
    compare(wheel, rebuilt)
    say(f"{sdist.name} builds the same {wheel.name}")


def new_environment(folder: Path) -> Path:
    say("Making an empty environment")
    run([sys.executable, "-m", "venv", folder])
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def install(python: Path, *wanted: str) -> None:
    say(f"Installing {', '.join(Path(each).name for each in wanted)}")
    run([python, "-m", "pip", "install", "--quiet", *wanted], environment=bare_environment())


def bare_environment() -> dict[str, str]:
    """Without anything that would let Python find the checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def rebuild(python: Path, source: Path, target: Path) -> Path:
    """The wheel that pip builds from an unpacked sdist."""
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        target,
        source,
    ]
    result = subprocess.run(command, env=bare_environment(), capture_output=True, text=True, check=False)
    found = list(target.glob("*.whl"))
    if result.returncode != 0 or len(found) != 1:
        raise CheckError(f"The sdist does not build:\n{result.stderr}")
    return found[0]


def compare(one: Path, other: Path) -> None:
    """Names and contents of all files must agree. Raises ``CheckError``."""
    if one.name != other.name:
        raise CheckError(f"The sdist builds {other.name}, not {one.name}.")
    first, second = contents(one), contents(other)
    different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    if different:
        raise CheckError(f"The sdist builds another wheel; these differ: {', '.join(different)}")


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
