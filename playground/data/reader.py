"""A file, or its bytes, to a Table; or one sentence saying why not."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np

from playground.data.column_types import decimal_marks, infer_column
from playground.data.columns import Column, Table
from playground.data.dialect import Dialect, detect_dialect
from playground.data.encoding import decode
from playground.data.errors import CsvError
from playground.data.header import has_header, unique_names
from playground.data.refusals import refuse_binary, refuse_control_characters, refuse_markup
from playground.data.rows import even_rows

__all__ = ["MAX_BYTES", "CsvError", "read_table"]

MAX_BYTES = 128 * 1024 * 1024


def read_table(source: Path | bytes, name: str = "") -> Table:
    """The table in a CSV file or in its bytes; ``name`` is shown (default: the file's name).

    Raises ``CsvError`` for everything that is not understood.
    """
    if isinstance(source, Path):
        name = name or source.name
        raw = _read_bytes(source)
    else:
        name = name or "table.csv"
        raw = source
    if len(raw) > MAX_BYTES:
        raise CsvError(
            f"{name} is larger than {MAX_BYTES >> 20} MB, too large to open: keep part of its rows."
        )
    if not raw.strip():
        raise CsvError(f"{name} is empty: choose a file with a table in it.")
    refuse_binary(raw, name)
    text, encoding, warning = decode(raw, name)
    text = text.removeprefix("\ufeff")
    refuse_control_characters(text, name)
    refuse_markup(text, name)
    dialect = detect_dialect(text, encoding)
    return _table(text, dialect, name, raw, [warning] if warning else [])


def _read_bytes(path: Path) -> bytes:
    try:
        if re.match(r"[a-z]{2,}:/", str(path), re.IGNORECASE) and not path.exists():
            raise CsvError(f"{path} is a web address: download the file first, then open it.")
        if path.is_dir():
            raise CsvError(f"{path.name or path} is a folder: choose one CSV file in it.")
        if path.exists() and not path.is_file():
            raise CsvError(f"{path} is not a regular file: choose a CSV file.")
        if path.stat().st_size > MAX_BYTES:
            raise CsvError(
                f"{path.name} is larger than {MAX_BYTES >> 20} MB, too large to open: keep part of its rows."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise CsvError(f"There is no file {path}: check its name and folder.") from None
    except PermissionError:
        raise CsvError(f"{path} may not be read by you: change its permissions or copy it.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CsvError(f"{path} cannot be read ({reason}): try a copy of it.") from None


def _table(text: str, dialect: Dialect, name: str, raw: bytes, warnings: list[str]) -> Table:
    rows, set_aside = even_rows(text, dialect, name)
    header, certain = has_header([cells for _, cells in rows])
    if not certain:
        taken = "names" if header else "values"
        warnings.append(f"The first row was taken for {taken}, a guess: check the columns' names.")
    first = rows[0][1] if header else None
    if header and len(rows) == 1:
        raise CsvError(f"{name} has a header but no rows below it: add rows of values.", rows[0][0])
    body = rows[1:] if header else rows
    names, name_warnings = unique_names(first, len(rows[0][1]))
    lines = [line for line, _ in body]
    cells_by_column = list(zip(*(cells for _, cells in body), strict=True))
    columns, column_warnings = _columns(names, cells_by_column, lines, dialect.delimiter)
    dropped = {i for i, c in enumerate(columns) if c.kind == "empty" and first is not None and not first[i]}
    kept = tuple(c for i, c in enumerate(columns) if i not in dropped)
    if len(kept) < 2:
        raise CsvError(f"{name} has only one column with values: a table needs an input and a target column.")
    return Table(
        name=name,
        columns=_distinct_labels(kept),
        n_rows=len(body),
        raw=raw,
        digest=hashlib.sha256(raw).hexdigest(),
        row_lines=np.array(lines, dtype=np.int64),
        dialect=replace(dialect, header=header),
        set_aside=set_aside,
        warnings=(*warnings, *name_warnings, *column_warnings),
    )


def _columns(
    names: list[str], cells_by_column: list[tuple[str, ...]], lines: list[int], delimiter: str
) -> tuple[list[Column], list[str]]:
    marks: frozenset[str] = frozenset()
    if any("," in cell or "." in cell for cells in cells_by_column for cell in cells[:1000]):
        marks = frozenset(m for cells in cells_by_column if (m := decimal_marks(cells[:1000])) is not None)
    columns: list[Column] = []
    warnings: list[str] = []
    for column_name, cells in zip(names, cells_by_column, strict=True):
        column, sentences = infer_column(column_name, cells, lines, delimiter, marks)
        columns.append(column)
        warnings.extend(sentences)
    return columns, warnings


def _distinct_labels(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns that would be displayed alike (``x (a)``, ``x (b)``) keep their whole names instead."""
    seen = Counter(column.label for column in columns)
    return tuple(c if seen[c.label] == 1 else replace(c, label=c.name, unit="") for c in columns)
