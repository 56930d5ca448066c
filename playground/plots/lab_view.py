"""The landscape lab's card: a function of two numbers along x, from above and in space, with its race."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from playground.appearance.badge import Badge
from playground.appearance.buttons import IconButton
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.lab_choices import LabChoices
from playground.engine.landscape.landmark import Landmark
from playground.plots.kind_buttons import KINDS, KindButtons
from playground.plots.lab_picture import lab_line, lab_picture
from playground.plots.line_picture import LinePicture
from playground.plots.places import with_found
from playground.plots.places_panel import PlacesPanel
from playground.plots.plot_view import FramesView
from playground.plots.proof_desk import ProofDesk
from playground.plots.slice_picture import SlicePicture
from playground.plots.slope_curve import SlopeCurve
from playground.plots.start_marker import StartMarker
from playground.plots.surface_map import SurfaceMap
from playground.plots.surface_relief import SurfaceRelief
from playground.plots.surface_view import BELOW_FROM, MOST_WIDTH, PANEL_WIDTH, WINDOW_DELAY, zoomed
from playground.training.formula_proving import FormulaProofTask
from playground.training.lab import Lab

BESIDE_FROM = 760

EXPLANATION = """<b>Landscape lab</b>
<p>Here the cost is a function of two numbers, x and y, that everybody can look at as a whole: no network, no
rows. Dark is low. The runners use the same optimizers as networks do, with the exact slope of the function;
where noise is set, a seeded random number is added to each slope before every update.</p>
<p>Click a place, or drag the ring ○, to start somewhere else. ● minimum, ✕ saddle, ▲ maximum, ★ the lowest
found in this window. The wheel zooms, dragging moves, Home or a double click shows everything again.</p>
<p>The picture is always exact: it does not depend on the runners. Try a double well with and without noise,
or the long bent valley of Rosenbrock with and without momentum.</p>"""
EXACT = "The function itself: it does not change while runners move."


class LabView(FramesView):
    def __init__(self, lab: Lab, theme: Theme, parent: QWidget | None = None) -> None:
        self.curve, self.map, self.relief = SlopeCurve(theme), SurfaceMap(theme), SurfaceRelief(theme)
        super().__init__(theme, (self.curve, self.map, self.relief), "Landscape lab", EXPLANATION, parent)
        self.lab = lab
        self.picture: SlicePicture | None = None
        self.line: LinePicture | None = None
        self._chosen: Landmark | None = None
        self.badge = Badge(theme)
        self.badge.set_state("exact", "good", EXACT)
        self.kinds = KindButtons(theme)
        self.desk = ProofDesk(lab.prover, self)
        self.places_button = IconButton(
            "table",
            "Places",
            theme,
            tip="Minima, saddles and the like as a table, and the proof of the lowest.",
            checkable=True,
            parent=self,
        )
        self.panel = PlacesPanel(theme, self)
        self.panel.hide()
        self._body.addWidget(self.panel)
        self.start_marker = StartMarker(self.map, self._start)
        self._window_timer = QTimer(self)
        self._window_timer.setSingleShot(True)
        self._window_timer.setInterval(WINDOW_DELAY)
        self._window_timer.timeout.connect(self._choose_window)
        self._connect()
        self.show_frame(KINDS.index("map"))

    def _connect(self) -> None:
        for frame in (self.curve, self.map, self.relief):
            frame.legend.runner_clicked.connect(self.lab.show_runner)
            frame.fit_requested.connect(self._fit)
        for plot in (self.curve, self.map):
            plot.range_chosen.connect(self._window_timer.start)
        self.relief.zoomed.connect(self._window_timer.start)
        self.relief.place_picked.connect(self.choose_place)
        self.map.clicked.connect(self._click)
        self.start_marker.chosen.connect(self.set_start)
        self.kinds.chosen.connect(self._choose_frame)
        self.places_button.toggled.connect(self._arrange)
        self.desk.changed.connect(self.refresh_soon)
        self.panel.table.place_chosen.connect(self.choose_place)
        self.panel.table.place_entered.connect(self._enter_place)
        self.panel.proof_pressed.connect(self._press_proof)
        self.panel.left.connect(self._leave_panel)
        self.lab.changed.connect(self._choices_changed)
        self.lab.moved.connect(self.refresh_soon)
        self.lab.landscape_found.connect(self.refresh_soon)

    def header_widgets(self) -> list[QWidget]:
        return [self.badge, *self.kinds.buttons, *super().header_widgets()]

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        for part in (self.badge, self.kinds, self.places_button, self.panel):
            part.restyle(theme)

    def show_frame(self, index: int) -> None:
        """0: along x; 1: over both, from above; 2: over both, in space."""
        self.kinds.choose(index)
        super().show_frame(index)
        self._place_button()

    def refresh(self) -> None:
        landscape, choices, runners = self.lab.landscape, self.lab.choices, self.lab.runners()
        if landscape is None:
            self.frame.set_empty("contours", "No surface yet", "It appears as soon as it is computed.")
            return
        picture = lab_picture(landscape, runners, choices, self.picture)
        proof = self.desk.proof_about(self._about())
        if proof is not None:
            picture = replace(picture, landmarks=with_found(proof.landmarks, proof), all_kinds=True)
        picture = replace(picture, proof=proof)
        self._chosen = picture.places.same_as(self._chosen)
        self.picture = replace(picture, chosen=self._chosen)
        if self.frame is self.curve:
            self.line = lab_line(self.lab.cost, landscape, runners, choices)
        self._draw()
        self._show_panel()
        self.describe_soon()

    def sentence(self) -> str:
        drawn = self.line if self.frame is self.curve else self.picture
        return "" if drawn is None else drawn.sentence()

    def choose_place(self, landmark: Landmark | None) -> None:
        """Highlight a place in table and picture."""
        self._chosen = landmark
        self.refresh_soon()

    def _enter_place(self, landmark: Landmark) -> None:
        """Choose it, and look at the picture."""
        self.choose_place(landmark)
        if self._frames.isHidden():
            self._leave_panel()

    def set_start(self, place: QPointF) -> None:
        """All runners start anew from there."""
        self.lab.choose(replace(self.lab.choices, start=(place.x(), place.y())))

    def prove(self) -> None:
        """Prove the lowest point of the window."""
        self.places_button.setChecked(True)
        landscape = self.lab.landscape
        if landscape is not None:
            landmarks = landscape.landmarks if landscape.all_kinds else None
            task = FormulaProofTask(landscape.text, landscape.surface, landmarks)
            self.desk.start(task, self._about(), "the landscape before")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._window_timer.stop()

    def _draw(self) -> None:
        assert self.picture is not None
        follow = not self._window_timer.isActive()
        if self.frame is self.curve:
            if self.line is None:
                self.frame.set_empty("curve", "The shown runner is off", "Switch it on, or click another.")
                return
            self.curve.show_picture(self.line, follow=follow)
        elif self.frame is self.relief:
            self.relief.show_picture(self.picture)
        else:
            self.map.show_picture(self.picture, follow=follow)
        self.frame.set_empty()

    def _show_panel(self) -> None:
        if self.places_button.isChecked() and self.picture is not None:
            verdict = self.desk.verdict_about(self._about())
            self.panel.show_places(self.picture.places, self.picture.lowest, self.picture.chosen, verdict)

    def _about(self) -> object:
        landscape = self.lab.landscape
        return None if landscape is None else (landscape.text, landscape.surface.window)

    def _press_proof(self) -> None:
        if self.desk.is_proving:
            self.desk.cancel()
        else:
            self.prove()

    def _leave_panel(self) -> None:
        self.places_button.setChecked(False)
        self.frame.setFocus()

    def _click(self, place: QPointF) -> None:
        """On a mark: choose it. Elsewhere: start there."""
        landmark = self.map.landmark_at(place)
        if landmark is not None:
            self.choose_place(landmark)
        else:
            self.set_start(place)

    def _start(self) -> QPointF | None:
        return QPointF(*self.lab.choices.start_place)

    def _choices_changed(self, old: LabChoices, new: LabChoices) -> None:
        if old.text != new.text:
            self.line = None
        self.refresh_soon()

    def _choose_frame(self, index: int) -> None:
        """A person wants to see a picture: a table in its place gives way."""
        if self._frames.isHidden():
            self.places_button.setChecked(False)
        self.show_frame(index)

    def _arrange(self) -> None:
        """The table stands beside the picture, or below it; where only one has room, in its place."""
        is_open, beside = self.places_button.isChecked(), self.width() >= px(BESIDE_FROM)
        alone = is_open and not beside and self.height() < px(BELOW_FROM)
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.panel.setVisible(is_open)
        self._frames.setVisible(not alone)
        self.panel.setFixedWidth(px(PANEL_WIDTH)) if beside else self.panel.setMaximumWidth(MOST_WIDTH)
        self._body.setStretch(1, 0 if beside else 1)
        self.panel.keep_free(self.places_button.width() if alone else 0)
        self._place_button()
        self.refresh_soon()

    def _place_button(self) -> None:
        """At the right end of the legend, which leaves room for it."""
        beside = self.panel.isVisible() and self._body.direction() == QBoxLayout.Direction.LeftToRight
        right = self.width() - (px(PANEL_WIDTH) if beside else 0) - px(8)
        self.places_button.move(right - self.places_button.width(), px(2))
        self.places_button.raise_()
        self.frame.legend.set_room_at_right(self.places_button.width())

    def _choose_window(self) -> None:
        if self.picture is None:
            return
        over = self.picture.surface.window
        if self.frame is self.curve:
            window = (*self.curve.range[:2], over.y0, over.y1)
        elif self.frame is self.relief:
            window = zoomed(over, self.relief.zoom)
        else:
            window = self.map.range
        self.lab.choose(replace(self.lab.choices, window=window))

    def _fit(self) -> None:
        self._window_timer.stop()
        self.lab.choose(replace(self.lab.choices, window=None))
        self.refresh()
