"""The predictions card: what the network answers, beside what is so."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from playground.appearance.brush_tools import BrushButton, BrushTools
from playground.appearance.numbers import format_count
from playground.appearance.standing_text import standing_text
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.easel import Easel
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.document.weights import is_painted
from playground.plots.legend_row import LegendEntry
from playground.plots.map_brush import MapBrush
from playground.plots.neuron_plot import neuron_plot
from playground.plots.plot_view import PlotView
from playground.plots.prediction_picture import PredictionPicture, prediction_picture
from playground.plots.predictions_plot import PredictionsPlot
from playground.training.controller import TrainingController
from playground.training.pictures import DecisionMap, Pictures
from playground.training.predictions import Predictions, points_of, with_rows
from playground.training.standing import Standing

MOST_NAMES = 6

EXPLANATION = """<b>Predictions</b>
<p>What the network of the shown runner answers now, with its present weights, in the data's own units. Filled
marks are training rows, hollow ones test rows, from which it never learns.</p>
<p>Two inputs: the answer at every place, behind the rows. One input: the answer as a curve. More inputs: the
predicted number against the actual one, perfect on the dashed line; or, for categories, one strip for each,
and for every row in it the answer for its own category. There, color and shape tell what the network would
answer.</p>
<p>Beside the network's own score stand two simpler ones on the same rows: always the same answer, and the
best straight line (for categories, logistic regression). On many tables a network is no better.</p>
<p>All answers are exact; of large tables about a thousand rows, evenly spread, are drawn, and always the one
that is followed: click a row to follow it through the network.</p>
<p>With the brush, points are painted and erased right on the map of two inputs: press and drag; the network
learns from them while you paint. Then the wheel still zooms, and the middle button moves the map.</p>
<p>While the mouse is over a neuron of the network, its own picture is here, enlarged: what it passes on, in
its own numbers, over the same data.</p>"""


class PredictionsView(PlotView):
    """Draws only while it is visible; whoever shows it tells the controller that predictions are needed.

    ``row_hovered(int)``: the mouse is over the mark of that row; −1: over none any more.
    """

    row_hovered = Signal(int)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
        easel: Easel | None = None,
    ) -> None:
        """``easel``: what is painted with, if other pictures share it."""
        self.plot = PredictionsPlot(theme)
        super().__init__(document, controller, theme, [self.plot], "Predictions", EXPLANATION, parent)
        self._pictures: Pictures | None = None
        self._dataset = document.project.dataset
        self._neuron: int | None = None
        self._is_current = True
        self.easel = Easel(document, self) if easel is None else easel
        self.brush = MapBrush(self.plot, self.easel)
        self.brush_button = BrushButton(self.easel, theme, self)
        self.tools = BrushTools(self.easel, theme)
        self.tools.setContentsMargins(px(14), px(4), px(46), 0)
        self._body.setDirection(QBoxLayout.Direction.TopToBottom)
        self._body.insertWidget(0, self.tools)
        self.easel.changed.connect(self._place_brush_button)
        document.project_changed.connect(self._project_changed)
        document.view_changed.connect(self._view_changed)
        controller.pictures_ready.connect(self._pictures_ready)
        self.plot.row_clicked.connect(self._choose_row)
        self.plot.row_hovered.connect(self.row_hovered)
        self.plot.chosen_row = document.view.row
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_brush_button()

    def _place_brush_button(self) -> None:
        """At the right end of the legend, or of the tools, which stand in its place: they show its marks."""
        shown, painting = self.easel.ground is not None, self.easel.brush is not None
        self.brush_button.setVisible(shown)
        self.brush_button.move(self.width() - px(8) - self.brush_button.width(), px(4 if painting else 2))
        self.brush_button.raise_()
        self.plot.legend.set_room_at_right(self.brush_button.width() if shown else 0)
        self.plot.legend.setVisible(not painting)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        for part in (self.brush_button, self.tools):
            part.restyle(theme)

    def refresh(self) -> None:
        predictions = None if self._pictures is None else self._pictures.predictions
        if predictions is None or self._pictures is None:
            self.plot.set_empty(
                "predictions", "No predictions yet", "They come as soon as they are computed."
            )
        else:
            self.plot.set_empty()
            self.plot.runner_place = self.document.project.training.marks.get(
                self._pictures.snapshot.shown, 0
            )
            self.plot.show_picture(self._neuron_plot() or prediction_picture(self._with_rows(predictions)))
            self.plot.legend.set_entries(self._legend())
            self._show_standing(self._pictures.standing)
        self.brush.set_current(self._is_current)
        self.describe_soon()

    def set_hovered(self, row: int) -> None:
        """Let a row's mark stand out, without reporting it; −1 for none."""
        self.plot.set_hovered(row)
        self._draw_also(row)

    def _draw_also(self, row: int | None) -> None:
        """Of a large table not all rows are drawn, but always those that stand out."""
        picture = self.plot.picture
        if row is not None and row >= 0 and picture is not None and row not in picture.marks.rows:
            self.refresh_soon()

    def _with_rows(self, predictions: Predictions) -> Predictions:
        """With the rows that stand out."""
        assert self._pictures is not None
        rows = [row for row in (self.plot.chosen_row, self.plot.hovered_row) if row is not None and row >= 0]
        snapshot = self._pictures.snapshot
        return with_rows(predictions, self._dataset, snapshot.network, snapshot.shown_runner.theta, rows)

    def enlarge(self, neuron_id: int | None) -> None:
        """Show one neuron's picture instead of the network's answers; None: the answers again."""
        if neuron_id != self._neuron:
            self._neuron = neuron_id
            self.refresh_soon()

    def _neuron_plot(self) -> PredictionPicture | None:
        if self._neuron is None or self._pictures is None:
            return None
        return neuron_plot(self._pictures, self._dataset, self._neuron)

    def _show_standing(self, standing: Standing | None) -> None:
        """The network beside a constant guess and a straight line."""
        if standing is None:
            self.plot.set_caption(self.document.project.dataset.lack)
        else:
            self.plot.set_caption(standing_text(standing), standing.comparison.sentence)

    def sentence(self) -> str:
        picture = self.plot.picture
        standing = None if self._pictures is None else self._pictures.standing
        verdict = "" if standing is None else f" {standing_text(standing)}. {standing.comparison.sentence}"
        return "" if picture is None else f"{self._runner_name()}. {picture.sentence()}{verdict}"

    def _pictures_ready(self, pictures: Pictures) -> None:
        if pictures.predictions is None:
            return  # nobody asked for predictions
        self._pictures, self._dataset = pictures, self.document.project.dataset
        self._is_current = True
        self.refresh_soon()

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        """Painted points are seen at once; the answers over the map follow with the next pictures."""
        pictures = self._pictures
        if not is_painted(old, new) and (old.table, old.recipe) != (new.table, new.recipe):
            self._is_current = False
            self.brush.set_current(False)
        if pictures is None or pictures.predictions is None or not is_painted(old, new):
            return
        predictions = replace(pictures.predictions, points=points_of(new.dataset))
        if isinstance(predictions, DecisionMap):
            self._pictures = replace(pictures, predictions=predictions, standing=None)
            self._dataset = new.dataset
            self.refresh_soon()

    def _view_changed(self, _old: ViewState, new: ViewState) -> None:
        if new.row != self.plot.chosen_row:
            self.plot.chosen_row = new.row
            self.plot.update_marks()
            self._draw_also(new.row)

    def _choose_row(self, row: int) -> None:
        self.document.set_view(replace(self.document.view, row=row))

    def _runner_name(self) -> str:
        shown = None if self._pictures is None else self._pictures.snapshot.shown
        runners = self.document.project.training.runners
        return next((runner.name for runner in runners if runner.id == shown), "")

    def _legend(self) -> tuple[LegendEntry, ...]:
        picture = self.plot.picture
        assert picture is not None
        entries = [LegendEntry("runner", self._runner_name(), place=self.plot.runner_place)]
        if picture.neuron:
            entries = [LegendEntry("none", picture.neuron, note="enlarged")]
        names = picture.categories
        colors = [self.plot.color(i).name() for i in range(len(names))]
        shapes = list(zip(names, range(len(names)), colors, strict=True))[:MOST_NAMES]
        entries += [LegendEntry("shape", name, place=i, color=color) for name, i, color in shapes]
        if len(names) > MOST_NAMES:
            entries.append(LegendEntry("none", f"and {len(names) - MOST_NAMES} more"))
        notes = ["" if r is None else _share_right(*r) for r in picture.right or (None, None)]
        if len(picture.marks.xy):
            entries.append(LegendEntry("dot", "training", note=notes[0]))
        if picture.marks.is_test.any():
            entries.append(LegendEntry("ring", "test", note=notes[1]))
        outside = picture.marks.outside(picture.range)
        if outside:
            entries.append(LegendEntry("none", "", note=f"{format_count(outside)} outside the view"))
        return tuple(entries)


def _share_right(right: int, every: int) -> str:
    return f"{format_count(right)} of {format_count(every)} right" if every else ""
