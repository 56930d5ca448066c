"""Color and shape of a point by its target: the same in every picture, and on the brush that paints it."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainterPath, QTransform

from playground.appearance.color_maps import sign_lut
from playground.appearance.runner_marks import runner_path
from playground.appearance.theme import Theme, class_color
from playground.document.easel import Brush, Easel

UNKNOWN = -1


def category_color(theme: Theme, category: int, n_categories: int) -> QColor:
    """Two categories have the colors of the signs, more have their own, as everywhere."""
    if category == UNKNOWN:
        return QColor(theme.control)
    if n_categories == 2:
        return QColor((theme.negative, theme.positive)[category])
    return class_color(theme, category)


def share_color(theme: Theme, share: float) -> QColor:
    """The color of a number: orange for the smallest, blue for the largest."""
    if not np.isfinite(share):
        return QColor(theme.control)
    red, green, blue, _ = sign_lut(theme)[round(255 * min(1.0, max(0.0, share)))].tolist()
    return QColor(red, green, blue)


def mark_path(category: int, radius: float) -> QPainterPath:
    """The shape of a category's points, around the origin."""
    return QTransform.fromScale(radius, radius).map(runner_path(max(0, category)))


def brush_color(theme: Theme, easel: Easel, brush: Brush) -> QColor:
    """Of what a brush paints."""
    ground = easel.ground
    if brush.erases or ground is None:
        return QColor(theme.muted)
    if not ground.names:
        return share_color(theme, easel.share(brush))
    return category_color(theme, brush.category, len(ground.names))


def brush_mark(easel: Easel, radius: float) -> QPainterPath:
    """The shape of what the brush paints, around the origin."""
    names = easel.ground is not None and easel.ground.names
    return mark_path(easel.chosen.category if names else 0, radius)
