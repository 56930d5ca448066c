"""The gradient on the synapses: ▲ where the cost falls as the weight grows, ▼ where it falls as it shrinks.

Shape and size say it, not color: those belong to the weights. The larger, the steeper.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.canvas.geometry import Gap
from playground.canvas.scene import NetworkScene

Array = npt.NDArray[np.float64]

FIRST_PLACE: Final = 0.34
LAST_PLACE: Final = 0.72
"""Curve parameters of the marks on the synapses from a layer's first and last neuron, the others in between:
so marks stand side by side where synapses cross."""
SMALLEST: Final = 2.4
LARGEST: Final = 6.5
"""Half the width of a mark, in screen pixels."""
FLAT: Final = 0.02
"""Shares of the steepest below which there is nothing to see."""
MOST_MARKS: Final = 100
"""Marks between two layers; of more, only the steepest are drawn."""
BIAS_GAP: Final = 4.0
_CASING: Final = 1.0


def paint_gradient(painter: QPainter, scene: NetworkScene, zoom: float, exposed: QRectF) -> None:
    """Marks on the drawn synapses and beside the biases that ``exposed`` (scene pixels) touches."""
    if not scene.shows_gradient:
        return
    painter.setPen(QPen(scene.look.canvas, _CASING / zoom))
    painter.setBrush(scene.look.text)
    for gap, space in enumerate(scene.geometry.gaps):
        if space.x1 + 60 >= exposed.left() and space.x0 <= exposed.right():
            _paint_gap(painter, scene, gap, zoom)


def _paint_gap(painter: QPainter, scene: NetworkScene, gap: int, zoom: float) -> None:
    space, layer = scene.geometry.gaps[gap], scene.geometry.layers[gap + 1]
    out, into = scene.drawn[gap]
    slopes = scene.gradients.matrices[gap][out, into]
    shares = np.nan_to_num(scene.gradient_scale.shares(slopes))
    chosen = np.flatnonzero(shares > FLAT)
    if chosen.size > MOST_MARKS:
        chosen = chosen[np.argsort(shares[chosen])[-MOST_MARKS:]]
    for i in chosen.tolist():
        point = mark_place(space, int(into[i]), int(out[i]))
        paint_mark(painter, point, float(shares[i]), slopes[i] < 0, zoom)
    if 2 * layer.half * zoom < SMALLEST * 4:
        return
    for place, slope in enumerate(scene.gradients.matrices[gap][:, -1].tolist()):
        share = scene.gradient_scale.share(slope) if np.isfinite(slope) else 0.0
        if share > FLAT:
            beside = QPointF((BIAS_GAP + 3.8) * layer.scale + size(share) / zoom, 0)
            paint_mark(painter, layer.bias(place) - beside, share, slope < 0, zoom)


def mark_place(space: Gap, into: int, out: int) -> QPointF:
    """Where the mark of a synapse stands, in scene pixels."""
    step = into / max(len(space.sources) - 1, 1)
    return space.point(into, out, FIRST_PLACE + (LAST_PLACE - FIRST_PLACE) * step)


def size(share: float) -> float:
    """Half a mark's width in screen pixels: its area grows with the slope."""
    return float(SMALLEST + (LARGEST - SMALLEST) * np.sqrt(share))


def paint_mark(painter: QPainter, center: QPointF, share: float, upward: bool, zoom: float) -> None:
    """A triangle of that share of the largest; ``zoom`` undoes the painter's."""
    half = size(share) / zoom
    tip = -0.8 * half if upward else 0.8 * half
    triangle = (QPointF(0, tip), QPointF(half, -tip), QPointF(-half, -tip))
    painter.drawPolygon(QPolygonF([center + corner for corner in triangle]), Qt.FillRule.OddEvenFill)
