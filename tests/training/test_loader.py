"""Reading a CSV off the GUI thread: the last one asked for is told, and no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.data.columns import Table
from playground.data.reader import read_table
from playground.training import loader as loader_module
from playground.training.loader import TableLoader


class Told:
    def __init__(self, loader: TableLoader) -> None:
        self.tables: list[Table] = []
        self.refusals: list[str] = []
        loader.loaded.connect(self.tables.append)
        loader.refused.connect(self.refusals.append)

    @property
    def anything(self) -> bool:
        return bool(self.tables or self.refusals)


@pytest.fixture
def loader() -> Iterator[TableLoader]:
    made = TableLoader()
    yield made
    made.shut_down()


def csv(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("x,y\n1,2\n2,4\n3,6\n", encoding="utf-8")
    return path


def test_loads_a_table(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    path = csv(tmp_path, "double.csv")
    loader.load(path)
    qtbot.waitUntil(lambda: told.anything)
    assert told.tables == [read_table(path)]
    assert not told.refusals


def test_refuses_in_one_sentence(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    loader.load(tmp_path / "missing.csv")
    qtbot.waitUntil(lambda: told.anything)
    assert "missing.csv" in told.refusals[0]
    assert not told.tables


def test_a_newer_load_and_cancel_drop_the_older(
    loader: TableLoader, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_read = threading.Event()

    def slow(path: Path) -> Table:
        if path.name.startswith("slow"):
            assert may_read.wait(5)
        return read_table(path)

    monkeypatch.setattr(loader_module, "read_table", slow)
    told = Told(loader)
    loader.load(csv(tmp_path, "slow.csv"))
    loader.load(csv(tmp_path, "quick.csv"))
    qtbot.waitUntil(lambda: told.anything)
    may_read.set()
    loader.load(csv(tmp_path, "slow2.csv"))
    loader.cancel()
    qtbot.wait(50)
    assert [table.name for table in told.tables] == ["quick.csv"]


def test_an_unexpected_error_is_told_too(
    loader: TableLoader, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_path: Path) -> Table:
        raise MemoryError("too much")

    monkeypatch.setattr(loader_module, "read_table", broken)
    told = Told(loader)
    loader.load(csv(tmp_path, "large.csv"))
    qtbot.waitUntil(lambda: told.anything)
    assert told.refusals == ["large.csv cannot be read (too much)."]
