"""What every test stands on: one theme for all windows, garbage collected where Qt survives it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import LIGHT, apply_theme

FULL_EVERY = 50
"""Tests between two collections of everything; the young generations are collected after each."""

gc.disable()
_tests_run = 0


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["playground", "-style", "fusion"]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Themed from the first window to the last: a sheet must stay (`theme_changing` says why)."""
    apply_theme(qapp, LIGHT)
    return qapp


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
