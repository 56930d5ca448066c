"""Sizes of text and of what goes with it, all scaled from the system's font.

The drawings of the interface assume a body text of 13 px; ``px`` carries their measures over to the
system's real size.
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Final, Literal

from PySide6.QtGui import QFont, QFontInfo, QGuiApplication

TextSize = Literal["caption", "label", "body", "readout"]

BASE_PX: Final = 13
_LONGEST_TIP: Final = 1000
_SIZES: Final[dict[TextSize, int]] = {"caption": 11, "label": 12, "body": 13, "readout": 15}


def body_px() -> float:
    """Height of the system's text in device-independent pixels."""
    font = QGuiApplication.font()
    pixels = font.pixelSize()
    return float(pixels) if pixels > 0 else _height(font.pointSizeF())


@cache
def _height(_points: float) -> float:
    """Remembered: painters ask for it thousands of times a second, and measuring a font takes 25 µs."""
    return float(QFontInfo(QGuiApplication.font()).pixelSize())


def px(length: float) -> int:
    """A length drawn for 13 px text, for the system's text; never smaller than drawn."""
    return round(length * max(1.0, body_px() / BASE_PX))


def text_font(size: TextSize = "body", *, medium: bool = False, tabular: bool = False) -> QFont:
    """The system's font in one of the four sizes.

    ``medium`` is weight 500; ``tabular`` gives all digits one width, so that running numbers stay in place.
    """
    font = QFont(QGuiApplication.font())
    font.setPixelSize(max(9, round(body_px() * _SIZES[size] / BASE_PX)))
    font.setWeight(QFont.Weight.Medium if medium else QFont.Weight.Normal)
    return tabular_figures(font) if tabular else font


def plain_tip(text: str) -> str:
    """A tooltip that shows a text from a file as it is: Qt would take ``<b>`` in it for markup."""
    if len(text) > _LONGEST_TIP:
        text = f"{text[:_LONGEST_TIP]} …"
    if "<" not in text and "&lt;" not in text:
        return text
    return f"<span>{escape(text)}</span>".replace("\n", "<br>")


def without_mnemonic(text: str) -> str:
    """For labels, buttons and menus, which underline what stands behind an ``&``."""
    return text.replace("&", "&&")


def tabular_figures(font: QFont) -> QFont:
    """The same font with digits of equal width."""
    result = QFont(font)
    # A plain "tnum", which the signature allows, is refused by PySide6 6.11.
    result.setFeature(QFont.Tag.fromString("tnum"), 1)
    return result
