"""Workbooks: with python-calamine their first sheet is read, without it a sentence says how to get it."""

from __future__ import annotations

import io
import sys
import zipfile
from xml.sax.saxutils import escape

import pytest

from playground.data import sheets
from playground.data.dialect import ReadingChoice
from playground.data.reader import CsvError, read_table
from playground.data.recipe import guess_recipe, sentences
from playground.data.source import of_table

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def workbook(*pages: list[list[str | float]]) -> bytes:
    """The smallest xlsx file with these sheets."""
    names = [f"Sheet {i + 1}" for i in range(len(pages))]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>'
        + "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{i}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(pages) + 1)
        )
        + "</Relationships>",
    }
    for i, page in enumerate(pages, 1):
        rows = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in page)
        parts[f"xl/worksheets/sheet{i}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return stream.getvalue()


def _cell(value: str | float) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


PAGE: list[list[str | float]] = [["size", "kind, really"], [1.5, "big"], [2.0, "small"], [3.25, "big"]]


def test_without_the_reader_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(CsvError, match=r"t\.xlsx is a workbook: .*pip install neural-playground\[excel\]"):
        read_table(workbook(PAGE), "t.xlsx")


def test_an_old_workbook_is_known_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(CsvError, match=r"t\.xls is a workbook: "):
        read_table(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), "t.xls")


def test_the_first_sheet_is_read() -> None:
    pytest.importorskip("python_calamine")
    table = read_table(workbook(PAGE), "t.xlsx")
    assert table.names == ("size", "kind, really")
    assert table.column("size").values.tolist() == [1.5, 2, 3.25]
    assert table.warnings == ()
    assert table.raw == b'size,"kind, really"\n1.5,big\n2,small\n3.25,big\n'


def test_other_sheets_are_told() -> None:
    pytest.importorskip("python_calamine")
    table = read_table(workbook([], PAGE, PAGE), "t.xlsx")
    assert table.warnings == ("t.xlsx has 2 sheets: “Sheet 2” is read, not “Sheet 3”.",)
    assert table.container is not None
    assert table.container.members == ("Sheet 2", "Sheet 3")


def test_a_page_of_notes_is_not_taken_for_the_table() -> None:
    pytest.importorskip("python_calamine")
    notes: list[list[str | float]] = [["About this file"], ["measured in May", ""], ["by", "us"]]
    assert read_table(workbook(notes, PAGE), "t.xlsx").names == ("size", "kind, really")
    assert read_table(workbook(notes, notes[:2], PAGE), "t.xlsx").container is not None


def test_another_sheet_is_chosen_and_read_again_from_what_was_kept() -> None:
    pytest.importorskip("python_calamine")
    other: list[list[str | float]] = [["a", "b", "c"], [1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    raw = workbook(PAGE, other)
    first = read_table(raw, "t.xlsx")
    table = read_table(of_table(first, "Sheet 2"), "t.xlsx", ReadingChoice(member="Sheet 2"))
    assert table.names == ("a", "b", "c")
    assert table.warnings == ()
    assert table == read_table(raw, "t.xlsx", ReadingChoice(member="Sheet 2"))
    said = next(s for s in sentences(table, guess_recipe(table)) if s.kind == "member")
    assert (said.title, said.detail) == ("Sheet “Sheet 2” is read", "the others: Sheet 1")
    with pytest.raises(CsvError, match="no sheet called “Sheet 9”: it has “Sheet 1”, “Sheet 2”"):
        read_table(raw, "t.xlsx", ReadingChoice(member="Sheet 9"))
    again = read_table(of_table(first, None), "t.xlsx", ReadingChoice(quote=""))
    assert again.container == first.container
    assert again.warnings[0] == first.warnings[0]


def test_an_empty_workbook_and_a_bomb_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    with pytest.raises(CsvError, match="holds no values"):
        read_table(workbook([]), "t.xlsx")
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 100)
    with pytest.raises(CsvError, match="unpacks to more than"):
        read_table(workbook(PAGE), "t.xlsx")
