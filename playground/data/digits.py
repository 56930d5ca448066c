"""Many plain numbers at once: decimal digits in an array of bytes to float64, exactly as ``float`` does it.

A number of up to 15 digits is a whole number below 2**53 divided by a power of ten up to 10**22: both are
exact, so their quotient is rounded once, to the nearest (Clinger 1990, "How to read floating point numbers
accurately", the fast path).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.data.columns import Flags, Floats

Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

_MOST_DIGITS = 15
_LONGEST = 24
_POWERS = np.array([10.0**k for k in range(_LONGEST + 1)])
_ZERO, _POINT, _PLUS, _MINUS = (ord(c) for c in "0.+-")


@dataclass(frozen=True)
class Parsed:
    """``values`` where ``known``; of the other cells it says nothing. All shape (n,)."""

    values: Floats
    known: Flags
    has_point: Flags
    is_code: Flags
    """Digits only, the first of at least three a zero."""
    only_digits: Flags

    def part(self, cells: slice) -> Parsed:
        """The same of some of the cells."""
        return Parsed(
            self.values[cells],
            self.known[cells],
            self.has_point[cells],
            self.is_code[cells],
            self.only_digits[cells],
        )


def parse_cells(characters: Bytes, starts: Places, ends: Places) -> Parsed:
    """The cells ``characters[start:end]`` as numbers: a sign or none, digits, at most one point.

    ``characters`` goes on for at least one byte after the last cell. A cell in any other form, with an
    exponent or with more than 15 digits, is not ``known``.
    """
    lengths = ends - starts
    first = characters[starts]
    negative = first == _MINUS
    signed = negative | (first == _PLUS)
    mantissa = np.zeros(len(starts), dtype=np.int64)
    n_digits = np.zeros(len(starts), dtype=np.uint8)
    n_after = np.zeros(len(starts), dtype=np.uint8)
    point = np.zeros(len(starts), dtype=np.bool_)
    known = (lengths > 0) & (lengths <= _LONGEST)
    place = starts + signed
    last = len(characters) - 1
    for _ in range(min(int(lengths.max(initial=0)), _LONGEST)):
        digit = characters[np.minimum(place, last)] - np.uint8(_ZERO)
        inside = place < ends
        is_digit = (digit < 10) & inside
        is_point = (digit == (_POINT - _ZERO) % 256) & inside
        known &= (is_digit | (is_point & ~point)) | ~inside
        mantissa *= np.where(is_digit, 10, 1)
        mantissa += np.where(is_digit, digit, np.uint8(0))
        n_digits += is_digit
        n_after += is_digit & point
        point |= is_point
        place += 1
    known &= (n_digits > 0) & (n_digits <= _MOST_DIGITS)
    values = mantissa / _POWERS[n_after]
    np.negative(values, out=values, where=negative)
    only_digits = known & ~point & ~signed
    is_code = only_digits & (lengths > 2) & (first == _ZERO)
    return Parsed(values, known, point & known, is_code, only_digits)
