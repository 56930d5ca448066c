"""Texts of the picture: headers, names of inputs and outputs, counts of what is not drawn.

They are painted in screen pixels, so that they can stay readable while the picture shrinks.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.canvas.control_places import MOST_TEXT_GROWS, NAME_RISE, SUMMARY_RISE, Controls
from playground.canvas.headers import NAME_PX, SUMMARY_PX, header_lines
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform
from playground.canvas.weights import MOST_DRAWN
from playground.document.names import neuron_name

WIDEST_NAME: Final = 128.0
LABEL_GAP: Final = 10.0
SMALLEST_LABEL_GAP: Final = 8.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter


def text_size(pixels: float, smallest: float, zoom: float) -> float:
    """A label's size: grows a little with the picture, and stays readable when it shrinks."""
    return min(max(pixels * zoom, smallest), pixels * MOST_TEXT_GROWS)


class Labels:
    """Paints the texts of a scene seen through ``view``."""

    def __init__(self, painter: QPainter, scene: NetworkScene, view: ViewTransform) -> None:
        self.painter, self.scene, self.view = painter, scene, view
        self.controls: Controls = scene.geometry.controls(view.zoom)
        self.look = scene.look
        zoom = view.zoom
        self.name_font = self.look.font(text_size(12, 11, zoom), medium=True)
        self.small_font = self.look.font(text_size(SUMMARY_PX, 10, zoom))
        self.header_font = self.look.font(text_size(NAME_PX, 11, zoom), medium=True)

    def paint(self) -> None:
        scene = self.scene
        contributions = scene.contributions and scene.offers_contributions
        for index, lines in enumerate(header_lines(scene.network, contributions, self.controls.short)):
            self._header(index, lines)
        self._names(0, _RIGHT)
        self._names(len(self.scene.network.layers) - 1, _LEFT)
        for gap in range(len(self.scene.drawn)):
            self._count(gap)
        group = self.scene.geometry.group
        if group is not None and group.width() * self.view.zoom > 26:
            below = self.view.to_screen(QPointF(group.center().x(), group.bottom()))
            place = below + QPointF(0, QFontMetricsF(self.small_font).height() / 2 + 3)
            self._text(place, "add up to 100 %", self.small_font, self.look.muted, _CENTER, 400)

    def _header(self, index: int, lines: tuple[str, str]) -> None:
        rect = self.view.rect_to_screen(self.controls.header(index))
        if rect.width() > self.scene.geometry.layer_pitch * self.view.zoom:
            return
        x, top = rect.center().x(), self.view.to_screen(QPointF(0, self.scene.geometry.top)).y()
        for text, font, color, above in (
            (lines[0], self.header_font, self.look.text, NAME_RISE),
            (lines[1], self.small_font, self.look.muted, SUMMARY_RISE),
        ):
            y = top - above * self.controls.k * self.view.zoom
            self._text(QPointF(x, y), text, font, color, _CENTER, rect.width() + 12)

    def _names(self, index: int, align: Qt.AlignmentFlag) -> None:
        """Input names left of their neurons, output names right of theirs (or above the answer tile)."""
        geometry = self.scene.geometry
        layer = geometry.layers[index]
        spec = self.scene.network.layers[index]
        height = QFontMetricsF(self.name_font).height()
        if layer.pitch * self.view.zoom < height * 0.9:
            return
        two_lines = layer.pitch * self.view.zoom > height * 2.1
        group = geometry.group if index else None
        beside = group.right() - layer.x - layer.half if group else 0.0
        on_tile = index > 0 and geometry.tile is not None and spec.size == 1
        for place, neuron in enumerate(spec.neurons):
            name, value = neuron.name, self.scene.row.texts.get(neuron.id, "")
            if on_tile and geometry.tile is not None:
                above = self.view.to_screen(QPointF(geometry.tile.center().x(), geometry.tile.top()))
                title = f"{name}  {value}" if value else name
                if self.scene.answering != neuron.id:
                    title = neuron_name(self.scene.network, self.scene.answering)
                widest = geometry.tile.width() * self.view.zoom
                rise = QPointF(0, height / 2 + 4)
                self._text(above - rise, title, self.name_font, self.look.text, _CENTER, widest)
                continue
            side = -1 if index == 0 else 1
            edge = self.view.to_screen(QPointF(layer.x + side * (layer.half + beside), layer.ys[place]))
            point = edge + QPointF(side * max(LABEL_GAP * self.view.zoom, SMALLEST_LABEL_GAP), 0)
            lines = [(name, self.name_font, self.look.text)]
            if value and two_lines:
                lines.append((value, self.small_font, self.look.muted))
            self._lines(point, lines, align)

    def _lines(self, point: QPointF, lines: list[tuple[str, QFont, QColor]], align: Qt.AlignmentFlag) -> None:
        """One line, or two around the middle."""
        step = QFontMetricsF(lines[0][1]).height()
        y = point.y() - step * (len(lines) - 1) / 2
        widest = self.widest_name()
        for text, font, color in lines:
            self._text(QPointF(point.x(), y), text, font, color, align, widest)
            y += step

    def widest_name(self) -> float:
        return WIDEST_NAME * max(1.0, min(self.view.zoom, 1.5))

    def _count(self, gap: int) -> None:
        """ "200 of 8,192", under the disc of a gap where not all synapses are drawn."""
        drawn, present = self.scene.drawn[gap][0].size, self.scene.weights.present(gap)
        if present <= MOST_DRAWN:
            return
        space = self.scene.geometry.gaps[gap]
        middle = QPointF((space.x0 + space.x1) / 2, self.scene.geometry.top - 8 * self.controls.k)
        widest = (space.x1 - space.x0) * self.view.zoom
        text = f"strongest {drawn:,} of {present:,}"
        if QFontMetricsF(self.small_font).horizontalAdvance(text) > widest:
            text = f"{drawn:,} of {present:,}"
        self._text(self.view.to_screen(middle), text, self.small_font, self.look.muted, _CENTER, widest)

    def _text(
        self,
        point: QPointF,
        text: str,
        font: QFont,
        color: QColor,
        align: Qt.AlignmentFlag,
        widest: float,
    ) -> None:
        """A line of text at a screen point (its middle's left, right or center), shortened to ``widest``."""
        metrics = QFontMetricsF(font)
        if metrics.horizontalAdvance(text) > widest:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, widest)
        width, height = metrics.horizontalAdvance(text) + 2, metrics.height()
        left = point.x() - (width if align == _RIGHT else width / 2 if align == _CENTER else 0)
        rect = QRectF(left, point.y() - height / 2, width, height)
        self.painter.setFont(font)
        self.painter.setPen(color)
        self.painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, text)
