"""A neuron's answers over the data, small: the same colors as on the canvas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.icons import paint_icon
from playground.appearance.text import px
from playground.appearance.theme import Theme, sign_lut
from playground.engine.activations import ACTIVATIONS

Array = npt.NDArray[np.float64]


def shares(values: Array, activation: str | None) -> Array:
    """The values as −1 … 1: over a bounded activation's own range, else over the largest |value|."""
    low, high = ACTIVATIONS[activation].value_range if activation is not None else (-np.inf, np.inf)
    if not (np.isfinite(low) and np.isfinite(high)):
        high = float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0
        low = -high
    scaled = (values - low) * (2.0 / (high - low)) - 1.0
    return np.asarray(np.clip(np.nan_to_num(scaled, nan=0.0), -1.0, 1.0))


class Thumbnail(QWidget):
    """36 × 36; an icon until there is a picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levels: npt.NDArray[np.uint8] | None = None
        self._icon = "neuron"
        self.setFixedSize(px(38), px(38))

    def show_icon(self, name: str) -> None:
        self._levels, self._icon = None, name
        self.update()

    def show_values(self, values: Array, activation: str | None) -> None:
        """``values`` (32, 32) with the lowest row first, or (n,) as columns from left to right."""
        levels = np.rint((np.atleast_2d(shares(values, activation)) + 1.0) * 127.5)
        self._levels = np.ascontiguousarray(levels[::-1].astype(np.uint8))
        self.setToolTip("What the neuron answers over the data\nBlue is positive, orange negative.")
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        outline = QPainterPath()
        outline.addRoundedRect(box, px(8), px(8))
        if self._levels is not None:
            colors = sign_lut(self._theme)[self._levels]
            height, width = self._levels.shape
            picture = np.ascontiguousarray(colors)
            image = QImage(picture.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
            painter.save()
            painter.setClipPath(outline)
            painter.drawImage(box, image)
            painter.restore()
        else:
            side = px(20)
            left, top = (self.width() - side) / 2, (self.height() - side) / 2
            paint_icon(painter, self._icon, self._theme.muted, QRectF(left, top, side, side))
        painter.setPen(QPen(QColor(self._theme.control), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.end()
