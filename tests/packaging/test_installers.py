"""Icons, the Windows installer's script and the workflow, as far as they can be checked quickly and here."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import build
import pytest
import windows
from environment import SetupError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def icon_folder(tmp_path: Path) -> Path:
    command = [sys.executable, str(ROOT / "packaging" / "icons.py")]
    command += [str(ROOT / "resources" / "icons" / "application.svg"), str(tmp_path / "icons")]
    subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    return tmp_path / "icons"


def test_icons_are_what_their_formats_want(icon_folder: Path) -> None:
    ico = (icon_folder / "playground.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", ico)
    assert (kind, count) == (1, 7)
    for nth in range(count):
        length, offset = struct.unpack_from("<II", ico, 6 + 16 * nth + 8)
        assert ico[offset : offset + 8] == b"\x89PNG\r\n\x1a\n"
        assert ico[offset + length - 8 : offset + length - 4] == b"IEND"
    icns = (icon_folder / "playground.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert struct.unpack_from(">I", icns, 4)[0] == len(icns)
    assert sorted(int(path.stem) for path in icon_folder.glob("*.png")) == [
        *(16, 22, 24, 32, 48, 64, 128, 256, 512)
    ]


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed")
def test_the_windows_installer_compiles(icon_folder: Path, tmp_path: Path) -> None:
    bundle, licenses = tmp_path / "bundle ü", tmp_path / "licenses"
    for file in (bundle / "playground.exe", bundle / "_internal" / "a", licenses / "numpy" / "LICENSE.txt"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    target = tmp_path / "neural-playground-setup.exe"
    windows.compile_script(bundle, licenses, icon_folder / "playground.ico", target)
    assert target.read_bytes()[:2] == b"MZ"


@pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed")
def test_a_missing_bundle_is_said(icon_folder: Path, tmp_path: Path) -> None:
    icon, target = icon_folder / "playground.ico", tmp_path / "neural-playground-setup.exe"
    with pytest.raises(SetupError, match="NSIS failed"):
        windows.compile_script(tmp_path / "nothing", tmp_path, icon, target)


def test_the_workflow_calls_what_there_is() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    calls = re.findall(r"packaging/(\w+)\.py (\w+)", text)
    assert {("build", "all"), ("build", "windows"), ("build", "macos"), ("check", "wheel")} <= set(calls)
    for script, word in calls:
        assert (ROOT / "packaging" / f"{script}.py").exists()
        assert script != "build" or word in {*build.KINDS, "version"}
    assert "\t" not in text
