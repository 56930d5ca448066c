"""The chip: numbers in inverted colors, beside the part they belong to."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.appearance.colors import mix
from playground.canvas.look import Look

_PADDING: Final = 9.0
_CLEAR: Final = 12.0


def paint_chip(painter: QPainter, look: Look, lines: list[str], anchor: QPointF, inside: QRectF) -> None:
    """Above ``anchor`` (screen pixels), below it where there is no room; never outside ``inside``."""
    fonts = [look.font(12.5, medium=True), look.font(11)]
    metrics = [QFontMetricsF(fonts[min(i, 1)]) for i in range(len(lines))]
    width = max(m.horizontalAdvance(text) for m, text in zip(metrics, lines, strict=True)) + 2 * _PADDING
    height = sum(m.height() for m in metrics) + 9
    top = anchor.y() - _CLEAR - height
    if top < inside.top():
        top = anchor.y() + _CLEAR
    left = min(max(anchor.x() - width / 2, inside.left() + 2), max(inside.right() - width - 2, inside.left()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.text)
    painter.drawRoundedRect(QRectF(left, top, width, height), 6, 6)
    y = top + 4.5
    for i, (text, m) in enumerate(zip(lines, metrics, strict=True)):
        painter.setFont(fonts[min(i, 1)])
        paler = mix(look.theme.text, look.theme.panel, 0.72)
        painter.setPen(look.panel if i == 0 else QColor(paler))
        rect = QRectF(left, y, width, m.height())
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        y += m.height()
