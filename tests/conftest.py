"""What every test stands on: one theme for all windows, garbage collected where Qt survives it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from playground.appearance.theme import LIGHT, apply_theme

FULL_EVERY = 50
"""Tests between two collections of everything; the young generations are collected after each."""

PATIENCE = 30_000
"""ms that a test waits for what has to happen: no test may fail because the machine is busy"""

gc.disable()
_tests_run = 0


class PatientBot(QtBot):
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **how: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **how)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["playground", "-style", "fusion"]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """Themed from the first window to the last: a sheet must stay (`theme_changing` says why)."""
    apply_theme(qapp, LIGHT)
    return qapp


@pytest.fixture
def qtbot(request: pytest.FixtureRequest) -> QtBot:
    request.getfixturevalue("qapp")
    return PatientBot(request)


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
