"""Arithmetic on "#rrggbb" colors."""

from __future__ import annotations


def mix(first: str, second: str, share: float) -> str:
    """The color ``share`` of the way (0 … 1) from the first color to the second."""
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + bytes(round(a + (b - a) * share) for a, b in pairs).hex()
