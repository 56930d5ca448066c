"""What a table looks like, small: points of two columns, or its first images, from the data itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.data.columns import Floats, Table
from playground.data.features import Feature
from playground.data.images import pixel_grid
from playground.data.recipe import Recipe, guess_recipe
from playground.panels.scatter import Scatter, paint_points, scatter, telling_pair

MOST_POINTS = 400
FEW_POINTS = 8
MOST_IMAGES = 24


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
    recipe = guess_recipe(table) if recipe is None else recipe
    images = _images(table, recipe)
    if images is not None:
        return TablePicture(images=images)
    pair = telling_pair(table, recipe)
    return TablePicture() if pair is None else TablePicture(scatter(table, recipe, *pair, MOST_POINTS))


def _images(table: Table, recipe: Recipe) -> Floats | None:
    """The first rows as images, if the inputs are the pixels of one; pixels that are left out are blank."""
    names = [choice.name for choice in recipe.inputs if choice.use_as == "number"]
    grid = pixel_grid([Feature(name, name) for name in names])
    if grid is None:
        return None
    n_rows = min(MOST_IMAGES, table.n_rows)
    images = np.zeros((n_rows, grid.rows * grid.columns))
    for name, place in zip(names, grid.places, strict=True):
        images[:, place] = np.nan_to_num(table.column(name).values[:n_rows])
    top = float(np.abs(images).max(initial=0.0)) or 1.0
    return np.asarray(np.clip(images / top, 0.0, 1.0).reshape(n_rows, grid.rows, grid.columns))


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
