"""The folder that is installed: the program, its Python and its libraries, collected by PyInstaller."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import environment
import release
from environment import ROOT, SetupError, last_lines, say

BUILD = ROOT / "build"
BUNDLE = BUILD / "bundle" / "playground"
ICONS = BUILD / "icons"
LICENSES = BUILD / "licenses"
SPEC = ROOT / "packaging" / "playground.spec"


def make_icons(python: Path) -> Path:
    """Draw the application's icon in all sizes and formats; returns their folder."""
    say("Drawing the icons")
    shutil.rmtree(ICONS, ignore_errors=True)
    script = ROOT / "packaging" / "icons.py"
    source = ROOT / "resources" / "icons" / "application.svg"
    if environment.run(python, str(script), str(source), str(ICONS), QT_QPA_PLATFORM="offscreen") != 0:
        raise SetupError("The icons could not be drawn.")
    return ICONS


def make_bundle(python: Path) -> Path:
    """Build the folder anew and return it. Raises ``SetupError`` with what PyInstaller complained about."""
    say("Bundling program, Python and libraries (a minute or two)")
    shutil.rmtree(BUNDLE.parent, ignore_errors=True)
    command = [
        str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN",
        "--distpath", str(BUNDLE.parent), "--workpath", str(BUILD / "pyinstaller"), str(SPEC),
    ]  # fmt: skip
    variables = {
        "PLAYGROUND_ICONS": str(ICONS),
        "PLAYGROUND_VERSION": release.version(),
        "PYINSTALLER_CONFIG_DIR": str(BUILD / "pyinstaller-settings"),
        "PYTHONHASHSEED": "1",  # the same bytes each time
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(release.build_time()),
    }
    result = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise SetupError(f"PyInstaller failed:\n{last_lines(result.stderr, 20)}")
    collect_licenses(python)
    if sys.platform.startswith("linux"):
        libraries = [
            path for path in sorted(BUNDLE.rglob("*.so*")) if path.is_file() and not path.is_symlink()
        ]
        strip(libraries)
        forget_build_folders(python, libraries)
    say(f"The bundle takes {size_in_mb(BUNDLE):.0f} MB")
    return BUNDLE


def collect_licenses(python: Path) -> None:
    """Put the licenses of all bundled parts into ``LICENSES``; ``SetupError`` if a part is unknown."""
    shutil.rmtree(LICENSES, ignore_errors=True)
    script = ROOT / "packaging" / "licenses.py"
    table = BUILD / "pyinstaller" / "playground" / "PYZ-00.toc"
    if environment.run(python, str(script), str(LICENSES), str(table)) != 0:
        raise SetupError("The licenses of what is bundled are not complete.")


def strip(libraries: list[Path]) -> None:
    """Take symbols that only debuggers read out of the libraries.

    Not out of those in ``numpy.libs``: they were edited by patchelf, and strip would leave them unloadable
    ("ELF load command address/offset not page-aligned").
    """
    if shutil.which("strip") is None:
        raise SetupError("The program strip is missing: install binutils.")
    bearing = [str(path) for path in libraries if not path.parent.name.endswith(".libs")]
    for path in libraries:
        path.chmod(0o755)
    subprocess.run(["strip", "--strip-unneeded", *bearing], check=True)


def forget_build_folders(python: Path, libraries: list[Path]) -> None:
    """Take absolute library search paths out: they are folders of the machine that Python was built on."""
    patchelf = python.parent / "patchelf"
    for path in libraries:
        answer = subprocess.run(
            [patchelf, "--print-rpath", path], capture_output=True, text=True, check=True
        ).stdout.strip()
        kept = [folder for folder in answer.split(":") if not folder.startswith("/")]
        if answer and not any(kept):
            subprocess.run([patchelf, "--remove-rpath", path], check=True)
        elif ":".join(kept) != answer:
            subprocess.run([patchelf, "--set-rpath", ":".join(kept), path], check=True)


def size_in_mb(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6
