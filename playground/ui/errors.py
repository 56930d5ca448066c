"""Unexpected errors: written to the log and shown, and the program goes on."""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

_SENTENCE: Final = (
    "Something went wrong inside the program ({}). Your work is still here; the log has the details."
)


class ErrorReports(QObject):
    """Stands in for ``sys.excepthook``: Python errors in slots end there, from any thread.

    Signals:
        reported(text): one sentence for the user. Connect bound methods of QObjects only: an error of
            another thread is reported from that thread.
    """

    reported = Signal(str)

    def install(self) -> None:
        """Take errors from now on."""
        sys.excepthook = self.report

    def remove(self) -> None:
        """Give errors back to Python."""
        if sys.excepthook == self.report:
            sys.excepthook = sys.__excepthook__

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an error with its traceback and tell the user in a sentence."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("Unexpected error", exc_info=(kind, error, trace))
        self.reported.emit(_SENTENCE.format(kind.__name__))
