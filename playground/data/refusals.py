"""Files that are not text with separated values, known by their first bytes, and what to do instead."""

from __future__ import annotations

import json
import re

from playground.data.errors import CsvError

_ZIP = b"PK\x03\x04"
_SAVE_AS_CSV = "open it in the program it belongs to and save the table as CSV"

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "copy the table into a spreadsheet and save it as CSV"),
    (b"\x89PNG", "a picture (PNG)", "a table of values is needed"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "a table of values is needed"),
    (b"GIF8", "a picture (GIF)", "a table of values is needed"),
    (b"II*\x00", "a picture (TIFF)", "a table of values is needed"),
    (b"MM\x00*", "a picture (TIFF)", "a table of values is needed"),
    (b"SQLite format 3\x00", "an SQLite database", "export one table from it as CSV"),
    (b"PAR1", "a Parquet file", "convert it to CSV"),
    (b"ARROW1", "an Arrow file", "convert it to CSV"),
    (b"ORC", "an ORC file", "convert it to CSV"),
    (b"\x89HDF", "an HDF5 file", "export one table from it as CSV"),
    (b"\x93NUMPY", "a NumPy array", "save it as CSV, for example with numpy.savetxt"),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it and open the CSV inside"),
    (b"BZh", "a compressed file (bzip2)", "unpack it and open the CSV inside"),
    (b"\xfd7zXZ", "a compressed file (xz)", "unpack it and open the CSV inside"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)", "unpack it and open the CSV inside"),
    (b"Rar!", "a compressed file (RAR)", "unpack it and open the CSV inside"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (Zstandard)", "unpack it and open the CSV inside"),
    (b"\xd0\xcf\x11\xe0", "an old Office document, perhaps an Excel workbook", _SAVE_AS_CSV),
    (b"\x7fELF", "a program", "open a CSV file"),
    (b"MZ", "a Windows program", "open a CSV file"),
    (b"{\\rtf", "a formatted text document (RTF)", _SAVE_AS_CSV),
    (b"\x80\x04\x95", "a Python pickle", "save the table as CSV"),
)
# These are letters that a CSV's header could begin with too: believed only if control characters follow.
_LETTERS = frozenset({b"BZh", b"MZ", b"ORC", b"PAR1", b"ARROW1", b"Rar!"})
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_SPARSE = re.compile(r"[-+]?[\d.]+( +qid:\d+)?( +\d+:[-+.\deE]+)+ *(#.*)?")
"""An answer, then ``place:value`` of what is not zero."""
_SOME_LINES = 10
_SAMPLE = 4096
_TOO_MANY_CONTROLS = 0.05


def refuse_binary(raw: bytes, name: str) -> None:
    """Raise ``CsvError`` if the first bytes say that this is not text."""
    if raw.startswith(_ZIP):
        raise _refusal(name, *_inside_zip(raw))
    for signature, what, remedy in _SIGNATURES:
        if raw.startswith(signature) and (signature not in _LETTERS or _looks_binary(raw)):
            raise _refusal(name, what, remedy)


def refuse_control_characters(text: str, name: str) -> None:
    """Raise ``CsvError`` for text with so many control characters that it is none."""
    if _share_of_controls(text[:_SAMPLE]) > _TOO_MANY_CONTROLS:
        raise CsvError(f"{name} is not a text file: open a CSV file.")


def refuse_other_formats(text: str, name: str) -> None:
    """Raise ``CsvError`` if this text is a web page, XML, JSON or a sparse file."""
    start = text[:512].lstrip().lower()
    if re.match(r"<!doctype html|<html|<head|<body|<table|<script", start):
        raise _refusal(name, "a web page (HTML)", "download the CSV itself, not the page that shows it")
    if start.startswith(("<?xml", "<svg")):
        raise _refusal(name, "an XML document", "convert the table in it to CSV")
    if start.startswith(("{", "[")) and _is_json(text):
        raise _refusal(name, "a JSON document", "convert the table in it to CSV")
    lines = [line for line in text[:_SAMPLE].splitlines() if line.strip()][:_SOME_LINES]
    if len(lines) > 1 and all(map(_SPARSE.fullmatch, lines[:-1])):
        raise _refusal(name, "a sparse file (LIBSVM)", "write out every value of a row, zeros too, as CSV")


def _is_json(text: str) -> bool:
    first = text.strip().splitlines()[0]
    for candidate in (text, first):  # one document, or one document a line
        try:
            if isinstance(json.loads(candidate), dict | list):
                return True
        except (ValueError, RecursionError):
            continue
    return False


def _inside_zip(raw: bytes) -> tuple[str, str]:
    if b"xl/" in raw[:4096] or b"xl/workbook.xml" in raw:
        return "an Excel workbook", _SAVE_AS_CSV
    if b"opendocument.spreadsheet" in raw[:256]:
        return "an OpenDocument spreadsheet", _SAVE_AS_CSV
    if b"word/" in raw[:4096]:
        return "a Word document", "copy the table into a spreadsheet and save it as CSV"
    if b"project.json" in raw[:256]:
        return "a project of this program", "open it in the window with File, Open"
    return "a compressed file (zip)", "unpack it and open the CSV inside"


def _looks_binary(raw: bytes) -> bool:
    return _share_of_controls(raw[:_SAMPLE].decode("latin-1")) > _TOO_MANY_CONTROLS


def _share_of_controls(text: str) -> float:
    """Share of characters below the blank that no text uses (all but tab, line ends and form feed)."""
    return len(_CONTROLS.findall(text)) / max(len(text), 1)


def _refusal(name: str, what: str, remedy: str) -> CsvError:
    return CsvError(f"{name} is {what}, not a CSV file: {remedy}.")
