"""What is read of a file is chosen on the command line, and every file that can't be used ends with 3."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from playground.__main__ import main
from playground.cli.run import run
from playground.data import column_choice
from playground.document.project_file import load_project

ROOT = Path(__file__).resolve().parents[1]
ROWS = "".join(f"{i},{i * i},{i % 7},{'yes' if i % 3 else 'no'}\n" for i in range(40))
TABLE = f"a,b,c,likes\n{ROWS}"


def zipped(path: Path, **tables: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def by_main(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """The one sentence with which the program's entry refuses a file with exit code 3."""
    monkeypatch.setattr(sys, "argv", ["playground", *map(str, arguments)])
    assert main() == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.endswith(".\n")
    return printed.err


def test_columns_are_chosen(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(table), "--columns", "1, 3-last", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [column["name"] for column in result["columns"]] == ["a", "c", "likes"]
    assert result["recipe"]["reading"] == {"places": "1, 3-last"}
    assert run(["inspect", str(table), "--columns", "1,last"]) == 0
    assert "2 of 4 columns read: 1, last; the others stay in the file" in capsys.readouterr().out


def test_a_network_is_trained_on_chosen_columns_and_predicts(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "p.nnp"
    assert run(["train", str(table), "--columns", "2,4", "--epochs", "2", "--out", str(out)]) == 0
    project = load_project(out).project
    assert project.table.names == ("b", "likes")
    assert project.table.reading.places == "2, 4"
    monkeypatch.setattr(column_choice, "MAX_COLUMNS", 3)
    capsys.readouterr()
    assert run(["predict", str(out), str(table), "--json"]) == 0  # too wide: what the network needs is read
    result = json.loads(capsys.readouterr().out)
    assert (result["target"], result["rows"], result["scores"]["rows"]) == ("likes", 40, 40)


def test_a_file_in_an_archive_is_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = zipped(tmp_path / "t.zip", one=TABLE, two="x,y\n1,2\n3,4\n")
    assert run(["inspect", str(path), "--member", "two.csv", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [column["name"] for column in result["columns"]] == ["x", "y"]
    assert run(["train", str(path), "--member", "one.csv", "--epochs", "2"]) == 0


def test_sheet_and_member_exclude_each_other(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(table), "--sheet", "a", "--member", "b"]) == 2
    assert "not both" in capsys.readouterr().err


def test_columns_that_are_no_places_are_wrong_usage(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["inspect", str(table), "--columns", "a-b"])
    assert ended.value.code == 2
    assert "“a-b” is no place of a column" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("t.csv", TABLE.encode(), ["--columns", "1,5"], "There is no column 5: the last one is 4"),
        ("t.csv", TABLE.encode(), ["--columns", "1"], "only one column with values among the 1 chosen"),
        ("t.csv", TABLE.encode(), ["--sheet", "x"], "neither workbook nor archive"),
        ("t.csv.gz", gzip.compress(TABLE.encode(), mtime=0)[:60], [], "packed but damaged"),
        ("t.csv", b"", [], "is empty"),
        ("t.csv", b"a,b\n", [], "has a header but no rows"),
        ("t.csv", b"%PDF-1.7 and more", [], "a PDF document"),
        ("t.csv", b"SQLite format 3\x00" + bytes(100), [], "an SQLite database"),
        ("t.csv", b"<!doctype html><html></html>", [], "a web page (HTML)"),
        ("t.json", b'{"a": 1}', [], "a JSON document"),
        ("t.csv", b"\x00\x01\x02\x03\x04\x05\x06\x07" * 50, [], "is not a text file"),
        ("t.xls", b"\xd0\xcf\x11\xe0" + bytes(2000), [], "workbook"),
    ],
)
def test_every_kind_of_refusal_ends_with_3_and_one_sentence(
    name: str,
    content: bytes,
    options: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in by_main(monkeypatch, capsys, "inspect", path, *options)


def test_a_file_that_needs_a_choice_says_by_which_option(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = zipped(tmp_path / "t.zip", **{"first one": TABLE, "two": TABLE})
    told = by_main(monkeypatch, capsys, "inspect", path)
    assert "holds 2 tables" in told
    assert "for example with --member 'first one.csv'" in told
    monkeypatch.setattr(column_choice, "MAX_COLUMNS", 3)
    monkeypatch.setattr(column_choice, "FIRST_CHOSEN", 2)
    told = by_main(monkeypatch, capsys, "inspect", table)
    assert "has 4 columns, more than 3, too wide" in told
    assert "for example with --columns 1-2,4" in told


def test_places_where_no_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "is a folder" in by_main(monkeypatch, capsys, "inspect", tmp_path)
    assert "There is no file" in by_main(monkeypatch, capsys, "inspect", tmp_path / "gone.csv")
    assert "web address" in by_main(monkeypatch, capsys, "inspect", "https://example.org/t.csv")


def test_a_real_process_ends_with_3(tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", x=TABLE, y=TABLE)
    done = subprocess.run(
        [sys.executable, "-m", "playground", "inspect", str(path)],
        cwd=ROOT, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert (
        "holds 2 tables, “x.csv”, “y.csv”: choose one of them, for example with --member x.csv.\n"
        in done.stderr
    )
