"""Every file in tests/files/ is read exactly as its expectation says, or refused with its sentence.

Those in ``read`` are made by hand, each for one difficulty; those in ``real`` were found in public: see
``real/SOURCES.md``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from playground.data.columns import Column
from playground.data.reader import CsvError, read_table

FILES = Path(__file__).parents[1] / "files"
READ: dict[str, Any] = json.loads((FILES / "read.json").read_text("utf-8"))
REAL: dict[str, Any] = json.loads((FILES / "real" / "expected.json").read_text("utf-8"))
REFUSED: dict[str, Any] = json.loads((FILES / "refused.json").read_text("utf-8"))


def values(column: Column) -> list[float | str | None]:
    if column.is_number:
        return [None if math.isnan(v) else v for v in column.values.tolist()]
    return [None if code < 0 else column.categories[code] for code in column.codes.tolist()]


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_expected(name: str) -> None:
    _compare(FILES / "read" / name, READ[name])


@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_read_as_expected(name: str) -> None:
    _compare(FILES / "real" / name, REAL[name])


def _compare(path: Path, expected: dict[str, Any]) -> None:
    table = read_table(path)
    assert {c.name: values(c) for c in table.columns} == expected["columns"]
    assert [c.kind for c in table.columns] == expected["kinds"]
    if "units" in expected:
        assert [c.unit for c in table.columns] == expected["units"]
    if "lines" in expected:
        assert table.row_lines.tolist() == expected["lines"]
    assert [[aside.line, aside.reason] for aside in table.set_aside] == expected.get("set_aside", [])
    _say(table.warnings, expected.get("warnings", []))
    _say(table.notes, expected.get("notes", []))


def _say(sentences: Sequence[str], parts: Sequence[str]) -> None:
    assert len(sentences) == len(parts)
    for sentence, part in zip(sentences, parts, strict=True):
        assert part in sentence
        assert sentence.endswith(".")


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_one_sentence(name: str) -> None:
    expected = REFUSED[name]
    with pytest.raises(CsvError) as caught:
        read_table(FILES / "refused" / name)
    error = caught.value
    assert expected["message"] in error.message
    assert name in error.message
    assert error.line == expected["line"]
    assert error.message.endswith(".")
    assert "\n" not in error.message


def test_every_file_has_an_expectation() -> None:
    assert {path.name for path in (FILES / "read").iterdir()} == set(READ)
    assert {path.name for path in (FILES / "refused").iterdir()} == set(REFUSED)
    real = {path.name for path in (FILES / "real").iterdir()}
    assert real == {*REAL, "expected.json", "SOURCES.md"}
    sources = (FILES / "real" / "SOURCES.md").read_text("utf-8")
    assert all(f"| `{name}` |" in sources for name in REAL)
