"""The cost surface card: which parameters, how exact, and the picture itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.view_state import ViewState
from playground.engine.landscape.surface import Window
from playground.engine.snapshot import Snapshot
from playground.plots.axes_button import AxesButton
from playground.plots.freshness_badge import FreshnessBadge
from playground.plots.kind_buttons import KINDS, KindButtons
from playground.plots.line_picture import LinePicture, line_picture
from playground.plots.places_tools import PlacesTools
from playground.plots.plane_menu import ANOTHER_TIP, draw_another
from playground.plots.plot_view import PlotView
from playground.plots.race_tools import RaceTools
from playground.plots.scale_menu import ScaleMenu
from playground.plots.slice_picture import SlicePicture, freshness, slice_picture
from playground.plots.slope_curve import SlopeCurve
from playground.plots.surface_map import SurfaceMap
from playground.plots.surface_relief import SurfaceRelief
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures

WINDOW_DELAY = 120
"""ms after the last movement of the view until costs are computed for the new window"""

BESIDE_FROM, BELOW_FROM, PANEL_WIDTH = 720, 520, 380
"""Pixels at a 13 px text: the card's width and height from which the table leaves room for the picture."""
MOST_WIDTH = 16_777_215

EXPLANATION = """<b>Cost surface</b>
<p>Every place on the map is a network in which two weights have the values on the axes and all others stay as
they are; its color is that network's cost over all training rows, dark is low. The lines join places of equal
cost. In space, height says the same as color; drag to turn it. The curve goes along the horizontal axis
alone: each dot is a value that was tried, the line at the ball is the slope that training follows downhill.
</p><p>Each runner has left its path and is where its ball is. ○ start; ● minimum, ✕ saddle, ▲ maximum; a bar
is a valley, a V a minimum on a kink; a half disc on the edge the lowest place there, an arrow where the cost
falls for ever. ★ is the lowest found inside this window. The table lists them all; <i>Prove the lowest</i>
looks at every place of the window, and only then the star is called global.</p>
<p><b>exact</b>: drawn for the present weights. <b>n updates old</b>: a newer picture is being computed. While
more than two weights train, the map is a slice through the weights of the shown runner; the others are drawn
as their foot on it, hollow, with their distance from it.</p>
<p>Drag the start ○ to another place, and all runners start anew from there; <i>Set the start</i> in the race
menu puts it where you click. Only the drawn weights change, all others start as before.</p>
<p><i>Slope arrows</i> in the race menu show, while training rests, where the next update leads: bold downhill
for the very next batch, thin for all rows; both as long as the slope times the number at the bottom left.</p>
<p>The axes menu has other planes, too: along random directions, each neuron's as long as its weights; along
the directions in which the paths vary most; through three points. Places on them are combinations of all
weights, so numbers on their axes are distances, or parts of the weights' size.</p>
<p>The wheel zooms, dragging moves, Home or a double click shows everything again. Try <i>Lock the other
weights</i> in the axes menu: then the map stays as it is, and all paths lie on it.</p>"""


class SurfaceView(PlotView):
    """Draws only while it is visible; whoever shows it tells the controller that a surface is needed."""

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        self.curve, self.map, self.relief = SlopeCurve(theme), SurfaceMap(theme), SurfaceRelief(theme)
        frames = (self.curve, self.map, self.relief)
        super().__init__(document, controller, theme, frames, "Cost surface", EXPLANATION, parent)
        self.picture: SlicePicture | None = None
        self.line: LinePicture | None = None
        self._pictures: Pictures | None = None
        self.badge = FreshnessBadge(theme)
        self.kinds = KindButtons(theme)
        self.axes_button = AxesButton(document, theme, self)
        self.race = RaceTools(document, controller, self.curve, self.map, theme, self)
        self.another_button = IconButton(
            "dice", "Another pair of random directions", theme, tip=ANOTHER_TIP, parent=self
        )
        self.another_button.clicked.connect(partial(draw_another, document))
        self.places = PlacesTools(document, controller.prover, theme, self)
        self._body.addWidget(self.places.panel)
        self._buttons = self.places.button, self.axes_button, self.race.button, self.another_button
        self._window_timer = QTimer(self)
        self._window_timer.setSingleShot(True)
        self._window_timer.setInterval(WINDOW_DELAY)
        self._window_timer.timeout.connect(self._choose_window)
        self._scale_menu = ScaleMenu(document, self)
        self._connect()
        self.show_frame(KINDS.index("map"))

    def _connect(self) -> None:
        document, controller = self.document, self.controller
        for frame in (self.curve, self.map, self.relief):
            frame.legend.runner_clicked.connect(controller.show_runner)
            frame.fit_requested.connect(self._fit)
            self._scale_menu.offer_in(frame)
        for plot in (self.curve, self.map):
            plot.range_chosen.connect(self._window_timer.start)
        self.relief.zoomed.connect(self._window_timer.start)
        for picture in (self.map, self.relief):
            picture.place_picked.connect(self.places.choose)
        document.view_changed.connect(self._view_changed)
        controller.snapshot_ready.connect(self._snapshot_ready)
        controller.pictures_ready.connect(self._pictures_ready)
        controller.running_changed.connect(self._running_changed)
        self.kinds.chosen.connect(self._choose_frame)
        self.places.changed.connect(self.refresh_soon)
        self.places.toggled.connect(self._arrange)
        self.places.picture_wanted.connect(self._show_picture_only)
        self.race.kind_wanted.connect(self._choose_frame)

    def header_widgets(self) -> list[QWidget]:
        return [self.badge, *self.kinds.buttons, *super().header_widgets()]

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        for part in (*self._buttons, self.race, self.badge, self.kinds, self.places):
            part.restyle(theme)

    def show_frame(self, index: int) -> None:
        """0: along one parameter; 1: over two, from above; 2: over two, in space."""
        self.kinds.choose(index)
        super().show_frame(index)
        self._place_buttons()

    def refresh(self) -> None:
        self._make_pictures()
        drawn = self.line if self.frame is self.curve else self.picture
        if drawn is None:
            self.frame.set_empty("contours", *self._why_empty())
        else:
            self.frame.set_empty()
            self._draw()
        if self.places.is_open:
            self.places.show(self.picture, running=self.controller.running)
        self._tell()

    def sentence(self) -> str:
        drawn = self.line if self.frame is self.curve else self.picture
        return "" if drawn is None else drawn.sentence()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The table stands beside the picture, or below it; where only one has room, in its place."""
        is_open, panel = self.places.is_open, self.places.panel
        beside = self.width() >= px(BESIDE_FROM)
        alone = is_open and not beside and self.height() < px(BELOW_FROM)
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        panel.setVisible(is_open)
        self._frames.setVisible(not alone)
        panel.setFixedWidth(px(PANEL_WIDTH)) if beside else panel.setMaximumWidth(MOST_WIDTH)
        self._body.setStretch(1, 0 if beside else 1)
        panel.keep_free(self.places.button.width() if alone else 0)
        self._place_buttons()
        if is_open:
            self.refresh()

    def _choose_frame(self, index: int) -> None:
        """A person wants to see a picture: a table in its place gives way."""
        if self._frames.isHidden():
            self._show_picture_only()
        self.show_frame(index)

    def _show_picture_only(self) -> None:
        """Close a table that stands in the picture's place; otherwise only look at the picture."""
        if self._frames.isHidden():
            self.places.button.setChecked(False)
        self.frame.setFocus()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._window_timer.stop()

    def _place_buttons(self) -> None:
        """At the right end of the legend, which leaves room for them; over a table only its own."""
        alone = self._frames.isHidden()
        beside = self.places.is_open and self._body.direction() == QBoxLayout.Direction.LeftToRight
        edge = right = self.width() - (px(PANEL_WIDTH) if beside else 0) - px(8)
        for button in self._buttons:
            wanted = button is not self.another_button or self.document.view.plane.kind == "random"
            button.setVisible(button is self.places.button or (wanted and not alone))
            if not button.isHidden():
                right -= button.width()
                button.move(right, px(5) if alone else px(2))
                button.raise_()
        self.frame.legend.set_room_at_right(edge - right)

    def _make_pictures(self) -> None:
        """Only the one that is shown."""
        about = self.controller.snapshot, self.document.project
        if self._pictures is None:
            self.line = self.picture = None
            return
        log_cost = self.document.view.log_cost
        if self.frame is self.curve:
            self.line = line_picture(self._pictures, *about, self.line, log_cost)
        if self.frame is not self.curve or self.places.is_open:
            picture = slice_picture(self._pictures, *about, self.picture, log_cost)
            self.picture = self.places.marked(picture)

    def _draw(self) -> None:
        moving = self._window_timer.isActive()
        if self.frame is self.curve and self.line is not None:
            self.curve.show_picture(self.line, follow=not moving)
        elif self.frame is self.relief and self.picture is not None:
            self.relief.show_picture(self.picture)
        elif self.picture is not None:
            chosen = self.document.view.window
            if chosen is not None and not moving:
                self.map.set_range(*chosen)
            self.map.show_picture(self.picture, follow=chosen is None and not moving)

    def _pictures_ready(self, pictures: Pictures) -> None:
        if pictures.surface is None and pictures.no_surface is None:
            return  # nobody asked for a surface
        self._pictures = pictures
        self.axes_button.drawn = pictures.axes
        self.race.show_pictures(pictures)
        self.places.show_pictures(pictures)
        self.refresh_soon()

    def _snapshot_ready(self, newest: Snapshot) -> None:
        if not self.isVisible() or self._pictures is None or self.is_refresh_due:
            return
        if self.frame is not self.curve and (self.picture is None or self.picture.exact_for_all):
            self.refresh_soon()
            return
        # Only the age is new: what is drawn belongs together, and stays as it is.
        age = freshness(self._pictures.snapshot, newest)
        if self.picture is not None:
            self.picture = replace(self.picture, freshness=age)
        if self.line is not None:
            self.line = replace(self.line, freshness=age)
        self._tell()

    def _view_changed(self, old: ViewState, new: ViewState) -> None:
        if old.plane != new.plane:
            self._place_buttons()
        if (old.window, old.log_cost) != (new.window, new.log_cost) and self.isVisible():
            self.refresh()

    def _why_empty(self) -> tuple[str, str]:
        if self._pictures is not None and self._pictures.no_surface is not None:
            return self._pictures.no_surface
        return "No surface yet", "It appears as soon as it is computed."

    def _tell(self) -> None:
        resting = not self.controller.running
        if self.frame is self.curve and self.line is not None:
            self.badge.show_freshness(self.line.freshness, self.line.runner_name, resting=resting)
        elif self.frame is not self.curve and self.picture is not None:
            age, name = self.picture.freshness, self.picture.shown_name
            always = self.picture.exact_for_all and age.is_exact
            shown = self.picture.traces[-1]
            off = shown if shown.note else None
            self.badge.show_freshness(age, name, always=always, resting=resting, off=off)
        else:
            self.badge.show_freshness(None)
        self.describe_soon()

    def _running_changed(self, _running: bool) -> None:
        if self.isVisible():
            self._tell()

    def _choose_window(self) -> None:
        window = self.map.range
        if self.frame is self.curve and self._pictures is not None and self._pictures.surface is not None:
            over = self._pictures.surface.window
            window = (*self.curve.range[:2], over.y0, over.y1)
        elif self.frame is self.relief and self.picture is not None:
            window = zoomed(self.picture.surface.window, self.relief.zoom)
        self.document.set_view(replace(self.document.view, window=window))

    def _fit(self) -> None:
        self._window_timer.stop()
        self.document.set_view(replace(self.document.view, window=None))
        self.refresh()


def zoomed(window: Window, zoom: float) -> tuple[float, float, float, float]:
    """A window around the same middle, so many times smaller."""
    x, y = window.x0 + window.width / 2, window.y0 + window.height / 2
    half_x, half_y = window.width / 2 / zoom, window.height / 2 / zoom
    return x - half_x, x + half_x, y - half_y, y + half_y
