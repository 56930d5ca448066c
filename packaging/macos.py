"""The macOS disk image: the application, the way to drag it to, and the licenses."""

from __future__ import annotations

import platform
import shutil
import subprocess
from pathlib import Path

import release
from bundle import BUILD, BUNDLE, LICENSES
from environment import SetupError, last_lines, say
from wheels import DIST

APPLICATION = BUNDLE.parent / f"{release.TITLE}.app"


def make_disk_image() -> Path:
    """Pack the application and return the disk image. Raises ``SetupError``."""
    DIST.mkdir(exist_ok=True)
    target = DIST / f"{release.NAME}-{release.version()}-{platform.machine()}.dmg"
    folder = BUILD / "disk image"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(APPLICATION, folder / APPLICATION.name, symlinks=True)  # links: it is signed as it is
    shutil.copytree(LICENSES, folder / "Licenses")
    (folder / "Applications").symlink_to("/Applications")
    say(f"Packing {target.name}")
    command = ["hdiutil", "create", "-volname", release.TITLE, "-srcfolder", str(folder), "-ov"]
    result = subprocess.run(
        [*command, "-format", "UDZO", str(target)], capture_output=True, text=True, check=False
    )
    if result.returncode != 0:
        raise SetupError(f"hdiutil failed:\n{last_lines(result.stderr, 20)}")
    return target
