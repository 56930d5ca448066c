"""What is put right in a text before it is cut into cells: line ends, stray marks, lines in quotes."""

from __future__ import annotations

import re
from itertools import islice

from playground.data.columns import Note
from playground.data.refusals import refuse_control_characters, refuse_other_formats

_WHOLE_LINE = re.compile(r'"((?:[^"\n]|"")*[,;\t|](?:[^"\n]|"")*)"')
_SOME_LINES = 100
_BEGINNING = 1 << 14
_CURLY = "“”„«»"
_CURLY_CELL = re.compile(
    r"(?:^|(?<=[,;\t|])) *(?:[“”„]([^“”„\n]*)[“”]|«([^«»\n]*)») *(?=[,;\t|]|$)", re.MULTILINE
)
_SEPARATOR = re.compile(r"[,;\t|]")
_GRACE = re.compile(r"^@ *type +xy", re.MULTILINE | re.IGNORECASE)
_GRACE_LINE = re.compile("^@.*", re.MULTILINE)
"""What tells the program Grace how to draw what stands below: made a comment of a single cell."""
_TEXT_FORMULA = re.compile(r'(^|[,;\t|])="([^"\n]*)"(?=[,;\t|]|$)', re.MULTILINE)


def cleaned(text: str, name: str) -> tuple[str, list[str]]:
    """The text with line feeds alone as line ends and without zero bytes and byte-order marks, and sentences
    about what may be damaged. Raises ``CsvError`` if it is no table but something else.
    """
    if "\ufeff" in text:  # at the start, or between files that were put together
        text = text.replace("\ufeff", "")
    text = text[:-8] + text[-8:].replace("\x1a", "")  # which is the end of a file to very old programs
    refuse_control_characters(text, name)
    refuse_other_formats(text, name)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, notes = _without_zero_bytes(text)
    if "@" in text[:_BEGINNING] and _GRACE.search(text, 0, _BEGINNING):
        text = _GRACE_LINE.sub(lambda line: "%" + line[0].replace(" ", "\u00a0"), text)
    if '="' in text:  # how spreadsheets are told that 007 is a text
        text = _TEXT_FORMULA.sub(r'\1"\2"', text)
    if '"' not in text and any(mark in text for mark in _CURLY):
        text = _with_plain_quotes(text)
    return _unwrapped(text, notes)


def _with_plain_quotes(text: str) -> str:
    """The text with plain quotes instead of those that word processors make of them, ``“Berlin, Mitte”``, if
    these keep separators together or stand around the first name.
    """
    cells = list(_CURLY_CELL.finditer(text))
    keep = any(_SEPARATOR.search(cell[1] or cell[2] or "") for cell in cells)
    if not keep and not (cells and cells[0].start() == 0):
        return text
    return _CURLY_CELL.sub(lambda cell: f'"{cell[1] or cell[2] or ""}"', text)


def _without_zero_bytes(text: str) -> tuple[str, list[str]]:
    if "\x00" not in text:
        return text, []
    line = text.count("\n", 0, text.index("\x00")) + 1
    n = text.count("\x00")
    found = "A zero byte was" if n == 1 else f"{n:,} zero bytes were"
    return text.replace("\x00", ""), [f"{found} left out (line {line}): the file may be damaged."]


def _unwrapped(text: str, notes: list[str]) -> tuple[str, list[str]]:
    """Lines that are quoted as a whole, as if each were one cell, without these quotes."""
    if not text.startswith('"'):
        return text, notes
    some = [line[0] for line in islice(re.finditer("[^\n]+", text), _SOME_LINES)]
    if not all(map(_WHOLE_LINE.fullmatch, some)):
        return text, notes
    lines = [
        match[1].replace('""', '"') if (match := _WHOLE_LINE.fullmatch(line)) else line
        for line in text.split("\n")
    ]
    return "\n".join(lines), [*notes, Note("Every line stood in quotes as a whole: they were taken off.")]
