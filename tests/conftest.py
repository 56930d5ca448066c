"""Garbage is collected between tests, in the main thread: elsewhere it would delete what belongs to Qt."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

FULL_EVERY = 50
"""Tests between two collections of everything; the young generations are collected after each."""

gc.disable()
_tests_run = 0


@pytest.fixture(autouse=True)
def garbage_in_the_main_thread() -> Iterator[None]:
    global _tests_run
    yield
    _tests_run += 1
    gc.disable()
    gc.collect(2 if _tests_run % FULL_EVERY == 0 else 1)


def pytest_sessionfinish() -> None:
    """While Qt is still there."""
    gc.collect()
