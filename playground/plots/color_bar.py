"""The color bar beside a map: real numbers at its ticks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.color_maps import Lut
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme

WIDEST_LABEL = 84
"""Pixels, at a 13 px text, from which names are shortened; numbers are never that long."""


class ColorBar(QWidget):
    """``title``, a bar in the colors of a map (n, 4), and labels at shares of its height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ""
        self._labels: list[tuple[float, str]] = []
        self._inside = (0.0, 0.0)
        self._colors = QImage()
        self.setFont(text_font("caption", tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._width = px(62)

    @property
    def labels(self) -> list[tuple[float, str]]:
        return self._labels

    @property
    def title(self) -> str:
        return self._title

    def set_colors(self, lut: Lut) -> None:
        self._colors = _column_image(lut)
        self.update()

    def set_labels(self, title: str, labels: list[tuple[float, str]]) -> None:
        """Without labels the bar is empty."""
        if (title, labels) == (self._title, self._labels):
            return
        self._title, self._labels = title, labels
        texts = [text for _, text in labels]
        self.setAccessibleName(f"Color scale, {title}: {', '.join(texts)}" if texts else "")
        metrics = QFontMetricsF(self.font())
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0.0)
        # Grows in steps and never shrinks: the plot beside it must not jitter.
        width = max(self._width, px(24) + min(px(WIDEST_LABEL), (int(widest) + 15) // 8 * 8))
        if width != self._width:
            self._width = width
            self.updateGeometry()
        self.update()

    def set_inside(self, top: float, bottom: float) -> None:
        """Align with the plot's inside, in this widget's pixels."""
        if (top, bottom) != self._inside:
            self._inside = (top, bottom)
            self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.setFont(text_font("caption", tabular=True))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width, px(120))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(self._theme.muted))
        metrics = QFontMetricsF(painter.font())
        elide = Qt.TextElideMode.ElideRight
        top, bottom = self._inside
        title = metrics.elidedText(self._title, elide, self.width() - px(4))
        painter.drawText(QPointF(0.0, top + metrics.ascent()), title)
        top += metrics.height() + px(6)
        bar = QRectF(0.0, top, px(11), max(1.0, bottom - top))
        painter.drawImage(bar, self._colors)
        left = bar.right() + px(6)
        for share, text in self._labels:
            y = bar.bottom() - share * bar.height()
            y = min(max(y, bar.top() + metrics.ascent() / 2), bar.bottom() - metrics.ascent() / 2)
            box = QRectF(left, y - 20, self.width() - left, 40)
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
            painter.drawText(box, flags, metrics.elidedText(text, elide, box.width()))
        painter.end()


def _column_image(lut: Lut) -> QImage:
    """A map as an image one pixel wide, its high end up."""
    upright = lut[::-1].copy()
    return QImage(upright.data, 1, len(upright), 4, QImage.Format.Format_RGBA8888).copy()
