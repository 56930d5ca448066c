"""The program takes a picture of itself, without a screen, from its command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    command = [sys.executable, "-m", "playground", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_picture_of_the_trained_window(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    result = run(tmp_path, "resources/examples/xor.csv", "--screenshot", str(picture), "--after", "5")
    assert result.returncode == 0, result.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1440, 900)
    colors = {image.pixel(x, y) for x in range(0, 1440, 7) for y in range(0, 900, 7)}
    assert len(colors) > 200


def test_a_bad_file_ends_it_with_a_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "holiday.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = run(tmp_path, str(bad), "--screenshot", str(tmp_path / "window.png"))
    assert result.returncode == 3
    assert "holiday.csv" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "window.png").exists()
