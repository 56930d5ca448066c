"""The program takes a picture of itself, without a screen, from its command line."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from playground.ui.picture import PictureTaker

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


def test_a_file_that_needs_a_choice_is_not_waited_for(
    person: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        for name in ("a.csv", "b.csv"):
            packed.writestr(name, "x,y\n1,2\n3,4\n")
    codes: list[int] = []
    monkeypatch.setattr(QCoreApplication, "exit", codes.append)
    window = person.window
    taker = PictureTaker(window, window.files, person.controller, tmp_path / "window.png", 0)
    taker.start(tmp_path / "two.zip")
    person.qtbot.waitUntil(lambda: bool(codes), timeout=20_000)
    assert codes == [3]
    assert "two.zip holds 2 tables" in capsys.readouterr().err
