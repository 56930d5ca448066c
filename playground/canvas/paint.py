"""The whole picture, into any painter: widget, image or SVG."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.canvas.answer_points import PointsPixmap
from playground.canvas.front import FrontPixmap, paint_front
from playground.canvas.geometry import GROUP_CLEAR
from playground.canvas.hover_texts import chip_lines
from playground.canvas.paint_answer import paint_answer, paint_answer_curve, paint_answer_texts
from playground.canvas.paint_chip import paint_chip
from playground.canvas.paint_gradient import paint_gradient
from playground.canvas.paint_group import paint_group
from playground.canvas.paint_labels import WIDEST_NAME, Labels, text_size
from playground.canvas.paint_legend import paint_legend
from playground.canvas.paint_neurons import paint_neurons, paint_stuck
from playground.canvas.paint_row import paint_row
from playground.canvas.paint_synapses import (
    paint_axis_marks,
    paint_ghosts,
    paint_marked_synapses,
    paint_synapses,
)
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform

MARGIN: Final = 18.0
LEGEND_ROW: Final = 42.0
LEGEND_BASE: Final = 21.0
_BAND_OPACITY: Final = 0.12


def paint_scene(
    painter: QPainter,
    scene: NetworkScene,
    view: ViewTransform,
    size: QSizeF,
    points: PointsPixmap,
    front: FrontPixmap | None = None,
) -> None:
    """Network, headers and names as seen through ``view`` in an area of ``size``; with a ``front``, also what
    is clicked to build."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    exposed = view.rect_to_scene(QRectF(QPointF(0, 0), size))
    painter.save()
    painter.setTransform(view.transform(), True)
    paint_synapses(painter, scene, view.zoom, exposed)
    paint_group(painter, scene)
    paint_ghosts(painter, scene)
    paint_marked_synapses(painter, scene, view.zoom)
    paint_neurons(painter, scene, view.zoom, exposed)
    painter.restore()
    if front is None:
        paint_front(painter, scene, view, size, with_controls=False)
    else:
        front.paint(painter, scene, view, size)
    painter.save()
    painter.setTransform(view.transform(), True)
    paint_gradient(painter, scene, view.zoom, exposed)
    paint_stuck(painter, scene, view.zoom)
    paint_axis_marks(painter, scene)
    paint_answer(painter, scene)
    painter.restore()
    points.paint(painter, scene, view)
    paint_answer_curve(painter, scene, view)
    Labels(painter, scene, view).paint()
    paint_row(painter, scene, view)
    paint_answer_texts(painter, scene, view, text_size(11, 10, view.zoom))


def paint_legend_row(
    painter: QPainter, scene: NetworkScene, view: ViewTransform, size: QSizeF, reserved: float
) -> None:
    """The legend at the bottom left; ``reserved`` pixels at the right belong to the zoom box."""
    origin = QPointF(MARGIN - 2, size.height() - LEGEND_BASE)
    paint_legend(painter, scene, origin, size.width() - reserved - origin.x(), view.zoom)


def paint_hover_chip(painter: QPainter, scene: NetworkScene, view: ViewTransform, size: QSizeF) -> None:
    """The number of the part under the mouse."""
    target = scene.hovered
    lines = chip_lines(scene, target) if target else []
    if target and lines and scene.geometry.has(target.key):
        anchor = view.to_screen(scene.geometry.anchor(target.key))
        paint_chip(painter, scene.look, lines, anchor, QRectF(QPointF(0, 0), size))


def paint_band(painter: QPainter, scene: NetworkScene, band: QRectF) -> None:
    """The rubber band, in screen pixels."""
    fill = QColor(scene.look.accent)
    fill.setAlphaF(_BAND_OPACITY)
    painter.setPen(QPen(scene.look.accent, 1))
    painter.setBrush(fill)
    painter.drawRect(band)


def paint_focus(painter: QPainter, scene: NetworkScene, size: QSizeF) -> None:
    """The frame of a canvas that was reached by Tab and has nothing selected yet."""
    painter.setPen(QPen(scene.look.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(QPointF(0, 0), size).adjusted(3, 3, -3, -3), 6, 6)


def fit_margins(scene: NetworkScene, zoom: float = 1.0) -> QMarginsF:
    """Room around the network for names (which grow with the zoom) and legend, in screen pixels."""
    metrics = QFontMetricsF(scene.look.font(text_size(12, 12, zoom), medium=True))
    widest = WIDEST_NAME * max(1.0, zoom)
    sides = []
    for layer in (scene.network.inputs, scene.network.outputs):
        texts = [text for n in layer.neurons for text in (n.name, scene.row.texts.get(n.id, ""))]
        sides.append(min(max(map(metrics.horizontalAdvance, texts)), widest) + 12)
    if scene.geometry.group is not None:
        sides[1] += GROUP_CLEAR
    right = MARGIN if scene.geometry.tile is not None else max(sides[1], MARGIN)
    return QMarginsF(MARGIN + sides[0], MARGIN / 2, MARGIN + right, LEGEND_ROW)
