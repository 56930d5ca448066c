"""Bytes to text: byte-order marks, strict UTF-8, UTF-16 by its zero bytes, and only then a guess."""

from __future__ import annotations

import codecs
import re

from playground.data.alphabets import encoding_by_letters
from playground.data.errors import CsvError
from playground.data.refusals import refuse_control_characters

_MARKS: tuple[tuple[bytes, str], ...] = (  # longest first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_STRANGE = re.compile(
    r"[^\x00-\x7fäöüÄÖÜßàâçèéêëîïôùûœÀÂÇÈÉÊËÎÏÔÙÛŒáíóúñÁÍÓÚÑãõÃÕìòÌÒåæøÅÆØðþÐÞýÝ"
    r"°²³µ€£§·«»‹›“”„‘’‚–—…±×½¼¾ºª¿¡©®™´¨\xa0]"  # other letters
    r"|[£§€×©®™…„“‚‘][^\W\d_]|[^\W\d_](?:[£§«‚„¿¡]|[³¹]\w)"  # signs within words
    r"|[à-öø-ÿß][A-Z]"  # a capital after a small letter
)
_NOT_ALONE = (
    (re.compile("[õÕûÛ]"), re.compile("[ãçêâôèàî]")),  # alone they are the letters of Hungary
    (re.compile("[ðÐþÞ]"), re.compile("[áéíóúýæ]")),  # alone they are those of the Baltic
)
_BOHEMIAN = (
    (re.compile("[øØ]"), re.compile("[íýìùèò]")),
    (re.compile("[ìùÌÙ]"), re.compile("[áíúýÁÍÚÝ]")),
)
"""Together they are the letters of Bohemia, which Windows-1250 has in the places of these."""
_ESCAPED = re.compile("[\udc80-\udcff]+")


def decode(raw: bytes, name: str, chosen: str | None = None) -> tuple[str, str, list[str]]:
    """(text, encoding, warnings): a sentence if a guess at the encoding is in doubt. ``chosen`` is believed.

    Raises ``CsvError`` for bytes that are no text in any encoding tried.
    """
    if chosen is not None:
        return _decode_as(raw, name, chosen), chosen, []
    encoding = certain_encoding(raw)
    try:
        return raw.decode(encoding), encoding, []
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise CsvError(
                f"{name} says it is {encoding.upper()} text but is damaged at byte {error.start:,}: "
                "save it as UTF-8."
            ) from None
        line = raw.count(b"\n", 0, error.start) + 1
    refuse_control_characters(raw[:_SAMPLE].decode("latin-1"), name)
    if (text := _nearly_utf8(raw)) is not None:
        warning = f"The file is UTF-8, but not in line {line}: letters with accents there are a guess."
        return text, "utf-8", [warning]
    if (sure := encoding_by_letters(raw)) is not None:
        return raw.decode(sure), sure, []
    guess = _guess(raw)
    if guess is None:
        raise CsvError(
            f"Line {line} of {name} is not UTF-8 text and no other encoding fits: save the file as UTF-8.",
            line,
        )
    text = raw.decode(guess)
    if guess == "cp1252" and _is_bohemian(text) and (other := _decoded(raw, "cp1250")) is not None:
        text, guess = other, "cp1250"
    if guess == "cp1252" and _is_plainly_western(text):
        return text, guess, []
    label = guess.replace("cp125", "Windows-125")
    warning = (
        f"The file is not UTF-8 (line {line}) and was read as {label}, a guess: check letters with accents."
    )
    return text, guess, [warning]


def _decode_as(raw: bytes, name: str, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CsvError(
            f"Line {line} of {name} is not {encoding} text: choose another encoding.", line
        ) from None
    except LookupError:
        raise CsvError(f"There is no encoding {encoding}: choose another one for {name}.") from None


def certain_encoding(raw: bytes) -> str:
    """What a mark at the beginning or zero bytes say; UTF-8 where they say nothing."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    head = raw[:_SAMPLE]
    half = len(head) // 2
    if half >= 2 and len(raw) % 2 == 0:  # mostly ASCII as UTF-16: every other byte is zero
        if head[1::2].count(0) > 0.9 * half and head[::2].count(0) == 0:
            return "utf-16-le"
        if head[::2].count(0) > 0.9 * half and head[1::2].count(0) == 0:
            return "utf-16-be"
    return "utf-8"


def _is_plainly_western(text: str) -> bool:
    """Whether text that was read as Windows-1252 looks like it: a text of another encoding has letters and
    signs then that hardly any language has, or has together.
    """
    if _STRANGE.search(text) or _is_bohemian(text):
        return False
    return not any(some.search(text) and not others.search(text) for some, others in _NOT_ALONE)


def _is_bohemian(text: str) -> bool:
    return any(some.search(text) and others.search(text) for some, others in _BOHEMIAN)


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _nearly_utf8(raw: bytes) -> str | None:
    """UTF-8 text into which lines of another encoding were pasted: their bytes are read as Windows-1252. None
    if there are not at least as many letters in UTF-8.
    """
    text = raw.decode("utf-8", errors="surrogateescape")
    strange = sum("\udc80" <= character <= "\udcff" for character in text)
    letters = sum(character > "\x7f" for character in text) - strange
    if letters < strange:
        return None
    return _ESCAPED.sub(lambda found: _western(found[0]), text)


def _western(escaped: str) -> str:
    return escaped.encode("utf-8", errors="surrogateescape").decode("cp1252", errors="replace")


def _guess(raw: bytes) -> str | None:
    """Windows-1252 if the bytes make sense in it, else what charset-normalizer thinks."""
    if _is_western(raw):
        return "cp1252"
    from charset_normalizer import from_bytes  # 40 ms to import and rarely needed

    best = from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        return None
    try:
        raw.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return best.encoding


def _is_western(raw: bytes) -> bool:
    """Whether every byte is defined in Windows-1252 and few of them are not plain ASCII.

    Western European text has an accent here and there; Cyrillic or Greek text in a one-byte encoding is
    made of such bytes.
    """
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = sum(65 <= (byte & 0xDF) <= 90 for byte in raw[:_SAMPLE])
    high = sum(byte >= 0x80 for byte in raw[:_SAMPLE])
    return high <= 0.2 * (letters + high) + 2
