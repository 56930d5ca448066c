"""The legend: what width and color of a line, and the marks of the gradient, mean, as large as on screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.appearance.numbers import format_number
from playground.canvas.look import LOCKED_DASHES
from playground.canvas.paint_gradient import paint_mark, size
from playground.canvas.scene import NetworkScene
from playground.canvas.weights import THINNEST

_LARGEST_ZOOM: Final = 1.5
"""A legend line gets no thicker than at this zoom: it would outgrow its row."""
_RING: Final = 10.0


Sample = Literal["none", "line", "locked", "bias", "up", "down"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sample of what is drawn, and what it means; ``gap`` pixels to the next one."""

    sample: Sample
    text: str
    gap: float
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class LegendLayout:
    """How much of the legend is shown: the narrower the canvas, the less."""

    heading: bool
    halves: bool
    marks: bool
    swatch: float
    gap: float
    words: bool = True
    """The gradient's marks explained in words, not only by numbers"""


LAYOUTS: Final = (
    LegendLayout(heading=True, halves=True, marks=True, swatch=22, gap=16),
    LegendLayout(heading=True, halves=True, marks=False, swatch=22, gap=16),
    LegendLayout(heading=True, halves=True, marks=False, swatch=16, gap=10),
    LegendLayout(heading=True, halves=False, marks=False, swatch=16, gap=10),
    LegendLayout(heading=True, halves=False, marks=False, swatch=16, gap=10, words=False),
    LegendLayout(heading=False, halves=True, marks=False, swatch=14, gap=9, words=False),
    LegendLayout(heading=False, halves=False, marks=False, swatch=14, gap=9, words=False),
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


def legend_pieces(scene: NetworkScene, layout: LegendLayout) -> list[Piece]:
    """The whole legend from left to right."""
    gap = layout.gap
    pieces = [Piece("none", "Weight", 12)] if layout.heading else []
    pieces += [Piece("line", text, gap, weight) for weight, text in legend_entries(scene, layout.halves)]
    if layout.marks:
        pieces += [Piece("locked", "locked", gap), Piece("bias", "bias", gap)]
    return [*pieces, *(_gradient_pieces(scene, layout) if scene.shows_gradient else ())]


def _gradient_pieces(scene: NetworkScene, layout: LegendLayout) -> list[Piece]:
    """With the size of a slope whose mark is that large, and ≥ where some are steeper."""
    scale = scene.gradient_scale
    steepest = ("≥ " if scale.exceeded else "") + format_number(scale.reference, 2)
    heading = [Piece("none", "Gradient", 12)] if layout.heading else []
    if not layout.words:
        return [*heading, Piece("up", "", 0), Piece("down", steepest, layout.gap)]
    return [
        *heading,
        Piece("up", "cost falls as it grows", layout.gap),
        Piece("down", f"as it shrinks; this size: {steepest}", layout.gap),
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
    pieces = legend_pieces(scene, layout)
    width = sum(_sample_width(piece.sample, layout) for piece in pieces)
    return width + sum(metrics.horizontalAdvance(p.text) + 1 + p.gap for p in pieces) - pieces[-1].gap


def _sample_width(sample: Sample, layout: LegendLayout) -> float:
    if sample == "none":
        return 0.0
    return {"line": layout.swatch, "locked": layout.swatch, "bias": _RING}.get(sample, 2 * size(1.0)) + 6


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
        for piece in legend_pieces(self.scene, self.layout):
            self._sample(piece, zoom)
            self.x += _sample_width(piece.sample, self.layout)
            self._text(piece.text, piece.gap)

    def _sample(self, piece: Piece, zoom: float) -> None:
        match piece.sample:
            case "line":
                self._swatch(piece.weight, zoom)
            case "locked":
                self._locked()
            case "bias":
                self._ring()
            case "up" | "down":
                self._triangle(piece.sample == "up")

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

    def _triangle(self, upward: bool) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.scene.look.text)
        paint_mark(self.painter, QPointF(self.x + size(1.0), self.y), 1.0, upward, 1.0)

    def _line(self, pen: QPen) -> None:
        self.painter.setPen(pen)
        self.painter.drawLine(QLineF(self.x, self.y, self.x + self.layout.swatch, self.y))
