"""The program's own icons: line drawings in ``resources/icons``, tinted for a theme.

The drawings use ``currentColor``; they are rendered for every screen's device ratio, so that they stay sharp.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.appearance.theme import Theme
from playground.resources import resource

_DISABLED_OPACITY: Final = 0.4


def icon(name: str, theme: Theme, role: str = "muted", size: int = 20) -> QIcon:
    """The icon of that name in the theme's color ``role``.

    Raises ``FileNotFoundError`` for an unknown name, ``AttributeError`` for an unknown role.
    """
    return QIcon(_icon(name, getattr(theme, role), size, _device_ratios()))


@cache
def _icon(name: str, color: str, size: int, ratios: tuple[float, ...]) -> QIcon:
    """Remembered: the same few icons are wanted again with every panel and every change of the theme."""
    result = QIcon()
    for ratio in ratios:
        pixmap = icon_pixmap(name, color, size, ratio)
        result.addPixmap(pixmap, QIcon.Mode.Normal)
        # Fusion would tint a selected menu row's icon: it stays as it is.
        result.addPixmap(pixmap, QIcon.Mode.Selected)
        result.addPixmap(_faded(pixmap), QIcon.Mode.Disabled)
    return result


def icon_pixmap(name: str, color: str, size: int = 20, device_ratio: float = 1.0) -> QPixmap:
    """One picture of an icon, ``size`` device-independent pixels wide and high."""
    side = round(size * device_ratio)
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer(name, color).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(device_ratio)
    return pixmap


def paint_icon(painter: QPainter, name: str, color: QColor | str, rect: QRectF) -> None:
    """Draw an icon as lines into any painter, at any scale."""
    renderer(name, color if isinstance(color, str) else color.name()).render(painter, rect)


def renderer(name: str, color: str) -> QSvgRenderer:
    """A renderer of an icon in one color."""
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))


@cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def _device_ratios() -> tuple[float, ...]:
    return tuple(sorted({1.0, 2.0} | {screen.devicePixelRatio() for screen in QGuiApplication.screens()}))


def _faded(pixmap: QPixmap) -> QPixmap:
    faded = QPixmap(pixmap.size())
    faded.fill(Qt.GlobalColor.transparent)
    faded.setDevicePixelRatio(pixmap.devicePixelRatio())
    painter = QPainter(faded)
    painter.setOpacity(_DISABLED_OPACITY)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return faded
