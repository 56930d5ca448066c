"""The Windows installer, made by NSIS from the bundle."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import release
from bundle import BUNDLE, ICONS, LICENSES
from environment import ROOT, SetupError, last_lines, say
from wheels import DIST

SCRIPT = ROOT / "packaging" / "windows" / "installer.nsi"
USUAL_PLACE = Path("C:/Program Files (x86)/NSIS/makensis.exe")


def make_windows_installer() -> Path:
    """Pack the bundle and return the installer. Raises ``SetupError``."""
    target = DIST / f"{release.NAME}-{release.version()}-setup.exe"
    DIST.mkdir(exist_ok=True)
    target.unlink(missing_ok=True)
    say(f"Packing {target.name}")
    compile_script(BUNDLE, LICENSES, ICONS / "playground.ico", target)
    return target


def compile_script(bundle: Path, licenses: Path, icon: Path, target: Path) -> None:
    """Run NSIS (on any system) on a folder with the program. Raises ``SetupError``."""
    compiler = shutil.which("makensis") or (str(USUAL_PLACE) if USUAL_PLACE.exists() else None)
    if compiler is None:
        raise SetupError("The installer needs NSIS: install it from nsis.sourceforge.io (Debian: nsis).")
    defines = {
        "VERSION": release.version(),
        "BUNDLE": bundle,
        "LICENSES": licenses,
        "ICON": icon,
        "TARGET": target,
    }
    command = [compiler, "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={value}" for name, value in defines.items()]
    result = subprocess.run([*command, str(SCRIPT)], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise SetupError(f"NSIS failed:\n{last_lines(result.stdout + result.stderr, 20)}")
