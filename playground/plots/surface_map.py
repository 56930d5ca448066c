"""The cost surface from above: heat map, contour lines, paths and marks over two parameters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.color_maps import viridis_lut
from playground.appearance.numbers import format_number
from playground.appearance.text import text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import Landmark
from playground.plots.color_bar import ColorBar
from playground.plots.contours import contour_lines
from playground.plots.legend_row import LegendEntry
from playground.plots.marks import WHITE, paint_note
from playground.plots.picture_files import PlotTable
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.places import KIND_NAMES
from playground.plots.plot_frame import PlotFrame
from playground.plots.slice_painter import Canvas, paint_slice
from playground.plots.slice_picture import SlicePicture
from playground.plots.traces import Trace

Array = npt.NDArray[np.float64]

CONTOUR_OPACITY = 0.3


class SurfaceMap(PlotFrame):
    """Draws one `SlicePicture` after another; the image item holds the plotted costs of its surface.

    Signals:
        place_picked(Landmark | None): the mark that was clicked, or none.
    """

    place_picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent, grid=False)
        self.picture: SlicePicture | None = None
        self.pointed: QPointF | None = None
        self.image = pg.ImageItem(axisOrder="row-major")
        self.image.setLookupTable(viridis_lut())
        self.contours = pg.PlotCurveItem(antialias=True)
        self.contours.setZValue(1.0)
        self._overlay = PixelItem(self._paint_overlay, z=10.0)
        for item in (self.image, self.contours, self._overlay):
            self.add(item)
        self.color_bar = ColorBar(theme, self)
        self.color_bar.set_colors(viridis_lut())
        self.set_side_widget(self.color_bar)
        self.view_box.sigResized.connect(self._align_color_bar)
        self.hovered.connect(self._point_at)
        self.clicked.connect(self._pick)

    def show_picture(self, picture: SlicePicture, *, follow: bool) -> None:
        """Draw a picture; ``follow``: show exactly its window."""
        old, self.picture = self.picture, picture
        if old is None or not picture.looks_like(old):
            self._show_surface(picture)
        if follow:
            window = picture.surface.window
            self.set_range(window.x0, window.x1, window.y0, window.y1)
        for axis, title in zip((self.x_axis, self.y_axis), picture.axis_titles, strict=True):
            axis.set_title(*title)
            axis.set_logarithmic(picture.surface.plane.logarithmic)
        self.legend.set_entries(legend_entries(picture))
        self._overlay.update()

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.color_bar.restyle(theme)
        self._overlay.update()

    def table(self) -> PlotTable | None:
        return None if self.picture is None else surface_table(self.picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align_color_bar()

    def _show_surface(self, picture: SlicePicture) -> None:
        scale = picture.scale
        self.color_bar.set_labels(
            "" if scale is None else scale.title, [] if scale is None else scale.labels()
        )
        if scale is None:  # not one finite cost: an empty window, axes stay readable
            self.image.clear()
            self.contours.clear()
            return
        plotted = scale.plotted(np.asarray(picture.surface.costs, dtype=np.float64))
        plotted = np.where(np.isfinite(plotted), plotted, np.nan)
        self.image.setImage(plotted, autoLevels=False, levels=scale.levels)
        self.image.setRect(QRectF(*picture.rect))
        x, y = contour_lines(picture).T
        self._style_contours()
        self.contours.setData(x, y, connect="finite")

    def _style_contours(self) -> None:
        color = QColor("#ffffff")
        color.setAlphaF(CONTOUR_OPACITY)
        # A cosmetic pen counts the screen's own pixels.
        pen = QPen(color, 1.0 * self.devicePixelRatioF())
        pen.setCosmetic(True)
        self.contours.setPen(pen)

    def _paint_overlay(self, painter: QPainter, pixels: PixelMap) -> None:
        if self.picture is None:
            return
        painter.setClipRect(pixels.bounds)
        font = text_font("label", medium=True, tabular=True)
        x0, x1, y0, y1 = self.range
        span = np.array([x1 - x0, y1 - y0])
        paint_slice(Canvas(painter, self.theme, font, pixels.points, span, pixels.bounds), self.picture)
        self._paint_readout(painter, pixels)

    def readout(self) -> str:
        """What is under the mouse: a mark, or a cost; empty where there is neither."""
        if self.picture is None or self.pointed is None:
            return ""
        landmark = self.landmark_at(self.pointed)
        if landmark is not None:
            return self.picture.places.hover_text(landmark)
        x, y = self.pointed.x(), self.pointed.y()
        cost = self.picture.cost_at(x, y)
        if cost is None:
            return ""
        return f"cost {format_number(cost, 4)}  at  {self.picture.readings(np.array([x, y]))}"

    def landmark_at(self, place: QPointF) -> Landmark | None:
        """The one whose mark is at a place in plotted coordinates."""
        if self.picture is None or not self.picture.landmarks:
            return None
        spots = [self.scene_position(*each.position.tolist()) for each in self.picture.landmarks]
        at = self.scene_position(place.x(), place.y())
        return self.picture.landmark_near(np.array([[s.x(), s.y()] for s in spots]), at.x(), at.y())

    def _pick(self, place: QPointF) -> None:
        self.place_picked.emit(self.landmark_at(place))

    def _paint_readout(self, painter: QPainter, pixels: PixelMap) -> None:
        text = self.readout()
        if text and self.pointed is not None:
            font = text_font("label", tabular=True)
            at = pixels.point(self.pointed.x(), self.pointed.y())
            paint_note(painter, at, text, font, pixels.bounds, (self.theme.casing, WHITE))

    def _point_at(self, at: QPointF | None) -> None:
        self.pointed = at
        self._overlay.update()

    def _align_color_bar(self) -> None:
        inside = self.view_box.sceneBoundingRect()
        self.color_bar.set_inside(inside.top(), inside.bottom())


def legend_entries(picture: SlicePicture) -> tuple[LegendEntry, ...]:
    """The runners in their order, where one draws two paths which is which, and the kinds of marks that are
    there and have no chip of their own."""
    entries = [
        LegendEntry(
            "runner",
            trace.name,
            note=_note(trace, picture),
            tip=trace.remark,
            place=trace.place,
            runner_id=trace.runner_id,
        )
        for trace in sorted(picture.traces, key=lambda trace: trace.place)
    ]
    if any(trace.iterates is not None for trace in picture.traces):
        entries.append(LegendEntry("line", "thin: updates, bold: mean"))
    labeled = picture.lowest, picture.lower_edge
    present = {each.kind for each in picture.landmarks if each not in labeled}
    marks = (LegendEntry("mark", name, kind=kind) for kind, name in KIND_NAMES.items() if kind in present)
    return (*entries, *marks)


def _note(trace: Trace, picture: SlicePicture) -> str:
    if not trace.has_foot:
        return "not drawn"  # short: names must have room, too; badge and tooltip say why
    return trace.note or ("this slice" if trace.shown and not picture.exact_for_all else "")


def surface_table(picture: SlicePicture) -> PlotTable:
    """Every cell of the surface: what stands on the two axes, and the cost."""
    surface = picture.surface
    rows = (
        (x, y, float(surface.costs[j, i]))
        for j, y in enumerate(picture.values(surface.y).tolist())
        for i, x in enumerate(picture.values(surface.x).tolist())
    )
    return PlotTable((*(title.text for title in picture.axis_titles), "cost"), rows)
