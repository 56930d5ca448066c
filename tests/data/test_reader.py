"""Places and sizes: what is refused before a table is looked for; names, labels and identity."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from playground.data import column_choice
from playground.data.columns import split_unit
from playground.data.reader import CsvError, read_table


def refusal(source: Path | bytes) -> str:
    with pytest.raises(CsvError) as caught:
        read_table(source)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_places_that_hold_no_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "There is no file" in refusal(tmp_path / "gone.csv")
    assert "is a web address" in refusal(Path("https://example.org/iris.csv"))
    assert "cannot be read" in refusal(tmp_path / ("long" * 100))
    assert "cannot be read" in refusal(tmp_path / "zero\x00byte")
    assert "is not a regular file" in refusal(Path("/dev/null"))


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a,b\n1,2\n")

    def refuse(_: Path, mode: str) -> bytes:
        raise PermissionError(13, f"Permission denied for {mode}")  # chmod does not stop the superuser

    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read by you" in refusal(path)


def test_a_table_that_is_too_wide_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_choice, "MAX_COLUMNS", 3)
    assert "has 4 columns, more than 3" in refusal(b"a,b,c,d\n1,2,3,4\n")


def test_a_very_wide_file_is_refused_quickly() -> None:
    wide = ",".join(f"x{i}" for i in range(100_000)).encode()
    assert "has 100,000 columns, more than 2,000, too wide" in refusal(
        wide + b"\n" + wide.replace(b"x", b"") + b"\n"
    )


def test_a_quote_around_two_megabytes_is_taken_for_a_slip_and_said() -> None:
    table = read_table(b'a,b\n1,2\n"' + b"x" * 2_000_000 + b'",2\n3,4\n')
    assert table.n_rows == 3
    assert "Line 3 has a quote without a partner" in table.warnings[0]


def test_the_name_shown_is_the_files_name_or_the_one_given(tmp_path: Path) -> None:
    path = tmp_path / "houses.csv"
    path.write_text("a,b\n1,2\n")
    assert read_table(path).name == "houses.csv"
    assert read_table(path, "mine").name == "mine"


def test_tables_are_equal_when_name_and_content_are() -> None:
    one, same, other = (read_table(raw) for raw in (b"a,b\n1,2\n", b"a,b\n1,2\n", b"a,b\n1,3\n"))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != read_table(b"a,b\n1,2\n", "another name")
    assert one != "a,b"


def test_columns_cannot_be_written() -> None:
    table = read_table(b"a,b\n1,x\n2,y\n3,x\n")
    with pytest.raises(ValueError, match="read-only"):
        table.column("a").values[0] = 5
    with pytest.raises(ValueError, match="read-only"):
        table.column("b").codes[0] = 5
    with pytest.raises(KeyError):
        table.column("c")


def test_an_error_keeps_its_place_when_it_crosses_a_process_border() -> None:
    error = pickle.loads(pickle.dumps(CsvError("Line 3 is wrong.", 3, "a")))
    assert (error.message, error.line, error.column) == ("Line 3 is wrong.", 3, "a")


def test_a_table_survives_a_process_border_and_stays_read_only() -> None:
    table = read_table(b"a,b\n1,x\n,y\n3,x\n")
    assert table.column("a").n_missing == 1  # worked out before, not carried over
    copy = pickle.loads(pickle.dumps(table))
    assert copy == table
    assert copy.column("b").coded[1] == ("x", "y")
    assert np.array_equal(copy.column("a").values, table.column("a").values, equal_nan=True)
    with pytest.raises(ValueError, match="read-only"):
        copy.column("a").values[0] = 5


@pytest.mark.parametrize(
    ("name", "label", "unit"),
    [
        ("area (m²)", "area", "m²"),
        ("price [thousand €]", "price", "thousand €"),
        ("area", "area", ""),
        ("f(x)", "f(x)", ""),
        ("(m)", "(m)", ""),
        ("a (b) (c)", "a (b)", "c"),
        (
            "question (please answer in one whole sentence)",
            "question (please answer in one whole sentence)",
            "",
        ),
    ],
)
def test_units_come_from_brackets_at_the_end(name: str, label: str, unit: str) -> None:
    assert split_unit(name) == (label, unit)


def test_endless_names_are_shown_short_and_stay_what_they_are() -> None:
    name = "n" * 10_000
    rows = "".join(f"{i},{i % 7},{'big' if i == 3 else i % 5},{i}\n" for i in range(30))
    table = read_table(f"{name}a,{name}b,{name}c,y\n{rows}".encode())
    assert table.names == (f"{name}a", f"{name}b", f"{name}c", "y")
    assert len({column.label for column in table.columns}) == 4
    assert max(len(column.label) for column in table.columns) < 100
    assert len(table.warnings) == 1
    assert "“big” (line 5) is no number" in table.warnings[0]
    assert len(table.warnings[0]) < 200
    assert split_unit("two\nlines (cm)") == ("two lines", "cm")


def test_columns_with_the_same_label_show_their_whole_names() -> None:
    table = read_table(b"size (cm),size (kg),y (s)\n1,2,3\n")
    assert [c.label for c in table.columns] == ["size (cm)", "size (kg)", "y"]
    assert [c.unit for c in table.columns] == ["", "", "s"]


def test_numbers_as_categories_are_ascending_and_keep_gaps() -> None:
    codes, names = read_table(b"a,b\n10,1\n2.5,1\n,1\n10,1\n").column("a").coded
    assert names == ("2.5", "10")
    assert codes.tolist() == [1, 0, -1, 1]


def test_cells_are_shown_as_they_were() -> None:
    table = read_table(b"a,b\n1e3,x\n0.1,y\n,x\n2,y\n")
    assert [table.column("a").cell(i) for i in range(4)] == ["1000", "0.1", "", "2"]
    assert [table.column("b").cell(i) for i in range(4)] == ["x", "y", "x", "y"]


def test_a_hundred_thousand_different_words_are_one_text_column() -> None:
    raw = b"word,y\n" + b"".join(b"w%d,%d\n" % (i, i % 7) for i in range(100_000))
    column = read_table(raw).column("word")
    assert column.kind == "text"
    assert np.array_equal(np.sort(column.codes), np.arange(100_000))


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a\r\n", b"\r\n\x1a"])
def test_the_end_mark_of_old_programs_is_no_value(end: bytes) -> None:
    table = read_table(b"a,b\r\n1,2\r\n3,4" + end)
    assert table.column("b").values.tolist() == [2, 4]
    assert table.warnings == ()


@pytest.mark.parametrize("remark", ["# measured in May", "# measured in May,at home,twice"])
def test_a_comment_at_the_end_is_none_of_the_rows_however_many_cells_it_has(remark: str) -> None:
    rows = "".join(f"{i},{i * i % 7}\n" for i in range(12))
    table = read_table(f"a,b\n{rows}{remark}\n".encode())
    assert table.n_rows == 12
    assert [(each.line, each.reason) for each in table.set_aside] == [(14, "a comment")]
