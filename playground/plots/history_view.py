"""The cost history card: how the cost of every runner fell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from playground.appearance.colors import mix
from playground.appearance.numbers import format_number
from playground.appearance.runner_marks import paint_runner, runner_color
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.names import CLOCK_NAMES
from playground.engine.snapshot import Snapshot
from playground.engine.specs import CLOCKS, Clock
from playground.plots.history_curves import CostCurve, HistoryPicture, history_picture
from playground.plots.legend_row import LegendEntry
from playground.plots.marks import paint_note
from playground.plots.picture_files import PlotTable
from playground.plots.pixel_item import PixelItem, PixelMap, draw_polyline, solid_pen
from playground.plots.pixel_lines import dashed, extremes, visible_points
from playground.plots.plot_frame import PlotFrame
from playground.plots.plot_view import PlotView
from playground.training.controller import TrainingController

Array = npt.NDArray[np.float64]

RAW_OPACITY = 0.27
RAW_WIDTH, SMOOTH_WIDTH, TEST_WIDTH = 1.0, 2.0, 1.5
CATCH = 40.0
"""Pixels from the mouse within which a curve is read out."""

EXPLANATION = """<b>Cost history</b>
<p>The cost over all training rows after each update, for every runner; the mark at the end of a curve is the
runner's present cost. Dashed: the cost of the shown runner over the test rows, from which it never learns.
</p>
<p>All costs are exact. Where a curve is noisy, the pale line is what was measured and the bold one its moving
average.</p>
<p>If the dashed curve rises while the other one falls, the network learns its rows by heart. Try fewer
neurons, or more rows.</p>"""


class HistoryPlot(PlotFrame):
    """Draws one `HistoryPicture` after another; keeps the range that a person chose."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.picture: HistoryPicture | None = None
        self._snapshot: Snapshot | None = None
        self._follows = True
        self._pointed: QPointF | None = None
        self._curves = PixelItem(self._paint_curves, z=5.0)
        self.add(self._curves)
        self.range_chosen.connect(self._stop_following)
        self.fit_requested.connect(self._follow)
        self.hovered.connect(self._point_at)

    def show_picture(self, picture: HistoryPicture, snapshot: Snapshot) -> None:
        old, self.picture, self._snapshot = self.picture, picture, snapshot
        if old is None or (old.logarithmic, old.against) != (picture.logarithmic, picture.against):
            self._follows = True
        self.y_axis.set_logarithmic(picture.logarithmic)
        self.set_axis_titles(picture.against[:-1], "cost")
        if self._follows:
            self.set_range(*picture.range)
        self.legend.set_entries(_legend(picture))
        self._curves.update()

    def table(self) -> PlotTable | None:
        if self.picture is None or self._snapshot is None:
            return None
        header = ("runner", "update", "epoch", "evaluations", "training_cost", "test_cost")
        return PlotTable(header, _rows(self.picture, self._snapshot))

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._curves.update()

    def _follow(self) -> None:
        self._follows = True
        if self.picture is not None:
            self.set_range(*self.picture.range)

    def _stop_following(self) -> None:
        self._follows = False

    def _paint_curves(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.picture is None:
            return
        painter.save()
        painter.setClipRect(pixels.bounds.adjusted(0, -2, 2, 2))
        for curve in self.picture.curves:
            if curve.is_smoothed:
                # Mixed, not see-through, and without antialiasing: many times as fast, and just as pale.
                pale = mix(self.theme.panel, runner_color(self.theme, curve.place).name(), RAW_OPACITY)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                self._paint_line(painter, pixels, curve.x, curve.raw, QPen(QColor(pale), RAW_WIDTH))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for curve in self.picture.curves:
            color = runner_color(self.theme, curve.place)
            if curve.test is not None:
                painter.setPen(QPen(color, TEST_WIDTH))
                draw_polyline(painter, dashed(self._seen(pixels, curve.x, curve.test)))
            self._paint_line(painter, pixels, curve.x, curve.smooth, solid_pen(color, SMOOTH_WIDTH))
        painter.restore()
        for curve in self.picture.curves:
            at = self._pixel(pixels, curve, -1)
            if at is not None and pixels.contains(at, 2.0):
                paint_runner(painter, self.theme, curve.place, at, px(5), ringed=False)
        self._paint_readout(painter, pixels)

    def _paint_line(self, painter: QPainter, pixels: PixelMap, x: Array, costs: Array, pen: QPen) -> None:
        painter.setPen(pen)
        draw_polyline(painter, self._seen(pixels, x, costs))

    def _seen(self, pixels: PixelMap, x: Array, costs: Array) -> Array:
        """The points (n, 2) in pixels that have to be drawn."""
        assert self.picture is not None
        x, costs = extremes(x, costs, max(1, int(pixels.bounds.width() / 2)))
        line = pixels.points(np.column_stack((x, self.picture.plotted(costs))))
        return line[visible_points(line, 2000)]

    def _pixel(self, pixels: PixelMap, curve: CostCurve, index: int) -> QPointF | None:
        assert self.picture is not None
        y = float(self.picture.plotted(curve.raw[[index]])[0])
        return pixels.point(float(curve.x[index]), y) if np.isfinite(y) else None

    def _paint_readout(self, painter: QPainter, pixels: PixelMap) -> None:
        """The recorded point nearest to the mouse."""
        if self.picture is None or self._pointed is None:
            return
        mouse = pixels.point(self._pointed.x(), self._pointed.y())
        nearest: tuple[float, CostCurve, int, QPointF] | None = None
        for curve in self.picture.curves:
            index = int(np.clip(np.searchsorted(curve.x, self._pointed.x()), 0, len(curve.x) - 1))
            at = self._pixel(pixels, curve, index)
            away = CATCH if at is None else (at - mouse).manhattanLength()
            if at is not None and away < (CATCH if nearest is None else nearest[0]):
                nearest = (away, curve, index, at)
        if nearest is None:
            return
        _, curve, index, at = nearest
        cost = format_number(float(curve.raw[index]), 4)
        text = f"{curve.name}  {self.picture.when(float(curve.x[index]))}  cost {cost}"
        painter.setPen(QPen(QColor(self.theme.panel), 1.5))
        painter.setBrush(runner_color(self.theme, curve.place))
        painter.drawEllipse(at, 4.0, 4.0)
        font = text_font("label", tabular=True)
        paint_note(painter, at, text, font, pixels.bounds, (self.theme.text, self.theme.panel))

    def _point_at(self, at: QPointF | None) -> None:
        self._pointed = at
        self._curves.update()


class HistoryView(PlotView):
    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        self.plot = HistoryPlot(theme)
        self._against: Clock | None = None
        self._logarithmic: bool | None = None
        super().__init__(document, controller, theme, [self.plot], "Cost history", EXPLANATION, parent)
        self.plot.menu_opening.connect(self._extend_menu)
        self.plot.legend.runner_clicked.connect(controller.show_runner)
        document.project_changed.connect(self._project_changed)
        controller.snapshot_ready.connect(self.refresh_soon)
        self.refresh()

    def refresh(self) -> None:
        picture = history_picture(
            self.controller.snapshot,
            self.document.project,
            against=self.against,
            logarithmic=self._logarithmic,
            previous=self.plot.picture,
        )
        if picture.has_updates:
            self.plot.set_empty()
            self.plot.show_picture(picture, self.controller.snapshot)
        else:
            self.plot.set_empty("history", "No updates yet", "Press Train to see the cost fall.")
        self.describe_soon()

    def sentence(self) -> str:
        return "" if self.plot.picture is None else self.plot.picture.sentence()

    def set_logarithmic(self, logarithmic: bool | None) -> None:
        """The cost axis: True, False, or None for where it is sensible."""
        self._logarithmic = logarithmic
        self.refresh()

    @property
    def against(self) -> Clock:
        """What is counted: as chosen, else what keeps the runners in step."""
        return self._against or self.document.project.training.clock

    def set_against(self, against: Clock | None) -> None:
        """Count epochs, updates, evaluations, or (None) what keeps the runners in step."""
        self._against = against
        self.refresh()

    def _project_changed(self, *_change: object) -> None:
        if self.isVisible():
            self.refresh()

    def _extend_menu(self, menu: QMenu) -> None:
        picture = self.plot.picture
        logarithmic = menu.addAction("Logarithmic cost axis", self._toggle_logarithmic)
        logarithmic.setCheckable(True)
        logarithmic.setChecked(picture is not None and picture.logarithmic)
        counted = menu.addMenu("Count")
        for clock in CLOCKS:
            action = counted.addAction(CLOCK_NAMES[clock].capitalize(), partial(self.set_against, clock))
            action.setCheckable(True)
            action.setChecked(self.against == clock)

    def _toggle_logarithmic(self) -> None:
        picture = self.plot.picture
        self.set_logarithmic(picture is None or not picture.logarithmic)


def _legend(picture: HistoryPicture) -> tuple[LegendEntry, ...]:
    entries = [
        LegendEntry("runner", curve.name, place=curve.place, runner_id=curve.runner_id)
        for curve in sorted(picture.curves, key=lambda curve: curve.place)
    ]
    smoothed = any(curve.is_smoothed for curve in picture.curves)
    entries.append(LegendEntry("line", "training (smoothed)" if smoothed else "training"))
    if any(curve.test is not None for curve in picture.curves):
        smoothed_test = any(curve.is_test_smoothed for curve in picture.curves)
        entries.append(LegendEntry("dashed", "test (smoothed)" if smoothed_test else "test"))
    return tuple(entries)


def _rows(picture: HistoryPicture, snapshot: Snapshot) -> Iterator[tuple[str, int, float, int, float, float]]:
    for curve in sorted(picture.curves, key=lambda curve: curve.place):
        history = snapshot.runner(curve.runner_id).history
        columns = (history.updates, history.epochs, history.evaluations, history.train, history.test)
        for update, epoch, seen, train, test in zip(*(column.tolist() for column in columns), strict=True):
            yield curve.name, update, epoch, int(seen), train, test
