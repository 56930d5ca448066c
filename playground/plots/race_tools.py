"""What a person can do to the race on the cost surface: move its start, try things out on it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QMenu, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.icons import icon
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.edits import set_start
from playground.document.names import counted
from playground.document.project import Project
from playground.document.start_point import start_along, start_in_plane, start_weights
from playground.plots.brute_force_trial import BruteForceTrial
from playground.plots.fan_trial import FanTrial
from playground.plots.parameter_names import parameter_name
from playground.plots.slope_arrows import SlopeArrows
from playground.plots.slope_curve import SlopeCurve
from playground.plots.start_marker import StartMarker
from playground.plots.surface_map import SurfaceMap
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures


class RaceTools(QObject):
    """A button with a menu, and what it starts on the map and the curve of one card.

    Signals:
        said(str): what happened, as a sentence.
        needed(): the card has to be on screen for what was asked.
        kind_wanted(int): and on it this picture: 0 the curve, 1 the map.
    """

    said = Signal(str)
    needed = Signal()
    kind_wanted = Signal(int)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        curve: SlopeCurve,
        surface: SurfaceMap,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._document, self._curve, self._map, self._theme = document, curve, surface, theme
        self._controller, self._card = controller, parent
        self._pictures: Pictures | None = None
        self.brute_force: BruteForceTrial | None = None
        self.fan: FanTrial | None = None
        self.button = IconButton(
            "runner", "Race", theme, tip="Move the start, train many seeds, try every value.", parent=parent
        )
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.button.setMenu(self._menu)
        self.arrows = SlopeArrows(surface, self)
        self.map_start = StartMarker(surface, self._start_on_map)
        self.curve_start = StartMarker(curve, self._start_on_curve, on_axis=True)
        self.map_start.chosen.connect(self._start_in_plane)
        self.curve_start.chosen.connect(self._start_along)
        for marker in (self.map_start, self.curve_start):
            marker.placing_changed.connect(self._say_how)
        document.project_changed.connect(self._end_placing)
        document.view_changed.connect(self._show_slopes)
        for frame in (curve, surface):
            frame.menu_opening.connect(self._offer_start)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.button.restyle(theme)
        for trial in (self.brute_force, self.fan):
            if trial is not None:
                trial.window.restyle(theme)

    def show_pictures(self, pictures: Pictures) -> None:
        """What the card draws from now on."""
        self._pictures = pictures
        for marker in (self.map_start, self.curve_start):
            marker.refresh()
        self._tell_what_stays()
        self._show_slopes()
        if self.brute_force is not None:
            self.brute_force.show_pictures(pictures)

    def fill_menu(self) -> QMenu:
        menu = self._menu
        menu.clear()
        place = menu.addAction(icon("target", self._theme), "Set the start", self.place_start)
        place.setEnabled(self._pictures is not None and self._pictures.surface is not None)
        forget = menu.addAction("Start from the drawn weights again", self.forget_start)
        forget.setEnabled(bool(self._document.project.training.start))
        arrows = menu.addAction("Slope arrows", self.toggle_slopes)
        arrows.setCheckable(True)
        arrows.setChecked(self._document.view.slopes)
        menu.addSeparator()
        menu.addAction(icon("dice", self._theme), "Many seeds…", self.train_many_seeds)
        menu.addAction(icon("number", self._theme), "Try every value…", self.try_every_value)
        return menu

    def toggle_slopes(self) -> None:
        """Show where the next update of every runner leads, or no longer."""
        view = self._document.view
        self._document.set_view(replace(view, slopes=not view.slopes))
        if not view.slopes:
            self.needed.emit()
            if self._controller.running:
                self.said.emit("Slope arrows appear when training rests, or makes at most 2 updates a second")

    def _show_slopes(self, *_change: object) -> None:
        known = self._pictures is not None and self._document.view.slopes
        self.arrows.show_slopes(self._pictures.slopes if known and self._pictures is not None else {})

    def train_many_seeds(self) -> None:
        """A fan of paths, in a window of its own."""
        self.needed.emit()
        if self.fan is None:
            self.fan = FanTrial(self._document, self._controller, self._map, self._theme, self._card)
            self.fan.kind_wanted.connect(self.kind_wanted)
        self.fan.open()

    def try_every_value(self) -> None:
        """Brute force, in a window of its own."""
        self.needed.emit()
        if self.brute_force is None:
            self.brute_force = BruteForceTrial(
                self._document, self._controller, self._curve, self._map, self._theme, self._card
            )
            self.brute_force.kind_wanted.connect(self.kind_wanted)
            if self._pictures is not None:
                self.brute_force.show_pictures(self._pictures)
        self.brute_force.open()

    # -- the start --

    def place_start(self) -> None:
        """Let the next click on the map or the curve put the start there; a second call takes it back."""
        self.needed.emit()
        if not (self._map.isVisible() or self._curve.isVisible()):
            self.kind_wanted.emit(1)
        marker = self.curve_start if self._curve.isVisible() else self.map_start
        if self._pictures is None or self._pictures.surface is None:
            self.said.emit("There is no cost surface yet to set the start on.")
        elif marker.is_placing:
            marker.cancel()
        else:
            marker.place()

    def forget_start(self) -> None:
        """Start from the weights that were drawn, not from any that were set."""
        self._document.edit("Start from the drawn weights", set_start(self._document.project, {}))

    def _start_in_plane(self, place: QPointF) -> None:
        if self._pictures is not None and self._pictures.surface is not None:
            plane = self._pictures.surface.plane
            self._restart_from(start_in_plane(self._document.project, plane, place.x(), place.y()))

    def _start_along(self, place: QPointF) -> None:
        if self._pictures is not None and self._pictures.axes is not None:
            key = self._pictures.axes[0]
            value = 10.0 ** place.x() if self._log_axes else place.x()
            self._restart_from(start_along(self._document.project, key, value))

    def _restart_from(self, project: Project) -> None:
        before = dict(self._document.project.training.start)
        changed = [key for key, value in project.training.start if before.get(key) != value]
        names = [parameter_name(project.network, key) for key in changed]
        self._document.edit("Move the start", project)
        if names:
            what = " and ".join(names)
            told = f"{what} moved, all others start as before"
            if len(names) > 2:
                told = f"{counted(len(names), 'weight')} moved along the plane"
            self.said.emit(f"All runners start anew: {told}")

    def _offer_start(self, menu: QMenu) -> None:
        marker = self.map_start if self._map.isVisible() else self.curve_start
        place = marker.take_menu_place()
        if place is not None and self._pictures is not None and self._pictures.surface is not None:
            menu.addAction(icon("target", self._theme), "Start here", lambda: marker.chosen.emit(place))

    def _say_how(self, placing: bool) -> None:
        if placing:
            self.said.emit(
                "Click where the runners shall start; arrow keys and Return do it too, Esc ends it"
            )

    def _end_placing(self) -> None:
        for marker in (self.map_start, self.curve_start):
            marker.cancel()

    def _tell_what_stays(self) -> None:
        """While the start moves: how many of the weights that train it leaves alone."""
        assert self._pictures is not None
        trained = int(self._pictures.snapshot.network.layout.trainable.sum())
        axes = self._pictures.axes
        others = {self.map_start: trained - 2, self.curve_start: trained - 1}
        for marker, count in others.items():
            known = axes is not None and count > 0
            marker.note = f"({'other one stays' if count == 1 else f'other {count:,} stay'})" if known else ""

    def _start_on_map(self) -> QPointF | None:
        picture = self._map.picture
        if picture is None or picture.start is None or not np.isfinite(picture.start).all():
            return None
        return QPointF(*picture.start.tolist())

    def _start_on_curve(self) -> QPointF | None:
        """Its foot on the axis: how high the cost is there, this curve doesn't tell."""
        if self._pictures is None or self._pictures.axes is None or self._curve.picture is None:
            return None
        layout = self._pictures.snapshot.network.layout
        value = float(start_weights(self._document.project)[layout.index(self._pictures.axes[0])])
        if self._log_axes:
            value = math.log10(value) if value > 0 else math.nan
        return QPointF(value, 0.0) if math.isfinite(value) else None

    @property
    def _log_axes(self) -> bool:
        surface = None if self._pictures is None else self._pictures.surface
        return surface is not None and surface.plane.logarithmic
