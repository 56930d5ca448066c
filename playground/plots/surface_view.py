"""The cost surface card: which parameters, how exact, and the picture itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.view_state import ViewState
from playground.engine.snapshot import Snapshot
from playground.plots.axes_button import AxesButton
from playground.plots.freshness_badge import FreshnessBadge
from playground.plots.plot_view import PlotView
from playground.plots.slice_picture import aged, slice_picture
from playground.plots.surface_map import SurfaceMap
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures

WINDOW_DELAY = 120
"""ms after the last movement of the view until costs are computed for the new window"""

EXPLANATION = """<b>Cost surface</b>
<p>Every place on the map is a network in which two weights have the values on the axes and all others stay as
they are; its color is that network's cost over all training rows, dark is low. The lines join places of equal
cost. Each runner has left its path and is where its ball is.</p>
<p>○ start, ● minimum, ✕ saddle, ▲ maximum, ★ the lowest minimum found in this window.</p>
<p><b>exact</b>: the map belongs to the present weights. <b>n updates old</b>: a newer one is being computed.
While more than two weights train, the map is a slice through the weights of the shown runner; the others are
drawn as their foot on it, hollow, with their distance from it.</p>
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
        self.map = SurfaceMap(theme)
        super().__init__(document, controller, theme, self.map, "Cost surface", EXPLANATION, parent)
        self._pictures: Pictures | None = None
        self.badge = FreshnessBadge(theme)
        self.axes_button = AxesButton(document, theme)
        self._window_timer = QTimer(self)
        self._window_timer.setSingleShot(True)
        self._window_timer.setInterval(WINDOW_DELAY)
        self._window_timer.timeout.connect(self._choose_window)
        document.view_changed.connect(self._view_changed)
        controller.snapshot_ready.connect(self._snapshot_ready)
        controller.pictures_ready.connect(self._pictures_ready)
        self.map.range_chosen.connect(self._window_timer.start)
        self.map.fit_requested.connect(self._fit)
        self.map.legend.runner_clicked.connect(controller.show_runner)
        self.refresh()

    def header_widgets(self) -> list[QWidget]:
        return [self.badge, self.axes_button, *super().header_widgets()]

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.badge.restyle(theme)
        self.axes_button.restyle(theme)

    def refresh(self) -> None:
        picture = None
        if self._pictures is not None:
            picture = slice_picture(
                self._pictures, self.controller.snapshot, self.document.project, self.map.picture
            )
        if picture is None:
            self.map.picture = None
            self.map.set_empty("contours", *self._why_empty())
        else:
            self.map.set_empty()
            chosen = self.document.view.window
            moving = self._window_timer.isActive()
            if chosen is not None and not moving:
                self.map.set_range(*chosen)
            self.map.show_picture(picture, follow=chosen is None and not moving)
        self._tell()

    def sentence(self) -> str:
        return "" if self.map.picture is None else self.map.picture.sentence()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._window_timer.stop()

    def _pictures_ready(self, pictures: Pictures) -> None:
        if pictures.surface is None and not _too_few_free(pictures.snapshot):
            return  # nobody asked for a surface
        self._pictures = pictures
        self.axes_button.drawn = pictures.axes
        if self.isVisible():
            self.refresh()

    def _snapshot_ready(self, newest: Snapshot) -> None:
        if not self.isVisible() or self._pictures is None:
            return
        picture = self.map.picture
        if picture is None or picture.exact_for_all:
            self.refresh()
        else:
            # Only the age is new: ball and paths belong to the surface that is drawn.
            self.map.show_age(aged(picture, self._pictures, newest))
            self._tell()

    def _view_changed(self, old: ViewState, new: ViewState) -> None:
        if old.window != new.window and self.isVisible():
            self.refresh()

    def _why_empty(self) -> tuple[str, str]:
        if _too_few_free(self.controller.snapshot):
            return "A surface needs two free weights", "Unlock another weight or bias."
        return "No surface yet", "It appears as soon as it is computed."

    def _tell(self) -> None:
        self.badge.show_picture(self.map.picture)
        self.describe_soon()

    def _choose_window(self) -> None:
        self.document.set_view(replace(self.document.view, window=self.map.range))

    def _fit(self) -> None:
        self._window_timer.stop()
        self.document.set_view(replace(self.document.view, window=None))
        self.refresh()


def _too_few_free(snapshot: Snapshot) -> bool:
    return int(snapshot.network.layout.trainable.sum()) < 2
