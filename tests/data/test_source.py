"""Packed files, files that are too large, and files that change: what is read, and what is said about it."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from playground.data import sampling, source
from playground.data.container import Container
from playground.data.dialect import ReadingChoice
from playground.data.errors import SeveralTablesError
from playground.data.reader import CsvError, read_table
from playground.data.recipe import guess_recipe, sentences
from playground.data.source import Source, of_table

TABLE = b"a,b\n1,2\n3,4\n5,6\n"


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refusal(raw: bytes, name: str = "t.csv") -> str:
    with pytest.raises(CsvError) as caught:
        read_table(raw, name)
    assert str(caught.value).endswith(".")
    return str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        gzip.compress(TABLE, mtime=0),
        zipped({"t.csv": TABLE}),
        zipped({"folder/t.csv": TABLE, "folder/read me.md": b"# hello", "__MACOSX/t.csv": b"\x00"}),
        zipped({"t": TABLE}),
    ],
)
def test_one_packed_table_is_read(raw: bytes) -> None:
    table = read_table(raw)
    assert table.column("b").values.tolist() == [2, 4, 6]
    assert table.raw == TABLE


OTHER = b"c,d\n7,8\n9,1\n"
SEVERAL = zipped({"x.csv": TABLE, "in/y.csv": OTHER, "read me.md": b"# hello"})


def test_several_tables_in_one_archive_are_refused_with_their_names() -> None:
    with pytest.raises(
        SeveralTablesError, match=r"holds 2 tables, “x\.csv”, “in/y\.csv”: choose one"
    ) as caught:
        read_table(SEVERAL, "t.zip")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.names, error.sizes) == (("x.csv", "in/y.csv"), (len(TABLE), len(OTHER)))


@pytest.mark.parametrize("member", ["in/y.csv", "y.csv"])
def test_one_of_several_tables_is_read_when_it_is_chosen(tmp_path: Path, member: str) -> None:
    path = tmp_path / "t.zip"
    path.write_bytes(SEVERAL)
    table = read_table(path, reading=ReadingChoice(member=member))
    assert table.names == ("c", "d")
    assert table.raw == OTHER
    assert table.container == Container("file", SEVERAL, ("x.csv", "in/y.csv"), "in/y.csv")
    said = next(s for s in sentences(table, guess_recipe(table)) if s.kind == "member")
    assert (said.title, said.detail) == ("File “in/y.csv” is read", "the others: x.csv")
    same = of_table(table, member)
    assert isinstance(same, Source)
    assert same.raw == OTHER
    assert read_table(same, "t.zip", ReadingChoice(member=member)) == table
    other = read_table(of_table(table, "x.csv"), "t.zip", ReadingChoice(member="x.csv"))
    assert other.names == ("a", "b")
    assert other.container is not None
    assert other.container.chosen == "x.csv"


def test_of_a_very_large_archive_only_the_chosen_table_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_KEPT", 100)
    table = read_table(SEVERAL, "t.zip", ReadingChoice(member="x.csv"))
    assert table.raw == TABLE
    assert table.container is None
    said = next(s for s in sentences(table, guess_recipe(table)) if s.kind == "member")
    assert "x.csv" in said.title


def test_a_member_that_is_not_there_is_named() -> None:
    def said(raw: bytes, name: str = "t.zip") -> str:
        with pytest.raises(CsvError) as caught:
            read_table(raw, name, ReadingChoice(member="z.csv"))
        return caught.value.message

    assert said(SEVERAL) == "t.zip has no file called “z.csv”: it has “x.csv”, “in/y.csv”, “read me.md”."
    assert "neither workbook nor archive" in said(TABLE, "t.csv")
    assert "neither workbook nor archive" in said(gzip.compress(TABLE, mtime=0), "t.csv.gz")
    assert "empty archive" in refusal(zipped({"folder/": b""}))


def test_a_chosen_file_that_is_no_table_is_refused_for_what_it_is() -> None:
    archive = zipped({"x.csv": TABLE, "y.csv": b"\x89PNG and so on"})
    with pytest.raises(CsvError, match="a picture"):
        read_table(archive, "t.zip", ReadingChoice(member="y.csv"))


def test_damaged_and_locked_archives_are_refused() -> None:
    packed = gzip.compress(TABLE * 50, mtime=0)
    assert "packed but damaged" in refusal(packed[: len(packed) // 2])
    archive = bytearray(zipped({"t.csv": TABLE * 50}))
    assert "packed but damaged" in refusal(bytes(archive[: len(archive) // 2]))
    archive[6] |= 1  # says that it is encrypted
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    assert "packed but damaged or locked" in refusal(bytes(archive))


def test_a_bomb_does_not_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 10_000)
    monkeypatch.setattr(sampling, "MAX_UNPACKED", 100_000)
    monkeypatch.setattr(sampling, "_PIECE", 10_000)
    for bomb in (gzip.compress(b"1,2\n" * 1_000_000, mtime=0), zipped({"t.csv": b"1,2\n" * 1_000_000})):
        assert "unpacks to more than" in refusal(bomb)


def rows(n: int) -> bytes:
    return b"number,square\n" + b"".join(b"%d,%d\n" % (i, i * i) for i in range(1, n))


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 20_000)
    monkeypatch.setattr(sampling, "KEPT_BYTES", 10_000)
    monkeypatch.setattr(sampling, "_PIECE", 7_001)


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_of_a_large_file_evenly_spread_lines_are_read(tmp_path: Path, line_end: bytes) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(rows(10_000).replace(b"\n", line_end))
    shares: list[float] = []
    table = read_table(path, progress=shares.append)
    numbers = table.column("number").values
    assert np.array_equal(table.column("square").values, numbers**2)
    assert np.array_equal(table.row_lines, numbers + 1)
    assert numbers[:99].tolist() == list(range(1, 100))  # the beginning is always there
    assert set(np.diff(numbers[110:])) == {float(np.diff(numbers[-2:])[0])}
    assert numbers[-1] > 9_900
    assert (
        f"has 10,000 lines, too many to read them all: 1 in {int(np.diff(numbers[-2:])[0])}"
        in table.warnings[0]
    )
    assert len(table.raw) < 20_000
    assert shares == sorted(shares)
    assert shares[-1] <= 1


@pytest.mark.usefixtures("small_limits")
def test_a_large_file_with_records_over_several_lines_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(b"number,text\n" + b"".join(b'%d,"two\nlines"\n' % i for i in range(4_000)))
    table = read_table(path)
    assert "only the first" in table.warnings[0]
    assert len(table.warnings) == 1
    assert table.column("number").values.tolist() == list(range(table.n_rows))
    assert 500 < table.n_rows < 4_000


@pytest.mark.usefixtures("small_limits")
def test_a_large_packed_file_is_read_in_part_too() -> None:
    table = read_table(gzip.compress(rows(10_000)))
    assert "has 10,000 lines" in table.warnings[0]
    assert np.array_equal(table.column("square").values, table.column("number").values ** 2)


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_a_large_file_of_wide_characters_is_read_in_part_too(encoding: str) -> None:
    text = rows(10_000).decode().replace("number", "número").encode(encoding)
    for raw in (text, gzip.compress(text, mtime=0), zipped({"t.csv": text})):
        table = read_table(raw)
        assert table.names == ("número", "square")
        assert np.array_equal(table.column("square").values, table.column("número").values ** 2)
        assert np.array_equal(table.row_lines, table.column("número").values + 1)
        assert "has 10,000 lines" in table.warnings[0]
        assert f"It is {encoding.upper()} text, kept as UTF-8." in table.warnings[0]


@pytest.mark.usefixtures("small_limits")
def test_a_large_file_of_damaged_utf_16_is_refused() -> None:
    raw = rows(10_000).decode().encode("utf-16")
    assert "UTF-16 text but is damaged" in refusal(raw[:30_000] + b"\x00\xdc" * 4 + raw[30_000:])


@pytest.mark.usefixtures("small_limits")
def test_what_a_large_file_is_if_no_text_is_said_before_all_of_it_is_read() -> None:
    shares: list[float] = []
    for start, what in ((b"SQLite format 3\x00", "an SQLite database"), (b"\x01\x02\x03", "not a text file")):
        with pytest.raises(CsvError, match=what):
            read_table(start + b"\x01\x00\x00\x00\x02" * 10_000, "t.csv", progress=shares.append)
    assert not shares


@pytest.mark.usefixtures("small_limits")
def test_a_part_that_is_read_again_keeps_its_lines_and_its_sentence() -> None:
    table = read_table(rows(10_000) + b"seven,49\n", "t.csv")
    again = read_table(of_table(table, None), "t.csv", replace(table.reading, absent="0"))
    assert np.array_equal(again.row_lines, table.row_lines)
    assert table.warnings[0] in again.warnings
    assert table.part is not None
    assert table.part.lines[-1] > 9_900


def test_very_many_short_lines_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sampling, source):
        monkeypatch.setattr(module, "MAX_LINES", 1_000)
    table = read_table(rows(5_000))
    assert "1 in 5 is read" in table.warnings[0]


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 20_000)
    monkeypatch.setattr(sampling, "KEPT_BYTES", 10_000)
    monkeypatch.setattr(sampling, "_PIECE", 1_000)
    path = tmp_path / "log.csv"
    path.write_bytes(rows(10_000))

    def grow(_share: float) -> None:
        with path.open("ab") as stream:
            stream.write(b"7,49\n")

    table = read_table(path, progress=grow)
    assert np.array_equal(table.column("square").values, table.column("number").values ** 2)


def test_a_file_that_is_deleted_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(CsvError, match="There is no file"):
        read_table(tmp_path / "gone.csv")
