"""Our own grammar of numbers in text.

Python's ``float`` also takes ``1_000``, ``nan`` and full-width digits, which in a table are something else;
here a number is ASCII digits with one decimal mark, an optional exponent and, if the whole column uses
them, marks between groups of three digits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PLAIN_CHARACTERS = frozenset("0123456789+-.eE")
_INFINITE = frozenset(
    sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")
)  # what programs write for an overflow
_FORTRAN = re.compile(r"[+-]?[0-9]*\.[0-9]*[dD][+-]?[0-9]{1,3}")
_OTHER_DIGITS = "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
ALIKE = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "’": "'",
        "．": ".",
        "，": ",",
        "٫": ".",
    }
    | {digit: str(i) for digits in _OTHER_DIGITS for i, digit in enumerate(digits)}
)
"""Signs and digits that are written in several ways."""
_TEN_TO_THE = re.compile(r" ?[x×·*] ?10\^([+-]?[0-9]{1,3})")
_INDIAN = re.compile(r"[+-]?[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")
_KEPT_DIGITS = 15
_FEW_LONG = 0.05
_UNIT = re.compile(r"(?<=[0-9.)-])\s*(°? ?[^\W\d_]{1,6}(?:/[^\W\d_]{1,4})?[.²³]?|°|‰|′)")
_CURRENCY = re.compile(
    r"(AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|ISK|JPY|KRW|MXN|MYR|NOK|NZD|PHP|PLN|RON|RUB|SEK"
    r"|SGD|THB|TRY|UAH|USD|VND|ZAR|[A-Z]{1,2}\$|Rs\.?|kr\.?|Fr\.|zł|Kč)(?=\s*[-+(]?[0-9])"
)
_SYMBOLS = "%€$£¥"
_LETTERED = re.compile(r"([0-9]{1,6})[A-Za-z]")
_SYMBOL_IN_FRONT = re.compile(rf"([-+−(]*) *([{_SYMBOLS}]) *")
_FIRST_TEXTS = 200


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Decimal mark and mark between thousands ("" for none)."""

    decimal: str = "."
    group: str = ""

    def plain(self, text: str) -> str | None:
        """The same number as Python writes it, or None if ``text`` is not a number in this format."""
        if text.casefold() in _INFINITE:
            return text.replace("∞", "inf")
        if not text.isascii():
            text = text.translate(ALIKE)
        if text[:1] == "(" and text[-1:] == ")":
            text = f"-{text[1:-1]}"  # how accountants write a loss
        elif text[-1:] == "-" and text[:1].isdigit() and "e" not in text.casefold():
            text = f"-{text[:-1]}"  # how some programs of theirs do
        if "10" in text and (power := _TEN_TO_THE.search(text)) and power.end() == len(text):
            text = f"{text[: power.start()]}e{power[1]}"
        if self.group and self.group in text:
            whole = text.partition(self.decimal)[0]
            mark = re.escape(self.group)
            if not re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+", whole) and not (
                self.group == "," and _INDIAN.fullmatch(whole)
            ):
                return None
            if whole.lstrip("+-").startswith("0"):
                return None  # a telephone number: 030 123 456
            text = whole.replace(self.group, "") + text[len(whole) :]
        if self.decimal != ".":
            if "." in text:
                return None
            text = text.replace(self.decimal, ".", 1)
        if _PLAIN.fullmatch(text):
            return text
        return text.casefold().replace("d", "e") if _FORTRAN.fullmatch(text) else None


POINT = NumberFormat(".", "")
COMMA = NumberFormat(",", "")
POINT_GROUPED = NumberFormat(".", ",")
COMMA_GROUPED = NumberFormat(",", ".")
FORMATS = (
    *(POINT, COMMA, POINT_GROUPED, COMMA_GROUPED),
    *(NumberFormat(",", " "), NumberFormat(".", " "), NumberFormat(".", "'"), NumberFormat(",", "'")),
)


def is_number(text: str) -> bool:
    """Whether this is a number in any of the formats, perhaps with a symbol such as % or €."""
    text = without_symbol([text])[0][0]
    return any(f.plain(text) is not None for f in FORMATS)


def are_codes(texts: Sequence[str]) -> bool:
    """Digits only, some with a leading zero (``007``, ``01234``) or more of them than a number can keep, or
    some with a letter that tells apart what has the same number (``136, 136a``): labels, each character of
    which means something.
    """
    if not all(t.isdigit() or _LETTERED.fullmatch(t) for t in texts):
        return False
    if not all(t.isdigit() for t in texts):
        return _told_apart(texts)
    if any(len(t) > 2 and t[0] == "0" for t in texts):
        return True
    long = sum(len(t) > _KEPT_DIGITS and int(float(t)) != int(t) for t in texts)
    return long > _FEW_LONG * len(texts)  # fewer are amounts with a slip of the pen


def _told_apart(texts: Sequence[str]) -> bool:
    """Whether a letter makes the only difference between two of these texts that follow each other."""
    for one, next_one in pairwise(texts):
        short, long = sorted((one, next_one), key=len)
        if (match := _LETTERED.fullmatch(long)) and match[1] == (short if short.isdigit() else short[:-1]):
            return True
    return False


def without_symbol(texts: Sequence[str]) -> tuple[Sequence[str], str]:
    """(texts without it, symbol) if all end, or begin after a sign, with the same of ``% € $ £ ¥``."""
    if texts and texts[0]:
        last = texts[0][-1]
        if last in _SYMBOLS and all(t.endswith(last) for t in texts):
            return [t[:-1].rstrip() for t in texts], last
        if (front := _SYMBOL_IN_FRONT.match(texts[0])) is not None:
            found = [match for t in texts if (match := _SYMBOL_IN_FRONT.match(t)) and match[2] == front[2]]
            if len(found) == len(texts):
                return [f"{match[1]}{match.string[match.end() :]}" for match in found], front[2]
    return texts, ""


def without_symbol_of_most(texts: Sequence[str], share: float) -> tuple[Sequence[str], str]:
    """The same if not all, but at least this ``share`` have the symbol: the others stay as they are. Numbers
    without a percent sign among some with one may mean something else: then nothing is taken off.
    """
    bare, symbol = without_symbol(texts)
    some = texts[:_FIRST_TEXTS]
    if symbol or 2 * sum(bool(without_symbol([text])[1]) for text in some) <= len(some):
        return bare, symbol
    found = [without_symbol([text]) for text in texts]
    symbol, n = Counter(own for _, own in found).most_common(1)[0]
    if n < share * len(texts) or (symbol == "%" and any(is_number(t) for t in texts if "%" not in t)):
        return texts, ""
    return [each[0] if own == symbol else t for t, (each, own) in zip(texts, found, strict=True)], symbol


def without_unit(texts: Sequence[str]) -> tuple[Sequence[str], str]:
    """(texts without it, unit) if all end with the same letters, or begin with the same currency, beside a
    number: ``12,50 EUR``, ``37.5 °C``, ``CHF 12.50``.
    """
    if len(texts) < 2 or not texts[0]:
        return texts, ""
    if (begin := _CURRENCY.match(texts[0])) and all(t.startswith(begin[1]) for t in texts):
        return [t[len(begin[1]) :].lstrip() for t in texts], begin[1]
    end = next((m[1] for m in _UNIT.finditer(texts[0]) if m.end() == len(texts[0])), "")
    if not end or not all(t.endswith(end) for t in texts):
        return texts, ""
    bare = [t[: -len(end)].rstrip() for t in texts]
    return (bare, end.strip()) if all(t[-1:].isdigit() or t[-1:] in ".)-" for t in bare) else (texts, "")


def is_number_with_unit(text: str) -> bool:
    """Whether this is a number beside a unit, such as ``12 cm`` or ``1.3M``, and no code like ``4a``."""
    bare, unit = without_unit([text, text])
    return (
        bool(unit)
        and is_number(bare[0])
        and not bare[0].endswith(".")
        and (" " in text or "." in text or "," in text)
    )


def parse(cells: Sequence[str], number_format: NumberFormat) -> npt.NDArray[np.float64]:
    """Values of cells, shape (len(cells),); NaN where a cell is not a number in that format."""
    if number_format == POINT and _PLAIN_CHARACTERS.issuperset("".join(cells)):
        try:  # With these characters alone float() accepts exactly our grammar, ten times faster.
            return np.array([float(cell) for cell in cells], dtype=np.float64)
        except ValueError:
            pass
    plain = (number_format.plain(cell) for cell in cells)
    return np.array([np.nan if text is None else float(text) for text in plain], dtype=np.float64)
