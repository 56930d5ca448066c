"""A theme, ready to paint the canvas with: colors, pens and fonts."""

from __future__ import annotations

from math import sqrt
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPen

from playground.appearance.colors import mix
from playground.appearance.text import BASE_PX, body_px, text_font
from playground.appearance.theme import Theme
from playground.canvas.weights import FAINTEST, STRONGEST, THICKEST, THINNEST, WeightScale

LEVELS: Final = 48
"""Steps of width and opacity from a weight of 0 to the reference: finer than the eye."""
LOCKED_DASHES: Final = (6.0, 4.0)
CUT_DOTS: Final = (0.1, 4.2)
CUT_WIDTH: Final = 1.2
OUTLINE: Final = 1.5


class Look:
    """Colors as QColor, and the pens of the synapses.

    Weak synapses are mixed with the canvas instead of being drawn through: an opaque line costs a quarter of
    a transparent one, and over an empty canvas looks the same.
    """

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.canvas = QColor(theme.canvas)
        self.panel = QColor(theme.panel)
        self.border = QColor(theme.border)
        self.control = QColor(theme.control)
        self.text = QColor(theme.text)
        self.muted = QColor(theme.muted)
        self.accent = QColor(theme.accent)
        self.tint = QColor(theme.tint)
        self.hover = QColor(theme.hover)
        self.positive = QColor(theme.positive)
        self.negative = QColor(theme.negative)
        self.warn = QColor(theme.warn)
        self.bad = QColor(theme.bad)
        self.veil = QColor(theme.canvas)
        self.veil.setAlphaF(0.88)
        self.text_scale = max(1.0, body_px() / BASE_PX)
        """How much larger the system's text is than the one everything was drawn for."""
        self._pens: dict[tuple[float, bool], list[QPen]] = {}
        self._fonts: dict[tuple[float, bool], QFont] = {}

    def sign_color(self, negative: bool, opacity: float) -> QColor:
        """A sign's color over the canvas, ``opacity`` 0 … 1."""
        end = self.theme.negative if negative else self.theme.positive
        return QColor(mix(self.theme.canvas, end, opacity))

    def weight_pen(self, scale: WeightScale, weight: float, thinnest: float, locked: bool = False) -> QPen:
        """The pen of a synapse or bias; no thinner than ``thinnest``, so that it stays visible zoomed out."""
        level = round(scale.share(weight) * LEVELS)
        return self.weight_pens(thinnest, locked)[level if weight >= 0 else LEVELS + 1 + level]

    def weight_pens(self, thinnest: float, locked: bool = False) -> list[QPen]:
        """The pens of all levels: those of positive weights, then those of negative ones."""
        pens = self._pens.get((thinnest, locked))
        if pens is None:
            if len(self._pens) > 16:  # zooming makes new ones: forget the old
                self._pens.clear()
            pens = [
                self._weight_pen(level / LEVELS, negative, thinnest, locked)
                for negative in (False, True)
                for level in range(LEVELS + 1)
            ]
            self._pens[thinnest, locked] = pens
        return pens

    def _weight_pen(self, share: float, negative: bool, thinnest: float, locked: bool) -> QPen:
        own = THINNEST + (THICKEST - THINNEST) * share
        width, opacity = max(own, thinnest), FAINTEST + (STRONGEST - FAINTEST) * share
        if own < thinnest:  # what can't get thinner gets fainter: zoomed out, strong ones still stand out
            opacity *= sqrt(own / thinnest)
        pen = QPen(self.sign_color(negative, opacity), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if locked:
            pen.setDashPattern([length / width for length in LOCKED_DASHES])
        return pen

    def cut_pen(self) -> QPen:
        """Dots where a cut synapse was."""
        pen = QPen(self.control, CUT_WIDTH)
        pen.setDashPattern([part / CUT_WIDTH for part in CUT_DOTS])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen

    def outline(self, color: QColor, width: float = OUTLINE) -> QPen:
        return QPen(color, width)

    def font(self, pixels: float, *, medium: bool = False) -> QFont:
        """The system's font with tabular figures, ``pixels`` high where the system's text has 13."""
        size = round(pixels * body_px() / 13 * 2) / 2
        font = self._fonts.get((size, medium))
        if font is None:
            font = text_font("label", medium=medium, tabular=True)
            font.setPixelSize(max(round(size), 7))
            self._fonts[size, medium] = font
        return font


def faded(color: QColor, share: float) -> QColor:
    """The color, so far come: 0 is nothing, 1 all of it."""
    if share >= 1.0:
        return color
    result = QColor(color)
    result.setAlphaF(share * color.alphaF())
    return result
