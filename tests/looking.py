"""Looks at a value so that its type stays right: `present`, what must be there; `now`, what will change."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """A value that must not be missing here."""
    assert value is not None
    return value


def now(value: T) -> T:
    """What an attribute is at this moment. Compared as it stands, mypy would hold it for that ever after,
    whatever is clicked in between, and call the next look unreachable."""
    return value
