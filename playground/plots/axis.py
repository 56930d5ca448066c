"""The axis of every plot: few round numbers, a true minus, one label that never runs out of the view."""

from __future__ import annotations

import math
from typing import Any, Literal

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from playground.appearance.theme import Theme
from playground.plots.ticks import linear_ticks, log_ticks, tick_labels

TICK_LENGTH = 4
LABEL_MARGIN = 8.0


class NumberAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph ships no types
    """An axis with about five numbers. ``logarithmic`` axes show 10 to the power of what is plotted."""

    # Set here because pyqtgraph's __init__ already lays out the label.
    _title = ""
    _short = ""
    logarithmic = False

    def __init__(self, orientation: Literal["left", "bottom"]) -> None:
        super().__init__(orientation, maxTickLength=TICK_LENGTH)
        self.enableAutoSIPrefix(False)
        # The least room for numbers; it grows with them.
        self.textWidth, self.textHeight = 20, 12
        # Not giving space back keeps the plot still while the numbers under it change.
        self.setStyle(autoReduceTextSpace=False, tickTextOffset=3, hideOverlappingLabels=False)

    def restyle(self, theme: Theme, font: QFont) -> None:
        self.setPen(QPen(QColor(theme.border)))
        self.setTickPen(QPen(QColor(theme.border)))
        self.setTextPen(QPen(QColor(theme.muted)))
        self.setTickFont(font)
        self.label.setFont(font)
        self.label.setDefaultTextColor(QColor(theme.muted))
        self._fit_title()

    def set_title(self, text: str, short: str = "") -> None:
        """``short`` is shown where there is no room for the text."""
        if (text, short) != (self._title, self._short):
            self._title, self._short = text, short
            self.showLabel(bool(text))
            self._fit_title()

    @property
    def title(self) -> str:
        return self._title

    def set_logarithmic(self, logarithmic: bool) -> None:
        if logarithmic != self.logarithmic:
            self.logarithmic = logarithmic
            self.picture = None
            self.update()

    def major_values(self) -> tuple[float, ...]:
        """Where the numbers stand now, in plotted coordinates (for the grid)."""
        size = self.size()
        length = size.height() if self.orientation == "left" else size.width()
        return self._ticks(self.range[0], self.range[1], length)[1]

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, tuple[float, ...]]]:
        return [self._ticks(minVal, maxVal, size)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        del scale
        if self.logarithmic:
            return tick_labels([10.0**v for v in values])
        return tick_labels(values, spacing)

    def resizeEvent(self, event: Any = None) -> None:
        self._fit_title()
        super().resizeEvent(event)

    def _updateLabel(self) -> None:
        """The label is plain text here: pyqtgraph's HTML would ignore the font and its size."""
        self._fit_title()

    def _ticks(self, low: float, high: float, length: float) -> tuple[float, tuple[float, ...]]:
        most = max(2, min(8, int(length / (36 if self.orientation == "left" else 62))))
        if self.logarithmic:
            values = log_ticks(low, high, most)
            return 1.0, tuple(math.log10(v) for v in values)
        return linear_ticks(low, high, most)

    def _fit_title(self) -> None:
        label = getattr(self, "label", None)
        if label is None:
            return
        size = self.size()
        room = (size.height() if self.orientation == "left" else size.width()) - LABEL_MARGIN
        metrics = QFontMetricsF(label.font())
        text = self._title
        if self._short and metrics.horizontalAdvance(text) > room:
            text = self._short
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(room, 40.0))
        if label.toPlainText() != text:
            label.setPlainText(text)
            self._adjustSize()
            self.picture = None
            self.update()
            super().resizeEvent()
