"""The legend: what width and color of a line mean, in the widths that are on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.appearance.numbers import format_number
from playground.canvas.look import LOCKED_DASHES
from playground.canvas.scene import NetworkScene
from playground.canvas.weights import THINNEST

_LARGEST_ZOOM: Final = 1.5
"""A legend line gets no thicker than at this zoom: it would outgrow its row."""
_RING: Final = 10.0


@dataclass(frozen=True, slots=True)
class LegendLayout:
    """How much of the legend is shown: the narrower the canvas, the less."""

    heading: bool
    halves: bool
    marks: bool
    swatch: float
    gap: float


LAYOUTS: Final = (
    LegendLayout(heading=True, halves=True, marks=True, swatch=22, gap=16),
    LegendLayout(heading=True, halves=True, marks=False, swatch=22, gap=16),
    LegendLayout(heading=True, halves=True, marks=False, swatch=16, gap=10),
    LegendLayout(heading=False, halves=True, marks=False, swatch=14, gap=9),
    LegendLayout(heading=False, halves=False, marks=False, swatch=14, gap=9),
)
"""From the widest to the narrowest. Words go first, numbers are never cut."""


def legend_entries(scene: NetworkScene, halves: bool = True) -> list[tuple[float, str]]:
    """(weight, its text) from negative to positive; with ≤ and ≥ where some weights are larger."""
    reference = scene.scale.reference
    low, high = ("≤ ", "≥ ") if scene.scale.exceeded else ("", "")
    middle = [(sign * reference / 2, format_number(sign * reference / 2, 2)) for sign in (-1, 1)]
    return [
        (-reference, low + format_number(-reference, 2)),
        *(middle if halves else []),
        (reference, high + format_number(reference, 2)),
    ]


def paint_legend(painter: QPainter, scene: NetworkScene, origin: QPointF, width: float, zoom: float) -> None:
    """In screen pixels; ``origin`` is the left end of its middle line. The fullest layout that fits."""
    font = scene.look.font(11.5)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for layout in LAYOUTS:
        needed = legend_width(scene, layout, metrics)
        if needed <= width:
            back = QRectF(origin.x() - 8, origin.y() - 13, needed + 16, 26)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(scene.look.veil)  # a picture zoomed in passes below
            painter.drawRoundedRect(back, 6, 6)
            _Row(painter, scene, origin, metrics, layout).paint(zoom)
            return


def legend_width(scene: NetworkScene, layout: LegendLayout, metrics: QFontMetricsF) -> float:
    swatches = [layout.swatch] * len(legend_entries(scene, layout.halves))
    texts = [text for _, text in legend_entries(scene, layout.halves)]
    if layout.marks:
        swatches += [layout.swatch, _RING]
        texts += ["locked", "bias"]
    width = sum(swatches) + sum(metrics.horizontalAdvance(text) + 1 + 6 for text in texts)
    width += layout.gap * (len(texts) - 1)
    return width + (metrics.horizontalAdvance("Weight") + 1 + 12 if layout.heading else 0)


class _Row:
    """Paints one thing after the other from left to right."""

    def __init__(
        self,
        painter: QPainter,
        scene: NetworkScene,
        origin: QPointF,
        metrics: QFontMetricsF,
        layout: LegendLayout,
    ) -> None:
        self.painter, self.scene, self.metrics, self.layout = painter, scene, metrics, layout
        self.x, self.y = origin.x(), origin.y()

    def paint(self, zoom: float) -> None:
        if self.layout.heading:
            self._text("Weight", 12)
        for weight, text in legend_entries(self.scene, self.layout.halves):
            self._swatch(weight, zoom)
            self._text(text, self.layout.gap)
        if self.layout.marks:
            self._locked()
            self._text("locked", self.layout.gap)
            self._ring()
            self._text("bias", 0)

    def _text(self, text: str, gap: float) -> None:
        width, height = self.metrics.horizontalAdvance(text) + 1, self.metrics.height()
        self.painter.setPen(self.scene.look.muted)
        rect = QRectF(self.x, self.y - height / 2, width, height)
        self.painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        self.x += width + gap

    def _swatch(self, weight: float, zoom: float) -> None:
        shown = min(zoom, _LARGEST_ZOOM)
        pen = QPen(self.scene.look.weight_pen(self.scene.scale, weight, THINNEST / shown))
        pen.setWidthF(pen.widthF() * shown)
        self._line(pen)

    def _locked(self) -> None:
        pen = QPen(self.scene.look.control, 2.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([length / 2 for length in LOCKED_DASHES])
        self._line(pen)

    def _ring(self) -> None:
        self.painter.setPen(QPen(self.scene.look.control, 1.75))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawEllipse(QPointF(self.x + _RING / 2, self.y), 4, 4)
        self.x += _RING + 6

    def _line(self, pen: QPen) -> None:
        self.painter.setPen(pen)
        self.painter.drawLine(QLineF(self.x, self.y, self.x + self.layout.swatch, self.y))
        self.x += self.layout.swatch + 6
