"""What a table looks like, small: points of two columns, or its first images, from the data itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.data.columns import Floats, Table
from playground.data.recipe import Recipe, guess_recipe
from playground.panels.scatter import Scatter, paint_points, scatter, telling_pair

MOST_POINTS = 400
FEW_POINTS = 8
MOST_IMAGES = 24
FEWEST_PIXELS = 16

_PIXEL = re.compile(r".*_(\d+)_(\d+)")


@dataclass(frozen=True, eq=False)
class TablePicture:
    """Either ``points`` or ``images`` (n_images, height, width), 0 … 1; or neither."""

    points: Scatter | None = None
    images: Floats | None = None

    def paint(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        """Draw it into ``box``, on the panel's color."""
        if self.images is not None:
            _paint_images(painter, self.images, theme, box)
        elif self.points is not None:
            n = len(self.points.rows)
            radius = px(4) if n <= FEW_POINTS else px(3) if n <= 60 and box.width() > px(160) else px(2)
            paint_points(painter, self.points, theme, box, radius)


def table_picture(table: Table, recipe: Recipe | None = None) -> TablePicture:
    """The picture of a table, by its recipe or a guess at it."""
    images = _images(table)
    if images is not None:
        return TablePicture(images=images)
    recipe = guess_recipe(table) if recipe is None else recipe
    pair = telling_pair(table, recipe)
    return TablePicture() if pair is None else TablePicture(scatter(table, recipe, *pair, MOST_POINTS))


def _images(table: Table) -> Floats | None:
    """The first rows as images if the columns' names end in a pixel's row and column, all of them there."""
    places = {
        (int(match[1]), int(match[2])): column
        for column in table.columns
        if column.is_number and (match := _PIXEL.fullmatch(column.name))
    }
    if len(places) < FEWEST_PIXELS:
        return None
    height, width = 1 + max(row for row, _ in places), 1 + max(column for _, column in places)
    if len(places) != height * width:
        return None
    pixels = [places[i, j].values[:MOST_IMAGES] for i in range(height) for j in range(width)]
    values = np.nan_to_num(np.stack(pixels, axis=1))
    top = float(np.abs(values).max(initial=0.0)) or 1.0
    return np.asarray(np.clip(values / top, 0.0, 1.0).reshape(-1, height, width))


def _paint_images(painter: QPainter, images: Floats, theme: Theme, box: QRectF) -> None:
    """Ink in the text's color, side by side, as many as fit in whole rows."""
    gap = px(4)
    across = 3 if box.width() < px(160) else 4
    side = (box.width() - gap * (across - 1)) / across
    down = max(1, int((box.height() + gap) // (side + gap)))
    top = box.top() + (box.height() - down * side - (down - 1) * gap) / 2
    ink = np.array(list(bytes.fromhex(theme.text[1:])), dtype=np.uint8)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for i, image in enumerate(images[: across * down]):
        height, width = image.shape
        pixels = np.empty((height, width, 4), dtype=np.uint8)
        pixels[..., :3] = ink
        pixels[..., 3] = np.rint(255 * image)
        left = box.left() + (i % across) * (side + gap)
        place = QRectF(left, top + (i // across) * (side + gap), side, side)
        picture = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        painter.drawImage(place, picture)
    painter.restore()
