"""Draws what the network answers: decision map, curve, predicted against actual, or category strips."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from playground.appearance.color_maps import Lut, sign_lut
from playground.appearance.colors import mix
from playground.appearance.runner_marks import runner_color, runner_path
from playground.appearance.text import text_font
from playground.appearance.theme import Theme, class_color
from playground.plots.color_bar import ColorBar
from playground.plots.picture_files import PlotTable
from playground.plots.pixel_item import PixelItem, PixelMap, draw_polyline, solid_pen
from playground.plots.pixel_lines import dashed
from playground.plots.plot_frame import PlotFrame
from playground.plots.prediction_picture import NO_CATEGORY, Marks, PredictionPicture
from playground.plots.still_picture import StillPicture

Array = npt.NDArray[np.float64]

MAP_STRENGTH = 0.55
MARK_SIZE = 16
MARK_RADIUS = 3.6
SHARE_STEPS = 16
CATCH = 10.0
"""Pixels from the mouse within which a row is picked."""

MarkLook = tuple[int, int, bool]
"""category, step on the color scale (-1: none), whether it is a test row"""


class PredictionsPlot(PlotFrame):
    """Signals:
    row_clicked(int): a person clicked the row of that number.
    row_hovered(int): the mouse is over the row of that number; −1: over none any more.
    """

    row_clicked = Signal(int)
    row_hovered = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.picture: PredictionPicture | None = None
        self.runner_place = 0
        self.chosen_row: int | None = None
        self.hovered_row = -1
        self._follows = True
        self._view_before: tuple[tuple[str, str], bool, tuple[float, float, float, float]] | None = None
        """Titles, whether it followed, and the range, before a neuron was enlarged"""
        self._pixmaps: dict[MarkLook, QPixmap] = {}
        self._still = StillPicture()
        self.image = pg.ImageItem(axisOrder="row-major")
        self.add(self.image)
        self._lines = PixelItem(self._paint_lines, z=4.0)
        self._marks = PixelItem(self._paint_marks, z=5.0)
        self.add(self._lines)
        self.add(self._marks)
        self.color_bar = ColorBar(theme, self)
        self.set_side_widget(self.color_bar)
        self.view_box.sigResized.connect(self._align_color_bar)
        self.clicked.connect(self._pick)
        self.hovered.connect(self._hover)
        self.range_chosen.connect(self._stop_following)
        self.fit_requested.connect(self._follow)

    def show_picture(self, picture: PredictionPicture) -> None:
        old, self.picture = self.picture, picture
        self._keep_view(old, picture)
        self.set_axis_titles(*picture.titles)
        ticks = picture.x_ticks
        self.x_axis.setTicks(None if ticks is None else [list(ticks)])
        self.set_grid_visible(picture.heat is None)
        self._show_heat(picture)
        if self._follows or self._view_before is not None:
            self.set_range(*picture.range)
        self._lines.update()
        self._marks.update()

    def _keep_view(self, old: PredictionPicture | None, new: PredictionPicture) -> None:
        """Other axes are shown whole. After those of an enlarged neuron comes the view that was before."""
        if old is None or (old.kind, old.titles) == (new.kind, new.titles):
            return
        if new.neuron:
            if not old.neuron:
                self._view_before = old.titles, self._follows, self.range
            return
        titles, follows, place = self._view_before or ((), True, self.range)
        self._view_before = None
        self._follows = follows or titles != new.titles
        if not self._follows:
            self.set_range(*place)

    def update_marks(self) -> None:
        self._marks.update()

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._pixmaps.clear()
        self._still.forget()
        self.color_bar.restyle(theme)
        if self.picture is not None:
            self._show_heat(self.picture)

    def table(self) -> PlotTable | None:
        """Every row that is drawn, where it is drawn."""
        if self.picture is None:
            return None
        marks = self.picture.marks
        sets = ["test" if is_test else "training" for is_test in marks.is_test.tolist()]
        rows = zip((marks.rows + 1).tolist(), sets, *marks.xy.T.tolist(), strict=True)
        return PlotTable(("row", "set", *self.picture.titles), rows)

    def color(self, category: int) -> QColor:
        """Of a category: two have the colors of the signs, more have their own."""
        if category == NO_CATEGORY:
            return QColor(mix(self.theme.text, self.theme.panel, 0.25))
        if self.picture is not None and len(self.picture.categories) == 2:
            return QColor(self.theme.positive if category else self.theme.negative)
        return class_color(self.theme, category)

    def _show_heat(self, picture: PredictionPicture) -> None:
        heat = picture.heat
        self.color_bar.setVisible(bool(picture.heat_labels()))
        self.color_bar.set_labels(picture.heat_title, picture.heat_labels())
        if heat is None:
            self.image.clear()
            return
        if heat.winner is None:
            lut = _faded(sign_lut(self.theme), self.theme.panel)
            self.color_bar.set_colors(lut)
            self.image.setImage(heat.values, autoLevels=False, levels=heat.limits, lut=lut)
        else:
            self.image.setImage(self._category_colors(heat.winner, heat.values), levels=None)
        self.image.setRect(QRectF(*heat.rect))

    def _category_colors(self, winner: Any, lead: Array) -> Lut:
        """RGBA (ny, nx, 4): the winner's color, the stronger the more clearly it leads."""
        n = 1 + int(winner.max(initial=0))
        colors = np.array([self.color(i).getRgb() for i in range(n)], dtype=np.float64)
        panel = np.array(QColor(self.theme.panel).getRgb(), dtype=np.float64)
        strength = (0.12 + (MAP_STRENGTH - 0.12) * np.nan_to_num(lead))[:, :, None]
        mixed: Lut = np.rint(panel + strength * (colors[winner] - panel)).astype(np.uint8)
        return mixed

    def _paint_lines(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.picture is None:
            return
        painter.setClipRect(pixels.bounds)
        for line in self.picture.lines:
            xy = pixels.points(line.xy)
            if line.guide:
                painter.setPen(QPen(QColor(self.theme.control), 1.0))
                draw_polyline(painter, dashed(xy, 4.0, 4.0))
                continue
            alone = line.category == NO_CATEGORY
            color = runner_color(self.theme, self.runner_place) if alone else self.color(line.category)
            painter.setPen(solid_pen(color, 2.2))
            draw_polyline(painter, xy)

    def _paint_marks(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.picture is None:
            return
        marks = self.picture.marks
        painter.save()
        painter.setClipRect(pixels.bounds.adjusted(-2, -2, 2, 2))
        if self.picture.heat is not None and not self.picture.neuron:  # they lie still while the map changes
            self._still.paint(painter, pixels, marks.xy, self._paint_all)
        else:
            self._paint_all(painter, pixels)
        self._paint_chosen(painter, pixels, marks)
        painter.restore()
        self._paint_counts(painter, pixels)

    def _paint_all(self, painter: QPainter, pixels: PixelMap) -> None:
        assert self.picture is not None
        marks, half = self.picture.marks, MARK_SIZE / 2
        inside = pixels.bounds.adjusted(-half, -half, half, half)
        places = pixels.points(marks.xy) - half
        looks = zip(marks.category.tolist(), _steps(marks), marks.is_test.tolist(), strict=True)
        for (x, y), look in zip(places.tolist(), looks, strict=True):
            if inside.contains(x + half, y + half):
                painter.drawPixmap(QPointF(x, y), self._pixmap(look))

    def _paint_chosen(self, painter: QPainter, pixels: PixelMap, marks: Marks) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row, color in ((self.hovered_row, self.theme.text), (self.chosen_row, self.theme.accent)):
            painter.setPen(QPen(QColor(color), 2.0))
            for index in np.flatnonzero(marks.rows == row):
                painter.drawEllipse(pixels.point(*marks.xy[index].tolist()), 7.0, 7.0)

    def _paint_counts(self, painter: QPainter, pixels: PixelMap) -> None:
        """How many rows of each category were answered right, above its strip."""
        assert self.picture is not None
        painter.setFont(text_font("caption", tabular=True))
        painter.setPen(QColor(self.theme.muted))
        for i, (right, every) in enumerate(self.picture.counts):
            left, end = pixels.point(i - 0.5, 0.0).x(), pixels.point(i + 0.5, 0.0).x()
            text = f"{right} of {every}" if end - left > 70 else f"{right}/{every}"
            box = QRectF(left, pixels.bounds.top() - 1, end - left, 20)
            if pixels.bounds.contains(box.center()):
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _pixmap(self, look: MarkLook) -> QPixmap:
        """A mark, drawn once per look: a thousand of them are redrawn with every frame."""
        if look not in self._pixmaps:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap(round(MARK_SIZE * ratio), round(MARK_SIZE * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_mark(painter, look)
            painter.end()
            self._pixmaps[look] = pixmap
        return self._pixmaps[look]

    def _paint_mark(self, painter: QPainter, look: MarkLook) -> None:
        category, step, is_test = look
        if step >= 0:
            red, green, blue, _ = sign_lut(self.theme)[round(step * 255 / (SHARE_STEPS - 1))].tolist()
            color = QColor(red, green, blue)
        else:
            color = self.color(category)
        on_map = self.picture is not None and self.picture.heat is not None
        if on_map:  # marks stand out from the map of the same hue
            color = QColor(mix(color.name(), "#ffffff" if self.theme.is_dark else "#000000", 0.25))
        shape = QTransform.fromTranslate(MARK_SIZE / 2, MARK_SIZE / 2).scale(MARK_RADIUS, MARK_RADIUS)
        path = shape.map(runner_path(max(0, category)))
        if is_test:
            painter.strokePath(path, QPen(QColor(self.theme.panel), 3.4))
            if on_map:
                painter.fillPath(path, QColor(self.theme.panel))
            painter.strokePath(path, QPen(color, 1.5))
        else:
            painter.strokePath(path, QPen(QColor(self.theme.panel), 1.6))
            painter.fillPath(path, color)

    def _pick(self, at: QPointF) -> None:
        row = self.row_at(at)
        if row >= 0:
            self.row_clicked.emit(row)

    def _hover(self, at: QPointF | None) -> None:
        row = -1 if at is None or self.is_painted_on else self.row_at(at)
        if row != self.hovered_row:
            self.set_hovered(row)
            self.row_hovered.emit(row)

    def set_hovered(self, row: int) -> None:
        """Let a row stand out, without reporting it; −1 for none."""
        if row != self.hovered_row:
            self.hovered_row = row
            self._marks.update()

    def row_at(self, at: QPointF) -> int:
        """The row whose mark is nearest to a plotted place, −1 if none is near."""
        if self.picture is None or len(self.picture.marks.xy) == 0:
            return -1
        x0, x1, y0, y1 = self.range
        inside = self.view_box.sceneBoundingRect()
        scale = np.array([inside.width() / (x1 - x0), inside.height() / (y1 - y0)])
        away = np.hypot(*((self.picture.marks.xy - (at.x(), at.y())) * scale).T)
        nearest = int(np.argmin(away))
        return int(self.picture.marks.rows[nearest]) if away[nearest] <= CATCH else -1

    def _follow(self) -> None:
        self._follows = True
        if self.picture is not None:
            self.set_range(*self.picture.range)

    def _stop_following(self) -> None:
        self._follows = False

    def _align_color_bar(self) -> None:
        inside = self.view_box.sceneBoundingRect()
        self.color_bar.set_inside(inside.top(), inside.bottom())


def _steps(marks: Marks) -> list[int]:
    if marks.share is None:
        return [-1] * len(marks.category)
    steps = np.rint(np.clip(np.nan_to_num(marks.share), 0.0, 1.0) * (SHARE_STEPS - 1))
    return [int(step) for step in steps.tolist()]


def _faded(lut: Lut, ground: str) -> Lut:
    """The map at the strength that leaves marks of the same colors readable on it."""
    panel = np.array(QColor(ground).getRgb(), dtype=np.float64)
    return np.rint(panel + MAP_STRENGTH * (lut - panel)).astype(np.uint8)
