"""Reading a CSV off the GUI thread: the last one asked for is told, and no other."""

from __future__ import annotations

import io
import multiprocessing
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import SeveralTablesError, TooWideError
from playground.data.reader import read_table
from playground.training import loader as loader_module
from playground.training import reading
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

    def slow(path: Path, *_how: object) -> Table:
        if path.name.startswith("slow"):
            assert may_read.wait(5)
        return read_table(path)

    monkeypatch.setattr(reading, "read_table", slow)
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
    def broken(*_how: object) -> Table:
        raise MemoryError("too much")

    monkeypatch.setattr(reading, "read_table", broken)
    told = Told(loader)
    loader.load(csv(tmp_path, "large.csv"))
    qtbot.waitUntil(lambda: told.anything)
    assert told.refusals == ["large.csv cannot be read (too much)."]


@pytest.fixture
def always_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader_module, "LARGE", 0)


@pytest.mark.usefixtures("always_a_process")
def test_a_large_file_is_read_in_a_process_of_its_own(
    loader: TableLoader, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_table", None)  # here, not in the child
    told = Told(loader)
    path = csv(tmp_path, "double.csv")
    loader.load(path)
    qtbot.waitUntil(lambda: told.anything, timeout=20_000)
    assert told.tables == [read_table(path)]
    loader.load(tmp_path)
    qtbot.waitUntil(lambda: bool(told.refusals), timeout=20_000)
    assert "is a folder" in told.refusals[0]


@pytest.mark.usefixtures("always_a_process")
def test_closing_does_not_wait_for_a_large_file(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    large = tmp_path / "large.csv"
    large.write_text("x,y\n" + "1.5,2.25\n" * 3_000_000, encoding="utf-8")
    loader.load(large)
    qtbot.wait(100)
    began = perf_counter()
    loader.shut_down()
    assert perf_counter() - began < 5
    qtbot.wait(50)
    assert not told.anything


@pytest.mark.usefixtures("always_a_process")
def test_a_process_that_dies_is_a_refusal(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    loader.load(csv(tmp_path, "unlucky.csv"))
    qtbot.waitUntil(lambda: loader._process is not None)
    assert loader._process is not None
    loader._process.stop()
    qtbot.waitUntil(lambda: told.anything, timeout=20_000)
    assert "unlucky.csv could not be read to its end" in told.refusals[0]


@pytest.mark.usefixtures("always_a_process")
def test_progress_of_a_large_file_is_told(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    shares: list[float] = []
    loader.progressed.connect(shares.append)
    large = tmp_path / "large.csv"
    large.write_text("x,y\n" + "1.5,2.25\n" * 400_000, encoding="utf-8")
    loader.load(large)
    qtbot.waitUntil(lambda: told.anything, timeout=30_000)
    assert told.tables[0] == read_table(large)
    assert told.tables[0].raw == large.read_bytes()
    assert len(shares) >= 3
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


@pytest.mark.usefixtures("always_a_process")
def test_cancel_ends_the_process_at_any_moment(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    large = tmp_path / "large.csv"
    large.write_text("x,y\n" + "1.5,2.25\n" * 3_000_000, encoding="utf-8")
    for pause in (0, 30, 300):
        loader.load(large)
        qtbot.wait(pause)
        loader.cancel()
        qtbot.waitUntil(lambda: not multiprocessing.active_children(), timeout=20_000)
    loader.shut_down()
    assert not multiprocessing.active_children()
    assert not told.anything


def test_a_table_is_read_again_in_another_way(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    told = Told(loader)
    path = tmp_path / "odd.csv"
    path.write_text("a;b,c\n1;2,5\n3;4,5\n", encoding="utf-8")
    loader.load(path)
    qtbot.waitUntil(lambda: told.anything)
    assert told.tables[0].names == ("a", "b,c")
    loader.load_again(told.tables[0], ReadingChoice(delimiter=","))
    qtbot.waitUntil(lambda: len(told.tables) == 2)
    assert told.tables[1].names == ("a;b", "c")
    assert told.tables[1].reading == ReadingChoice(delimiter=",")
    assert told.tables[1] != told.tables[0]


def archive(folder: Path) -> Path:
    path = folder / "t.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("one.csv", "x,y\n1,2\n2,4\n3,6\n")
        packed.writestr("two.csv", "a,b,c\n1,2,3\n2,4,7\n3,6,1\n")
    return path


@pytest.mark.parametrize("least", [0, 10**9], ids=["in a process", "in a thread"])
def test_what_needs_a_choice_is_asked_and_read_when_it_is_chosen(
    loader: TableLoader, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(loader_module, "LARGE", least)
    told = Told(loader)
    asked: list[SeveralTablesError] = []
    loader.choice_needed.connect(asked.append)
    path = archive(tmp_path)
    loader.load(path)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert not told.anything
    assert asked[0].names == ("one.csv", "two.csv")
    loader.load(path, ReadingChoice(member="two.csv"))
    qtbot.waitUntil(lambda: len(told.tables) == 1, timeout=20_000)
    first = told.tables[0]
    assert first == read_table(path, reading=ReadingChoice(member="two.csv"))
    assert first.container is not None
    assert first.container.raw == path.read_bytes()
    loader.load_again(first, ReadingChoice(member="one.csv"))
    qtbot.waitUntil(lambda: len(told.tables) == 2, timeout=20_000)
    second = told.tables[1]
    assert second.names == ("x", "y")
    assert second.raw == b"x,y\n1,2\n2,4\n3,6\n"
    assert second.container is not None
    assert second.container.raw == path.read_bytes()


def test_a_table_that_is_too_wide_is_asked_about(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    asked: list[TooWideError] = []
    loader.choice_needed.connect(asked.append)
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(["x"] * 2_001) + "\n" + ",".join(["1"] * 2_001) + "\n", encoding="utf-8")
    loader.load(wide)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked[0].suggested == "1-100, 2001"


def test_a_table_comes_even_if_it_cannot_be_looked_over(
    loader: TableLoader, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader_module, "look_over", None)
    told = Told(loader)
    path = csv(tmp_path, "double.csv")
    loader.load(path)
    qtbot.waitUntil(lambda: told.anything)
    assert told.tables == [read_table(path)]


@pytest.mark.usefixtures("always_a_process")
def test_a_process_is_given_the_bytes_it_reads_again_and_sends_back_only_others(
    loader: TableLoader, tmp_path: Path, qtbot: QtBot
) -> None:
    told = Told(loader)
    text = "x,y\n" + "1.5,2.25\n" * 300_000  # more than one piece
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.csv", text)
        packed.writestr("b.csv", "u,v\n1,2\n3,4\n")
    path = tmp_path / "two.zip"
    path.write_bytes(archive.getvalue())
    loader.load(path, ReadingChoice(member="a.csv"))
    qtbot.waitUntil(lambda: told.anything, timeout=20_000)
    table = told.tables[0]
    assert table.raw == text.encode()
    assert table.container is not None
    assert table.container.raw == archive.getvalue()
    loader.load_again(table, ReadingChoice(member="a.csv", header=False))
    qtbot.waitUntil(lambda: len(told.tables) == 2, timeout=20_000)
    again = told.tables[1]
    assert again.n_rows == table.n_rows + 1
    assert again.raw is table.raw
    assert again.container is not None
    assert again.container.raw is table.container.raw
    loader.load_again(again, ReadingChoice(member="b.csv"))
    qtbot.waitUntil(lambda: len(told.tables) == 3, timeout=20_000)
    assert told.tables[2].names == ("u", "v")
    assert told.tables[2].raw == b"u,v\n1,2\n3,4\n"


@pytest.mark.usefixtures("always_a_process")
def test_many_categories_come_bit_by_bit(loader: TableLoader, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "words.csv"
    path.write_text("word,kind,x\n" + "".join(f"w{i},{'ab'[i % 2]},{i % 9}\n" for i in range(25_000)))
    told = Told(loader)
    loader.load(path)
    qtbot.waitUntil(lambda: told.anything, timeout=20_000)
    read = read_table(path)
    for name in ("word", "kind", "x"):
        came, here = told.tables[0].column(name), read.column(name)
        assert came.categories == here.categories
        assert np.array_equal(came.codes, here.codes)
        assert np.array_equal(came.values, here.values)
