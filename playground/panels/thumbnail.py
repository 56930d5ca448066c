"""A neuron's answers over the data, small: the same colors as on the canvas."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.color_maps import sign_lut
from playground.appearance.icons import paint_icon
from playground.appearance.sign_scale import Levels, largest_size, levels, normalized, value_span
from playground.appearance.text import px
from playground.appearance.theme import Theme

Array = npt.NDArray[np.float64]


class Thumbnail(QWidget):
    """36 × 36; an icon until there is a picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._levels: Levels | None = None
        self._icon = "neuron"
        self.setFixedSize(px(38), px(38))

    def show_icon(self, name: str) -> None:
        self._levels, self._icon = None, name
        self.update()

    def show_values(self, values: Array, activation: str | None) -> None:
        """``values`` (32, 32) with the lowest row first, or (n,) as columns from left to right."""
        shares = normalized(np.atleast_2d(values), *value_span(activation, largest_size(values)))
        self._levels = np.ascontiguousarray(levels(shares)[::-1])
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
