"""The kinds of pollution of the Pollock benchmark (Vitagliano et al., PVLDB 16, 2023), rebuilt.

Each file is read with nothing told in advance and scored as there: 1 for no crash, and precision, recall and
F1 of names, records and cells, at most 10. The weights are our estimate of how often each kind is met.
"""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from playground.data.columns import Table, plain_number
from playground.data.reader import CsvError, read_table

NAMES = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "Description", "URL", "Comments"]
TYPES = ["Hiking Boots", "Running Jacket", "Trail Shoes", "Fly Rods, long", "Hoodie, Camo"]
TEXTS = ["light, warm", "keeps you dry", "made of wool, mostly", "fits all", "good grip, soft sole"]


def source() -> list[list[str]]:
    draw = random.Random(7)
    return [
        [
            f"{1 + i % 28:02}/{1 + i // 28:02}/2018",
            f"{i % 24:02}:{15 * (i % 4):02}",
            str(draw.randint(0, 9)),
            f"RI-{draw.randint(1000, 9999)}",
            f"${draw.randint(100, 9999) / 100:.2f}",
            draw.choice(TYPES),
            draw.choice(TEXTS),
            f"https://www.example.com/product/{i}.html",
            "" if i % 3 else f"note {i}",
        ]
        for i in range(83)
    ]


@dataclass(frozen=True)
class Case:
    """A polluted file and what should be read from it."""

    kind: str
    raw: bytes
    names: list[str]
    rows: list[list[str]]
    delimiter: str = ","
    header: bool = True


def written(
    rows: list[list[str]], delimiter: str = ",", quote: str = '"', end: str = "\r\n", escape: str = ""
) -> str:
    stream = io.StringIO()
    csv.writer(
        stream, delimiter=delimiter, quotechar=quote, lineterminator=end, escapechar=escape or None,
        doublequote=not escape,
    ).writerows(rows)  # fmt: skip
    return stream.getvalue()


def cases() -> Iterator[Case]:
    rows = source()
    table = [NAMES, *rows]
    plain = Case("plain", written(table).encode(), NAMES, rows)
    yield plain
    yield replace(plain, kind="no_end", raw=written(table).rstrip("\r\n").encode())
    yield replace(plain, kind="double_end", raw=(written(table) + "\r\n").encode())
    yield replace(plain, kind="no_header", raw=written(rows).encode(), names=[], header=False)
    yield replace(plain, kind="header_twice", raw=written([NAMES, *table]).encode())
    yield replace(plain, kind="header_thrice", raw=written([NAMES, NAMES, *table]).encode())
    blank = [""] * 9
    yield replace(plain, kind="preamble", raw=written([["PREAMBLE", *blank[1:]], blank, *table]).encode())
    yield replace(plain, kind="note_above", raw=("Sales of 2018\r\n\r\n" + written(table)).encode())
    yield replace(plain, kind="note_below", raw=(written(table) + "\r\nSource: the till\r\n").encode())
    yield replace(plain, kind="one_row", raw=written(table[:2]).encode(), rows=rows[:1])
    for end in ("\n", "\r"):
        yield replace(plain, kind="line_end", raw=written(table, end=end).encode())
    for delimiter in ";\t|":
        raw = written(table, delimiter).encode()
        yield replace(plain, kind="delimiter", raw=raw, delimiter=delimiter)
    yield replace(plain, kind="delimiter", raw=written(table).replace(",", ", ").encode(), rows=[
        [cell.replace(",", ", ").replace(",  ", ",  ") for cell in row] for row in rows
    ])  # fmt: skip
    yield replace(plain, kind="quote", raw=written(table, quote="'").encode())
    yield replace(plain, kind="escape", raw=written(quoted(table), escape="\\").encode(), rows=quoted(rows))
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        french = [[*row[:5], "Été, léger", *row[6:]] for row in rows]
        raw = written([NAMES, *french]).encode(encoding)
        yield replace(plain, kind="encoding", raw=raw, rows=french)
    yield from _broken_rows(plain)


def quoted(rows: list[list[str]]) -> list[list[str]]:
    return [[*row[:6], f'"{row[6]}", they say', *row[7:]] for row in rows]


def _broken_rows(plain: Case) -> Iterator[Case]:
    """One row each with a separator too many or too few, a stray quote, or another separator."""
    lines = written([NAMES, *plain.rows]).split("\r\n")
    draw = random.Random(3)
    for row in range(0, 84, 6):
        cells = ([NAMES, *plain.rows])[row]
        for column in range(9):
            more = [*cells[:column], "", *cells[column:]]
            yield _with_line(plain, "more", lines, row, written([more]).rstrip("\r\n"), cells)
            if column:
                fewer = [*cells[: column - 1], cells[column - 1] + cells[column], *cells[column + 1 :]]
                yield _with_line(plain, "less", lines, row, written([fewer]).rstrip("\r\n"), fewer)
            stray = [written([[cell]]).rstrip("\r\n") for cell in cells]
            stray[column] = f'"{stray[column]}'
            read = [*cells[:column], f'"{cells[column]}', *cells[column + 1 :]]
            yield _with_line(plain, "quote_in_row", lines, row, ",".join(stray), read)
        yield _with_line(
            plain, "delimiter_in_row", lines, row, lines[row].replace(",", draw.choice(" ;")), cells
        )


def _with_line(plain: Case, kind: str, lines: list[str], row: int, line: str, cells: list[str]) -> Case:
    raw = "\r\n".join([*lines[:row], line, *lines[row + 1 :]]).encode()
    if row == 0:
        return replace(plain, kind=kind, raw=raw, names=cells)
    return replace(plain, kind=kind, raw=raw, rows=[*plain.rows[: row - 1], cells, *plain.rows[row:]])


def loaded(table: Table) -> list[list[str]]:
    """The rows as texts; numbers and symbols are compared by value, as the benchmark does."""
    return [[column.cell(row) for column in table.columns] for row in range(table.n_rows)]


def normal(cell: str) -> str:
    text = cell.strip().lstrip("$")
    try:
        return plain_number(float(text))
    except ValueError:
        return text


def measures(expected: list[str], found: list[str]) -> list[float]:
    """Precision, recall and F1 of two bags."""
    if not expected:
        return [1.0, 1.0, 1.0]
    common = (Counter(expected) & Counter(found)).total()
    if not common:
        return [0.0, 0.0, 0.0]
    precision, recall = common / len(found), common / len(expected)
    return [precision, recall, 2 * precision * recall / (precision + recall)]


def score(case: Case) -> float:
    try:
        table = read_table(case.raw, f"{case.kind}.csv")
    except CsvError:
        return 0.0
    names = list(table.names) if table.dialect.header else []
    expected = [[normal(cell) for cell in row] for row in case.rows]
    width = len(case.names) or 9
    found = [[normal(cell) for cell in row] + [""] * (width - len(row)) for row in loaded(table)]
    return 1 + sum(
        [
            *measures(case.names, names),
            *measures([" ".join(row).strip() for row in expected], [" ".join(row).strip() for row in found]),
            *measures([c for row in expected for c in row], [c for row in found for c in row]),
        ]
    )


WEIGHTS: dict[str, float] = {
    "plain": 60, "no_end": 6, "double_end": 2, "no_header": 4, "header_twice": 1, "header_thrice": 0.5,
    "preamble": 3, "note_above": 3, "note_below": 2, "one_row": 1,
    "line_end": 6, "delimiter": 12, "quote": 1, "escape": 1,
    "encoding": 6, "more": 3, "less": 3, "quote_in_row": 1, "delimiter_in_row": 0.5,
}  # fmt: skip


def test_polluted_files_are_read_with_nothing_told() -> None:
    scores: dict[str, list[float]] = {}
    for case in cases():
        scores.setdefault(case.kind, []).append(score(case))
    means = {kind: sum(found) / len(found) for kind, found in scores.items()}
    assert set(means) == set(WEIGHTS)
    weighted = sum(means[kind] * weight for kind, weight in WEIGHTS.items()) / sum(WEIGHTS.values())
    told = ", ".join(f"{kind} {mean:.2f}" for kind, mean in sorted(means.items(), key=lambda item: item[1]))
    assert weighted >= 9.45, told
    assert sum(means.values()) / len(means) >= 9.0, told


def test_delimiter_and_header_are_found() -> None:
    found = [(case, read_table(case.raw, "p.csv").dialect) for case in cases()]
    wrong = [
        case.kind
        for case, dialect in found
        if (dialect.delimiter, dialect.header) != (case.delimiter, case.header)
    ]
    assert len(wrong) <= 0.02 * len(found), wrong


@pytest.mark.parametrize("case", [case for case in cases() if case.kind in ("more", "quote_in_row")][::9])
def test_a_broken_row_is_never_passed_over_silently(case: Case) -> None:
    table = read_table(case.raw, "p.csv")
    rows = [[normal(cell) for cell in row] for row in case.rows]
    if [[normal(cell) for cell in row] for row in loaded(table)] != rows:
        assert table.warnings
