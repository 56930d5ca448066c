"""The cost along one parameter: the values tried as dots, and the slope where the runner stands."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.colors import mix
from playground.appearance.runner_marks import paint_runner, runner_color
from playground.appearance.text import text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.line import LineMark
from playground.plots.landmark_marks import paint_landmark
from playground.plots.legend_row import LegendEntry
from playground.plots.line_picture import LinePicture
from playground.plots.marks import WHITE, best_place, chip_size, paint_chip, paint_note, star_path
from playground.plots.picture_files import PlotTable
from playground.plots.pixel_item import PixelItem, PixelMap, draw_polyline, solid_pen
from playground.plots.pixel_lines import dashed
from playground.plots.places import KIND_NAMES
from playground.plots.plot_frame import PlotFrame
from playground.plots.slice_picture import CATCH

Array = npt.NDArray[np.float64]

DOT_RADIUS, BALL_RADIUS, STAR_RADIUS = 3.2, 7.0, 8.5
CHIP_LIFT = 30.0
"""Pixels between the ball and the chip that tells the slope."""


class SlopeCurve(PlotFrame):
    """Draws one `LinePicture` after another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.picture: LinePicture | None = None
        self._others_dots = False
        self.pointed: QPointF | None = None
        self._marks = PixelItem(self._paint, z=5.0)
        self.add(self._marks)
        self.hovered.connect(self._point_at)

    def show_picture(self, picture: LinePicture, *, follow: bool) -> None:
        """Draw a picture; ``follow``: show its window. The cost axis always fits the curve."""
        self.picture = picture
        self.y_axis.set_logarithmic(picture.logarithmic)
        self.x_axis.set_logarithmic(picture.log_axis)
        self.set_axis_titles(picture.name, "cost")
        left, right, bottom, top = picture.range
        if not follow:
            left, right = self.range[:2]
        self.set_range(left, right, bottom, top)
        self.legend.set_entries(_legend(picture, dots=not self._others_dots))
        self._marks.update()

    def leave_dots_to_others(self, others: bool) -> None:
        """While somebody else draws what is tried, the curve alone is drawn here."""
        if others != self._others_dots:
            self._others_dots = others
            if self.picture is not None:
                self.legend.set_entries(_legend(self.picture, dots=not others))
            self._marks.update()

    def table(self) -> PlotTable | None:
        """Every value tried."""
        if self.picture is None:
            return None
        line = self.picture.line
        values = np.power(10.0, line.x) if self.picture.log_axis else line.x
        return PlotTable((self.picture.name, "cost"), zip(values.tolist(), line.costs.tolist(), strict=True))

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._marks.update()

    def ball_position(self) -> QPointF:
        """Where the runner stands, in the scene's pixels."""
        assert self.picture is not None
        cost = float(self.picture.plotted(np.array([self.picture.line.cost]))[0])
        return self.scene_position(self.picture.line.value, cost)

    def _paint(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.picture is None:
            return
        painter.save()
        painter.setClipRect(pixels.bounds)
        picture, line = self.picture, self.picture.line
        dots = pixels.points(np.column_stack((line.x, picture.plotted(line.costs))))
        painter.setPen(solid_pen(QColor(self.theme.muted), 1.4))
        draw_polyline(painter, dots)
        if picture.has_place:
            self._paint_foot(painter, pixels, picture)
        taken = self._paint_tried(painter, pixels, picture, dots)
        taken += [QRectF(x - 4, y - 4, 8, 8) for x, y in dots[np.isfinite(dots).all(axis=1)].tolist()]
        for mark in picture.marks:
            paint_landmark(painter, self.theme, mark.kind, pixels.point(*self._spot(mark)))
        if picture.has_place:
            self._paint_runner(painter, pixels, picture, taken)
        self._paint_readout(painter, pixels)
        painter.restore()

    def readout(self) -> str:
        """What is said of the mark under the mouse; empty if there is none."""
        if self.picture is None or self.pointed is None:
            return ""
        at = self.scene_position(self.pointed.x(), self.pointed.y())
        for mark in self.picture.line.marks:
            if (self.scene_position(*self._spot(mark)) - at).manhattanLength() <= CATCH:
                return self.picture.mark_text(mark)
        return ""

    def _spot(self, mark: LineMark) -> tuple[float, float]:
        """Where it is, as plotted."""
        assert self.picture is not None
        return mark.value, float(self.picture.plotted(np.array([mark.cost]))[0])

    def _point_at(self, at: QPointF | None) -> None:
        self.pointed = at
        if self.picture is not None and self.picture.line.marks:
            self._marks.update()

    def _paint_readout(self, painter: QPainter, pixels: PixelMap) -> None:
        text = self.readout()
        if text and self.pointed is not None:
            font = text_font("label", tabular=True)
            at = pixels.point(self.pointed.x(), self.pointed.y())
            paint_note(painter, at, text, font, pixels.bounds, (self.theme.casing, WHITE))

    def _paint_tried(
        self, painter: QPainter, pixels: PixelMap, picture: LinePicture, dots: Array
    ) -> list[QRectF]:
        """The dots, and the best of them; returns the places that are taken, by whomever it is drawn."""
        painter.save()
        painter.setOpacity(0.0 if self._others_dots else 1.0)
        painter.setPen(QPen(QColor(self.theme.panel), 1.0))
        painter.setBrush(QColor(mix(self.theme.text, self.theme.panel, 0.08)))
        for x, y in dots[np.isfinite(dots).all(axis=1)].tolist():
            painter.drawEllipse(QPointF(x, y), DOT_RADIUS, DOT_RADIUS)
        taken = self._paint_best(painter, pixels, picture, dots)
        painter.restore()
        return taken

    def _paint_foot(self, painter: QPainter, pixels: PixelMap, picture: LinePicture) -> None:
        """From the ball down to its value on the axis."""
        cost = float(picture.plotted(np.array([picture.line.cost]))[0])
        at = pixels.point(picture.line.value, cost)
        painter.setPen(QPen(QColor(self.theme.control), 1.0))
        foot = np.array([[at.x(), at.y()], [at.x(), pixels.bounds.bottom()]])
        draw_polyline(painter, dashed(foot, 3.0, 3.0))

    def _paint_best(
        self, painter: QPainter, pixels: PixelMap, picture: LinePicture, dots: Array
    ) -> list[QRectF]:
        """A star at the lowest value tried; returns the places that are taken."""
        if picture.best is None:
            return []
        at = QPointF(*dots[picture.best].tolist())
        star = star_path(at, STAR_RADIUS)
        painter.strokePath(star, QPen(QColor(self.theme.panel), 3.0))
        painter.fillPath(star, QColor(self.theme.text))
        text = f"best tried  {picture.reading(float(picture.line.x[picture.best]))}"
        font = text_font("label", medium=True, tabular=True)
        size = chip_size(text, font)
        below = QRectF(QPointF(at.x() - size.width() / 2, at.y() + 12), size)
        if below.bottom() > pixels.bounds.bottom():
            below.moveBottom(at.y() - 14)
        below.moveLeft(min(max(below.left(), pixels.bounds.left()), pixels.bounds.right() - size.width()))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        painter.fillRect(below.adjusted(2, 2, -2, -2), QColor(self.theme.panel))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
        return [below, star.boundingRect()]

    def _paint_runner(
        self, painter: QPainter, pixels: PixelMap, picture: LinePicture, taken: list[QRectF]
    ) -> None:
        line = picture.line
        cost = float(picture.plotted(np.array([line.cost]))[0])
        if not np.isfinite(cost):
            return
        at = pixels.point(line.value, cost)
        color = runner_color(self.theme, picture.place)
        painter.setPen(solid_pen(color, 3.0))
        draw_polyline(painter, pixels.points(picture.tangent()))
        halo = 2 * (BALL_RADIUS + 2)
        ball = QRectF(at.x() - halo / 2, at.y() - halo / 2, halo, halo)
        painter.setPen(QPen(QColor(self.theme.panel), 0))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawEllipse(ball)
        paint_runner(painter, self.theme, picture.place, at, BALL_RADIUS)
        if pixels.contains(at):
            font = text_font("label", medium=True, tabular=True)
            size = chip_size(picture.slope_text, font)
            rect = _chip_place(at, size, pixels.bounds.adjusted(6, 4, -6, -4), [*taken, ball])
            paint_chip(painter, rect, picture.slope_text, font, self.theme.text, self.theme.panel)


def _chip_place(at: QPointF, size: QSizeF, bounds: QRectF, avoid: list[QRectF]) -> QRectF:
    """Above the ball, clear of its tangent, where the curve leaves room; else farther up, or below."""
    w, h = size.width(), size.height()
    shifts = [
        (dx, dy)
        for lift in (CHIP_LIFT, 2 * CHIP_LIFT, 3 * CHIP_LIFT)
        for dy in (-lift - h, lift)
        for dx in (-w / 2, -0.9 * w, -0.1 * w)
    ]
    return best_place(at, shifts, size, bounds, avoid)


def _legend(picture: LinePicture, *, dots: bool) -> tuple[LegendEntry, ...]:
    note = "" if picture.has_place else "not on a log axis"
    runner = LegendEntry("runner", picture.runner_name, note, picture.place, runner_id=picture.runner_id)
    tried = LegendEntry("dot", f"{len(picture.line.x)} values tried")
    present = {mark.kind for mark in picture.marks}
    marks = (LegendEntry("mark", name, kind=kind) for kind, name in KIND_NAMES.items() if kind in present)
    return runner, LegendEntry("ring", "start"), *((tried,) if dots else ()), *marks
