"""What else is dropped on the window: addresses, pipes, several files; and what a question outlives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

Person = Any  # the class stands in conftest.py, which cannot be imported from here
LEFT = Qt.MouseButton.LeftButton


def drop_urls(person: Person, *urls: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    event = QDropEvent(QPointF(40, 30), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(person.window.windowHandle(), event)


def table(path: Path) -> Path:
    path.write_text("a,b,y\n" + "".join(f"{i},{i % 7},{i * 2}\n" for i in range(40)), encoding="utf-8")
    return path


def test_an_address_is_refused_with_a_reason(person: Person) -> None:
    before = person.document.project
    with person.qtbot.waitSignal(person.window.files.refused):
        drop_urls(person, "https://example.org/data/iris.csv")
    trouble = person.window.workspace.strip
    assert trouble.text == (
        "https://example.org/data/iris.csv is a web address: download the file first, then open it."
    )
    assert person.document.project is before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["pipe.csv", "pipe.nnp"])
def test_a_pipe_is_not_waited_for(person: Person, tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    heard: list[str] = []
    person.window.files.refused.connect(heard.append)
    person.drop(tmp_path / name)
    person.qtbot.waitUntil(lambda: bool(heard))
    assert "is not a regular file" in heard[0]


def test_of_several_files_the_first_is_opened_and_that_stays_to_be_read(
    person: Person, tmp_path: Path
) -> None:
    first, second = table(tmp_path / "one.csv"), table(tmp_path / "two.csv")
    with person.qtbot.waitSignal(person.window.files.opened):
        drop_urls(person, first.as_uri(), second.as_uri())
    message = person.window.status_line.message.full_text
    assert message == "one.csv opened: 40 rows, 3 columns (one file at a time: 1 more was dropped)"
    person.drop_and_wait(second)
    assert "dropped" not in person.window.status_line.message.full_text


def test_a_question_does_not_outlive_the_data_it_was_asked_about(person: Person, tmp_path: Path) -> None:
    person.drop_and_wait(table(tmp_path / "one.csv"))
    person.press_train()
    person.wait_for_updates(5)
    person.press_train()
    with person.qtbot.waitSignal(person.window.files.asked):
        person.drop(table(tmp_path / "two.csv"))
    strip = person.window.workspace.question
    assert strip.isVisible()
    person.undo()
    assert person.document.project.name != "one.csv"
    assert strip.isHidden()
