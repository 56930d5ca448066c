"""Sets up everything the playground needs, with the standard library alone: a virtual environment in
``.venv``, the packages named in ``pyproject.toml``, and on Linux the system libraries that Qt loads.

Every step says in one line what it does; a step already done is skipped, so that the second run is quick.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"

# Shared library → the Debian package that holds it. The first group is needed by Qt anywhere,
# the second only by a real window under X11 or Wayland (Qt blames xcb-cursor for all of them).
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
SCREEN_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_PACKAGE = "fonts-dejavu-core"


class SetupError(Exception):
    """Something the person must do; the text says what, and the exact command."""


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def prepare(extras: Iterable[str] = (), *, screen: bool = False) -> Path:
    """Make everything ready and return the environment's Python.

    ``extras`` are groups of optional packages in pyproject.toml; ``screen`` asks for the libraries of a real
    window too. Raises ``SetupError`` where the person has to do something.
    """
    if sys.platform.startswith("linux"):
        install_system_packages(missing_system_packages(screen=screen))
    python = make_environment()
    install_requirements(python, extras)
    return python


def missing_system_packages(*, screen: bool) -> list[str]:
    """Debian's names of the packages whose libraries (or any font) this system lacks."""
    wanted = {**QT_LIBRARIES, **(SCREEN_LIBRARIES if screen else {})}
    missing = [package for library, package in wanted.items() if not can_load(library)]
    if not any(has_fonts(Path(folder).expanduser()) for folder in FONT_FOLDERS):
        missing.append(FONT_PACKAGE)
    return missing


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_fonts(folder: Path) -> bool:
    return any(next(folder.rglob(pattern), None) for pattern in ("*.ttf", "*.otf", "*.ttc"))


def install_system_packages(packages: list[str]) -> None:
    """Install Debian packages as root, or raise with the command that does it."""
    if not packages:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        raise SetupError(
            "Qt needs system libraries that are missing here. Install what your system calls these "
            f"Debian packages, then run this again: {' '.join(packages)}"
        )
    if os.geteuid() != 0:
        raise SetupError(
            f"System packages are missing. Run this, then try again:\n  sudo {' '.join(command)}"
        )
    say(f"Installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], [*command, "-qq"]):
        result = subprocess.run(
            step, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if result.returncode != 0:
            raise SetupError(f"`{' '.join(step)}` failed:\n{last_lines(result.stderr or result.stdout)}")


def make_environment() -> Path:
    """Create ``.venv`` unless a working one of this Python version is there; returns its Python."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if environment_works(python):
        return python
    say(f"Making a virtual environment in {VENV.name}")
    if not try_venv():
        # Debian splits the venv module off; it can be named for any version of Python.
        install_system_packages([f"python{sys.version_info[0]}-venv"])
        if not try_venv():
            raise SetupError(
                f"`{sys.executable} -m venv` does not work here: "
                "install Python's venv module, then run this again."
            )
    return python


def environment_works(python: Path) -> bool:
    """True if that Python runs, has pip, lies where it was made (not moved), and is of our version."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    check = "import sys, pip; print('%d.%d' % sys.version_info[:2]); print(sys.prefix)"
    try:
        answer = subprocess.run(
            [str(python), "-c", check], capture_output=True, text=True, check=True, encoding="utf-8"
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer[0] == version and Path(answer[1]).resolve() == VENV.resolve()


def try_venv() -> bool:
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def requirements(extras: Iterable[str]) -> list[str]:
    import tomllib  # Python 3.11: importing it at the top would hide the clear word about old versions

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted: list[str] = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return wanted


def install_requirements(python: Path, extras: Iterable[str]) -> None:
    """Install the packages of pyproject.toml, once for each list of them."""
    wanted = requirements(extras)
    mark = VENV / "installed.json"
    digest = hashlib.sha256(json.dumps(sorted(wanted)).encode()).hexdigest()
    done: list[str] = json.loads(mark.read_text(encoding="utf-8")) if mark.exists() else []
    if digest in done:
        return
    say(f"Installing {len(wanted)} Python packages (a minute or two the first time)")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SetupError(
            "The Python packages could not be installed. Without a network connection this cannot work; "
            f"otherwise the reason is below. The command was:\n  {shlex.join(command)}\n"
            + last_lines(result.stderr)
        )
    mark.write_text(json.dumps([*done, digest]), encoding="utf-8")


def last_lines(text: str, count: int = 8) -> str:
    return "\n".join(text.strip().splitlines()[-count:])


def run(python: Path, *arguments: str, **variables: str) -> int:
    """Run the environment's Python on the checkout; returns its exit code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **variables}
    return subprocess.run([str(python), *arguments], env=environment, check=False).returncode
