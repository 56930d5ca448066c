"""Where headers, and what is clicked to build, stand above the layers: in scene pixels, for one zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

if TYPE_CHECKING:
    from playground.canvas.geometry import NetworkGeometry

DISC: Final = 20.0
BUTTON: Final = 20.0
CLEAR: Final = 4.0
SMALLEST_CONTROLS: Final = 0.8
"""Headers, discs and buttons shrink no further than this on screen: they must stay readable and hittable."""
MOST_TEXT_GROWS: Final = 1.2
"""Text grows with the picture up to this zoom."""
ROW_HEIGHT: Final = 47.0
"""From the upper end of the headers to the neurons."""
HEADER_HEIGHT: Final = 33.0
NAME_RISE: Final = 38.5
SUMMARY_RISE: Final = 23.5
TILE_FOOT: Final = 18.0
"""Below the answer tile: the bar of its colors, without its texts"""
FOOT_TEXT: Final = 15.0


class Controls:
    """A header above each layer, and between two headers the disc that adds a layer.

    Beside a hidden layer's header stand − and ＋, which remove and add neurons; they are drawn while the
    mouse is over the layer. (Below the layers, buttons would cost the neurons a tenth of their size.)

    ``k`` is their size in scene pixels: below 80 % zoom they grow against the neurons. Where layers stand
    close together, headers become ``short``, then buttons go, then discs.
    """

    def __init__(self, geometry: NetworkGeometry, k: float) -> None:
        self.k = k
        self._geometry = geometry
        hidden = range(1, len(geometry.layers) - 1)
        room = geometry.layer_pitch - (DISC + 2 * CLEAR) * k
        buttons = 2 * (BUTTON + CLEAR) * k
        longest, shortest = (
            [
                widths[form] * k + (buttons if i in hidden else 0.0)
                for i, widths in enumerate(geometry.headers)
            ]
            for form in (0, 1)
        )
        self.short = max(longest) > room
        self.buttons = max(shortest) <= room
        self.discs = max(short for _, short in geometry.headers) * k <= room

    @property
    def top(self) -> float:
        return self._geometry.top - ROW_HEIGHT * self.k

    @property
    def bottom(self) -> float:
        """The lower end of the whole picture: the last bias ring, or what is written below tile or group."""
        geometry, ends = self._geometry, [layer.foot for layer in self._geometry.layers]
        ends += [geometry.tile.bottom() + TILE_FOOT + FOOT_TEXT * self.k] if geometry.tile is not None else []
        ends += [geometry.group.bottom() + FOOT_TEXT * self.k] if geometry.group is not None else []
        return max(ends)

    def text_width(self, index: int) -> float:
        """Room for the two lines of a layer's header."""
        return self._geometry.headers[index][1 if self.short else 0] * self.k

    def header(self, index: int) -> QRectF:
        """The two lines of a layer's header."""
        width = self.text_width(index) + CLEAR * self.k
        x = self._geometry.layers[index].x
        top = self._geometry.top - (ROW_HEIGHT - 0.5) * self.k
        return QRectF(x - width / 2, top, width, HEADER_HEIGHT * self.k)

    def disc(self, index: int) -> QPointF:
        """Center of the ＋ that adds a layer at ``index`` of the chain."""
        before, after = self._geometry.layers[index - 1 : index + 1]
        return QPointF((before.x + after.x) / 2, self._middle)

    def remove_button(self, index: int) -> QRectF:
        return self._button(index, -1)

    def add_button(self, index: int) -> QRectF:
        return self._button(index, 1)

    def column_at(self, x: float) -> int | None:
        """The layer whose column, header or buttons ``x`` lies in."""
        for index, layer in enumerate(self._geometry.layers):
            beside = self.text_width(index) / 2 + (2 * CLEAR + BUTTON) * self.k
            if abs(x - layer.x) <= max(beside, layer.half + 2 * CLEAR * self.k):
                return index
        return None

    def _button(self, index: int, side: int) -> QRectF:
        size = BUTTON * self.k
        x = self._geometry.layers[index].x + side * (self.text_width(index) / 2 + CLEAR * self.k + size / 2)
        return QRectF(x - size / 2, self._middle - size / 2, size, size)

    @property
    def _middle(self) -> float:
        return self._geometry.top - (ROW_HEIGHT - HEADER_HEIGHT / 2) * self.k
