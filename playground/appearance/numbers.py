"""How numbers are written on screen, and read back from what a person types. No Qt.

True minus, no −0.00, comma for thousands, powers of ten for the very small and the very large, a thin
space before a unit.
"""

from __future__ import annotations

import math
import re
from typing import Final

MINUS: Final = "\u2212"
THIN_SPACE: Final = "\u2009"
NOT_A_NUMBER: Final = "–"
_SMALLEST_PLAIN: Final = 1e-3
_LARGEST_PLAIN: Final = 1e7
_RUNNING_DECIMALS: Final = ((0.01, 5), (1.0, 4), (10.0, 3), (100.0, 2), (1000.0, 1))
_SUPERSCRIPTS: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_PLAIN_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_TYPED: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII)


def format_number(value: float, digits: int = 3) -> str:
    """A number with that many significant digits: 0.0384, 1.20, 118,000, 1.2 × 10⁻⁴."""
    special = _special(value)
    if special is not None:
        return special
    magnitude = abs(float(f"{value:.{digits - 1}e}"))  # as it will be shown: 0.99996 is 1.00
    if magnitude < _SMALLEST_PLAIN or magnitude >= _LARGEST_PLAIN:
        return _power_of_ten(value, digits)
    exponent = math.floor(math.log10(magnitude) + 1e-12)
    decimals = digits - 1 - exponent
    rounded = float(f"{value:.{digits - 1}e}")
    return _true_minus(f"{rounded:,.{max(0, decimals)}f}")


def format_fixed(value: float, decimals: int = 2) -> str:
    """A number with that many decimals, for tables and for numbers that run: 0.00, −2.82, 1,234.50."""
    if not math.isfinite(value):
        return _special(value) or NOT_A_NUMBER
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else _true_minus(text)


def format_running(value: float) -> str:
    """A number that changes while it is read: about four digits, as many decimals as its size asks for.

    Unlike `format_number` it never drops a last zero, so it is equally long from one moment to the next.
    """
    magnitude = abs(value)
    if not math.isfinite(value) or value == 0 or not _SMALLEST_PLAIN <= magnitude < _LARGEST_PLAIN:
        return format_number(value)
    decimals = next((d for limit, d in _RUNNING_DECIMALS if magnitude < limit), 0)
    return format_fixed(value, decimals)


def format_setting(value: float, digits: int = 6) -> str:
    """A number as a person would type it, without trailing zeros: 0.02, 10, 1.2 × 10⁻⁴."""
    special = _special(value)
    if special is not None:
        return special
    if not _SMALLEST_PLAIN <= abs(value) < _LARGEST_PLAIN:
        return _power_of_ten(value, digits)
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return _true_minus(text.rstrip("0").rstrip(".") if "." in text else text)


def format_count(count: int) -> str:
    """A whole number with all its digits: 2,720."""
    return _true_minus(f"{count:,d}")


def format_power(exponent: float, digits: int = 2) -> str:
    """Ten to the power of ``exponent``, whatever its size: 1,681 for 3.2256, 10⁷⁵ for 75, 3.4 × 10⁵⁰."""
    if exponent < math.log10(_LARGEST_PLAIN):
        return format_number(10.0**exponent, digits)
    power = math.floor(exponent + 10.0**-digits / 10)
    mantissa = f"{10.0 ** (exponent - power):.{digits - 1}f}"
    raised = f"10{str(power).translate(_SUPERSCRIPTS)}"
    return raised if float(mantissa) == 1.0 else f"{mantissa} × {raised}"


def format_percent(share: float, decimals: int = 0) -> str:
    """A share of one in percent: 0.953 is 95 %."""
    return with_unit(format_fixed(100 * share, decimals), "%")


def with_unit(number: float | str, unit: str, digits: int = 3) -> str:
    """A number and its unit with a thin space between; only the number if there is no unit."""
    text = number if isinstance(number, str) else format_number(number, digits)
    return f"{text}{THIN_SPACE}{unit}" if unit else text


def parse_number(text: str) -> float | None:
    """What a person typed as a number, or None: takes what this module writes, 1e-4 and a hyphen as minus.

    A comma is a thousands separator where one belongs ("1,234"), otherwise a decimal comma ("0,5").
    """
    plain = text.strip().replace(MINUS, "-").replace(THIN_SPACE, " ").replace("\u00a0", " ")
    plain = re.sub(r"\s*[×x*]\s*10\s*\^?\s*([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|-?\d+)$", _exponent, plain).strip()
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", plain):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _TYPED.fullmatch(plain.lower()):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def _exponent(match: re.Match[str]) -> str:
    return "e" + match.group(1).translate(_PLAIN_DIGITS)


def _special(value: float) -> str | None:
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    return "0" if value == 0 else None


def _power_of_ten(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = str(int(exponent)).translate(_SUPERSCRIPTS)
    return _true_minus(f"{mantissa} × 10{power}")


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)
