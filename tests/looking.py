"""Looks at a value so that its type stays right: `present`, what must be there; `now`, what will change."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """A value that must not be missing here. If it is, that is no `AssertionError`: tests which prove that a
    check fails would take it for the failure they wait for."""
    if value is None:
        raise LookupError("nothing is there")
    return value


def now(value: T) -> T:
    """What an attribute is at this moment. Compared as it stands, mypy would hold it for that ever after,
    whatever is clicked in between, and call the next look unreachable."""
    return value
