"""Workbooks of spreadsheet programs as CSV text, with python-calamine where it is installed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from playground.data.container import Container, member_named
from playground.data.errors import CsvError

MAX_UNPACKED = 1024**3
"""A workbook that unpacks to more is not read."""
_OLE = b"\xd0\xcf\x11\xe0"


def is_workbook(start: bytes, stream: IO[bytes]) -> bool:
    """Whether a file that begins like this is a workbook: xlsx, xlsb, ods, or xls."""
    if start.startswith(_OLE):
        return True
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        names = zipfile.ZipFile(stream).namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        stream.seek(0)
    is_ods = b"opendocument.spreadsheet" in start[:256]
    return is_ods or any(name.startswith("xl/workbook.") for name in names)


def sheet_as_csv(raw: bytes, name: str, wanted: str | None = None) -> tuple[bytes, Container]:
    """A sheet as CSV in UTF-8, and the workbook, whose members are the sheets that hold cells.

    It is the ``wanted`` one, or the first that holds a table. Raises ``CsvError``, also if python-calamine is
    not there.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        raise CsvError(
            f"{name} is a workbook: save the table in it as CSV, or install python-calamine "
            "(pip install neural-playground[excel]) to open workbooks."
        ) from None
    _refuse_bomb(raw, name)
    try:
        book = calamine.load_workbook(io.BytesIO(raw))
        sheets = [(title, book.get_sheet_by_name(title).to_python()) for title in book.sheet_names]
    except calamine.PasswordError:
        raise CsvError(f"{name} is locked with a password: save the table in it as CSV.") from None
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise CsvError(f"{name} is no workbook that can be read ({error}): save the table as CSV.") from None
    filled = {title: rows for title, rows in sheets if rows}
    if not filled:
        raise CsvError(f"{name} holds no values: choose a file with a table in it.")
    if wanted is not None:
        title = member_named(wanted, filled, name, "sheet")
    else:
        title = next((title for title, rows in filled.items() if _is_table(rows)), next(iter(filled)))
    return _as_csv(filled[title]), Container("sheet", raw, tuple(filled), title)


def _is_table(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether some rows, names and values at least, have two cells: a page of notes has not."""
    filled = [sum(1 for cell in row if cell != "") for row in rows]
    return sum(n > 1 for n in filled) > 1


def _refuse_bomb(raw: bytes, name: str) -> None:
    if raw.startswith(_OLE):
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise CsvError(f"{name} unpacks to more than {MAX_UNPACKED >> 30} GB: keep part of its rows.")


def _as_csv(rows: Sequence[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()


def _text(cell: Any) -> str:
    """A cell as it is written in a CSV file."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, timedelta):
        return repr(cell.total_seconds())
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)
