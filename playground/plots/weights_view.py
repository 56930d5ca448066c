"""The weights card: how the weights of each layer are spread, and the slopes that change them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.numbers import format_number
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.names import layer_name
from playground.plots.counts_view import CountsView
from playground.plots.picture_files import PlotTable
from playground.plots.picture_frame import PictureFrame
from playground.training.pictures import Pictures
from playground.training.spreads import N_BINS, LayerSpread, Spread

EXPLANATION = """<b>Weights and gradients</b>
<p>One line per layer. Left: how its weights and biases are spread now, in the shown runner. Right: the slope
of the cost along each of them, which is what training follows. The number is the largest size among them.</p>
<p>Both are exact: the slopes are those of what training makes small, the cost over all training rows and its
penalty. Cut synapses don't count.</p>
<p>If the slopes of the first layers are far smaller than those of the last, the first layers hardly learn:
try a rectifier, fewer layers, or He starting weights.</p>"""


class SpreadsGrid(QWidget):
    """A line per layer: name, weights, gradients; negative ones orange, positive ones blue."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.layers: tuple[LayerSpread, ...] = ()
        self.names: tuple[str, ...] = ()

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
        for i, (layer, title) in enumerate(zip(self.layers, self.names, strict=True)):
            y = top + i * height
            painter.setFont(text_font("label"))
            painter.setPen(QColor(self.theme.text))
            name = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, name_width - 6)
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
            (name, kind, center * spread.largest, int(count))
            for layer, name in zip(self.grid.layers, self.grid.names, strict=True)
            for kind, spread in (("weight", layer.weights), ("gradient", layer.gradients))
            for center, count in zip(_CENTERS, spread.counts, strict=True)
        ]
        return PlotTable(("layer", "of", "value", "count"), rows) if rows else None

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.grid.theme = theme
        self.grid.update()


_CENTERS: list[float] = (((np.arange(N_BINS) + 0.5) / N_BINS) * 2.0 - 1.0).tolist()


class WeightsView(CountsView[WeightsFrame]):
    """How weights and slopes are spread, as counted by the picture worker."""

    name, explanation = "Weights", EXPLANATION

    def make_frame(self, theme: Theme) -> WeightsFrame:
        return WeightsFrame(theme)

    @property
    def layers(self) -> tuple[LayerSpread, ...]:
        return self.plot.grid.layers

    def take(self, pictures: Pictures) -> bool:
        if pictures.spreads is None:
            return False
        grid, network = self.plot.grid, pictures.snapshot.network.spec
        grid.layers = pictures.spreads
        grid.names = tuple(layer_name(network, each.layer) for each in pictures.spreads)
        return True

    def refresh(self) -> None:
        if self.layers:
            self.plot.set_empty()
        else:
            self.plot.set_empty("weights", "Nothing counted yet", "It comes as soon as it is counted.")
        self.plot.grid.update()
        self.describe_soon()

    def sentence(self) -> str:
        return " ".join(
            f"{name}: weights up to {format_number(layer.weights.largest)}, "
            f"gradient up to {format_number(layer.gradients.largest)}."
            for layer, name in zip(self.layers, self.plot.grid.names, strict=True)
        )
