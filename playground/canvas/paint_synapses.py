"""Synapses: all of a gap in one go, weak ones first; marks around the hovered and the selected ones."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen

from playground.canvas.look import LEVELS, faded
from playground.canvas.scene import NetworkScene
from playground.canvas.weights import THINNEST
from playground.engine.specs import ParameterKey

HAIRLINE: Final = 1.0
"""Device pixels up to which Qt strokes a curve without filling its outline."""
CASING: Final = 1.5
CASING_CLEAR: Final = 2.0
AXIS_MARK: Final = 8.0
AXIS_PLACE: Final = 0.4
"""Where on a synapse the mark of a surface axis sits: clear of the numbers before it and in the middle."""


def paint_synapses(painter: QPainter, scene: NetworkScene, zoom: float, exposed: QRectF) -> None:
    """Every drawn synapse of the gaps that ``exposed`` (scene pixels) touches."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for gap, space in enumerate(scene.geometry.gaps):
        if space.x1 >= exposed.left() and space.x0 <= exposed.right():
            _paint_gap(painter, scene, gap, zoom)


def _paint_gap(painter: QPainter, scene: NetworkScene, gap: int, zoom: float) -> None:
    out, into = scene.drawn[gap]
    weights, locked = scene.weights.matrices[gap][out, into], scene.locked[gap][out, into]
    levels = np.rint(scene.scale.shares(weights) * LEVELS).astype(np.int64)
    levels[weights < 0] += LEVELS + 1
    pens, paths = scene.look.weight_pens(THINNEST / zoom), scene.paths
    dashed = scene.look.weight_pens(THINNEST / zoom, locked=True) if locked.any() else pens
    # Hairlines are quick as they are, and an SVG keeps its curves.
    vector = painter.paintEngine().type() == QPaintEngine.Type.SVG
    quick = np.inf if vector else HAIRLINE / (zoom * painter.device().devicePixelRatioF())
    is_wide = [pen.widthF() > quick for pen in pens]
    drawn = list(zip(out.tolist(), into.tolist(), levels.tolist(), locked.tolist(), strict=True))
    as_lines = [(out, into) for out, into, level, is_locked in drawn if is_wide[level] and not is_locked]
    lines = iter(paths.lines(gap, as_lines, zoom))
    for target, source, level, is_locked in drawn:
        if is_locked:
            painter.setPen(dashed[level])
            painter.drawPath(paths.path(gap, target, source))
        elif is_wide[level]:
            painter.setPen(pens[level])
            painter.drawLines(next(lines))
        else:
            painter.setPen(pens[level])
            painter.drawPath(paths.path(gap, target, source))


def paint_ghosts(painter: QPainter, scene: NetworkScene) -> None:
    """Dots where the cut synapses of the selected neurons were."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(scene.look.cut_pen())
    for key in scene.ghosts():
        if not key.is_bias:
            painter.drawPath(scene.paths.of(key))


def paint_marked_synapses(painter: QPainter, scene: NetworkScene, zoom: float) -> None:
    """Selected synapses in an accent casing, the hovered one in a gray one, both with a clear gap."""
    hovered = scene.hovered
    keys = [(key, scene.look.accent) for key in scene.selected_parameters]
    if hovered and hovered.kind == "parameter" and not scene.is_selected(hovered.key):
        keys.insert(0, (hovered.key, scene.look.control))
    for key, color in keys:
        if not key.is_bias and scene.geometry.has(key):
            _paint_cased(painter, scene, key, faded(color, scene.ring_share(key)), zoom)


def _paint_cased(
    painter: QPainter, scene: NetworkScene, key: ParameterKey, color: QColor, zoom: float
) -> None:
    weight = scene.weight(key)
    if weight is None:
        return
    path = scene.paths.of(key)
    pen = scene.look.weight_pen(scene.scale, weight, THINNEST / zoom, key in scene.network.locked)
    clear = pen.widthF() + 2 * CASING_CLEAR / min(zoom, 1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for casing_color, width in ((color, clear + 2 * CASING / min(zoom, 1.0)), (scene.look.canvas, clear)):
        casing = QPen(casing_color, width)
        casing.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(casing)
        painter.drawPath(path)
    painter.setPen(pen)
    painter.drawPath(path)


def paint_axis_marks(painter: QPainter, scene: NetworkScene) -> None:
    """The two parameters the cost surface is drawn over: ↔ on one, ↕ on the other."""
    if scene.view.axes is None or not scene.view.plane.along_axes:
        return
    for key, horizontal in zip(scene.view.axes, (True, False), strict=True):
        if scene.geometry.has(key):
            _paint_axis_mark(painter, scene, _axis_place(scene, key), horizontal)


def _axis_place(scene: NetworkScene, key: ParameterKey) -> QPointF:
    layer, out = scene.geometry.place(key.target)
    if key.is_bias:
        return scene.geometry.layers[layer].bias(out) - QPointF(14, -2)
    gap = scene.geometry.gaps[layer - 1]
    return gap.point(scene.geometry.place(key.source)[1], out, AXIS_PLACE)


def _paint_axis_mark(painter: QPainter, scene: NetworkScene, center: QPointF, horizontal: bool) -> None:
    look = scene.look
    painter.setPen(QPen(look.accent, 1.5))
    painter.setBrush(look.panel)
    painter.drawEllipse(center, AXIS_MARK, AXIS_MARK)
    along, across = (QPointF(1, 0), QPointF(0, 1)) if horizontal else (QPointF(0, 1), QPointF(1, 0))
    painter.drawLine(center - along * 4.5, center + along * 4.5)
    for end in (-1.0, 1.0):
        tip = center + along * (4.5 * end)
        for side in (-1.0, 1.0):
            painter.drawLine(tip, tip - along * (2.2 * end) + across * (2.2 * side))
