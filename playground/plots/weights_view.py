"""The weights card: how the weights of each layer are spread, and the slopes that change them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.numbers import format_number
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.dataset import Dataset
from playground.document.document import Document
from playground.document.names import layer_name
from playground.engine.network import RefusedError
from playground.engine.snapshot import Snapshot
from playground.engine.specs import TrainingSpec
from playground.plots.picture_files import PlotTable
from playground.plots.picture_frame import PictureFrame
from playground.plots.plot_view import PlotView
from playground.training.controller import TrainingController

Array = npt.NDArray[np.float64]
N_BINS = 31
MOST_ROWS = 2_000
"""The slopes are taken over at most so many training rows: the picture keeps up with training."""
REFRESH_INTERVAL = 100
"""ms: counting must not hold up the window"""

EXPLANATION = """<b>Weights and gradients</b>
<p>One line per layer. Left: how its weights and biases are spread now, in the shown runner. Right: the slope
of the cost along each of them, which is what training follows. The number is the largest size among them.</p>
<p>The weights are exact; the slopes are taken over the training rows, of large tables over the first
2,000.</p>
<p>If the slopes of the first layers are far smaller than those of the last, the first layers hardly learn:
try a rectifier, fewer layers, or He starting weights.</p>"""


@dataclass(frozen=True, eq=False)
class Spread:
    """Counts ``(N_BINS,)`` of values between −``largest`` and ``largest``."""

    counts: npt.NDArray[np.int64]
    largest: float


@dataclass(frozen=True, eq=False)
class LayerSpread:
    name: str
    weights: Spread
    gradients: Spread


def layer_spreads(data: Dataset, training: TrainingSpec, snapshot: Snapshot) -> tuple[LayerSpread, ...]:
    """The spreads at the shown runner's weights, layer by layer; cut ones don't count.

    Raises `RefusedError` while the cost doesn't go with the network.
    """
    network, theta = snapshot.network, snapshot.shown_runner.theta
    x, y = data.x_train[:MOST_ROWS], data.y_train[:MOST_ROWS]
    gradient = network.gradient(training.objective, theta, x, y)
    layout, spec, spreads = network.layout, network.spec, []
    present = layout.present.astype(np.float64)
    for layer in range(1, len(spec.layers)):
        there = layout.matrix(present, layer) > 0
        spreads.append(
            LayerSpread(
                layer_name(spec, layer),
                _spread(layout.matrix(theta, layer)[there]),
                _spread(layout.matrix(gradient, layer)[there]),
            )
        )
    return tuple(spreads)


def _spread(values: Array) -> Spread:
    values = values[np.isfinite(values)]
    largest = float(np.abs(values).max(initial=0.0))
    # Divided first: tiny slopes have no width that bins could be made of.
    counts, _edges = np.histogram(values / (largest or 1.0), N_BINS, (-1.0, 1.0))
    return Spread(counts, largest)


class SpreadsGrid(QWidget):
    """A line per layer: name, weights, gradients; negative ones orange, positive ones blue."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.layers: tuple[LayerSpread, ...] = ()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.layers:
            return
        painter = QPainter(self)
        left, top, gap = px(14), px(24), px(16)
        name_width = px(70)
        width = (self.width() - left - name_width - 2 * gap) / 2
        height = min((self.height() - top - px(6)) / len(self.layers), px(110))
        starts = (left + name_width, left + name_width + width + gap)
        painter.setFont(text_font("caption"))
        painter.setPen(QColor(self.theme.muted))
        for start, title in zip(starts, ("weights", "gradient"), strict=True):
            painter.drawText(QRectF(start, 0, width, top), Qt.AlignmentFlag.AlignVCenter, title)
        for i, layer in enumerate(self.layers):
            y = top + i * height
            painter.setFont(text_font("label"))
            painter.setPen(QColor(self.theme.text))
            name = painter.fontMetrics().elidedText(layer.name, Qt.TextElideMode.ElideRight, name_width - 6)
            painter.drawText(QRectF(left, y, name_width, height), Qt.AlignmentFlag.AlignVCenter, name)
            for start, spread in zip(starts, (layer.weights, layer.gradients), strict=True):
                self._paint_bars(painter, spread, QRectF(start, y, width, height - px(8)))
        painter.end()

    def _paint_bars(self, painter: QPainter, spread: Spread, box: QRectF) -> None:
        caption = px(16)
        bars = box.adjusted(0, 2, 0, -caption)
        pitch, top = bars.width() / N_BINS, max(1, int(spread.counts.max()))
        middle = N_BINS // 2
        for i, count in enumerate(spread.counts.tolist()):
            color = self.theme.control if i == middle else self.theme.positive
            color = self.theme.negative if i < middle else color
            tall = max(1.0, bars.height() * count / top) if count else 0.0
            place = QRectF(bars.left() + i * pitch, bars.bottom() - tall, max(1.0, pitch - 1), tall)
            painter.fillRect(place, QColor(color))
        painter.setPen(QColor(self.theme.border))
        painter.drawLine(QPointF(bars.left(), bars.bottom()), QPointF(bars.right(), bars.bottom()))
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(text_font("caption", tabular=True))
        text = f"up to ±{format_number(spread.largest)}"
        place = QRectF(bars.left(), bars.bottom(), bars.width(), caption)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


class WeightsFrame(PictureFrame):
    """The grid, and its counts as a table."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.grid = SpreadsGrid(theme, self)
        self.set_body(self.grid)

    def table(self) -> PlotTable | None:
        rows = [
            (layer.name, kind, center * spread.largest, int(count))
            for layer in self.grid.layers
            for kind, spread in (("weight", layer.weights), ("gradient", layer.gradients))
            for center, count in zip(_CENTERS, spread.counts, strict=True)
        ]
        return PlotTable(("layer", "of", "value", "count"), rows) if rows else None

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.grid.theme = theme
        self.grid.update()


_CENTERS: list[float] = (((np.arange(N_BINS) + 0.5) / N_BINS) * 2.0 - 1.0).tolist()


class WeightsView(PlotView):
    """Counts only while it is visible."""

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        self.plot = WeightsFrame(theme)
        super().__init__(document, controller, theme, [self.plot], "Weights", EXPLANATION, parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_INTERVAL)
        self._timer.timeout.connect(self._refresh_if_visible)
        controller.snapshot_ready.connect(self._snapshot_ready)
        self.refresh()

    @property
    def layers(self) -> tuple[LayerSpread, ...]:
        return self.plot.grid.layers

    def refresh(self) -> None:
        project, snapshot = self.document.project, self.controller.snapshot
        if snapshot.network.spec == project.network:
            try:
                self.plot.grid.layers = layer_spreads(project.dataset, project.training, snapshot)
            except RefusedError as error:
                self.plot.set_empty("weights", "No gradient", str(error))
                return
            self.plot.set_empty()
            self.plot.grid.update()
        self.describe_soon()

    def sentence(self) -> str:
        return " ".join(
            f"{layer.name}: weights up to {format_number(layer.weights.largest)}, "
            f"gradient up to {format_number(layer.gradients.largest)}."
            for layer in self.layers
        )

    def _snapshot_ready(self, _snapshot: Snapshot) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _refresh_if_visible(self) -> None:
        if self.isVisible():
            self.refresh()
