"""Every color in one place: two themes and their palette.

Interface colors follow the scheme. Data colors are equal in both, so that a picture means the same in
either; only the zero of the sign map (`color_maps`) is the scheme's own ``neutral``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import getCppPointer

from playground.appearance.colors import mix
from playground.appearance.style_sheet import style_sheet

TURN: Final = 0.015
"""Seconds of styling widgets before the window answers again."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One color scheme; every color is "#rrggbb"."""

    name: Literal["light", "dark"]
    window: str
    panel: str
    canvas: str
    sunken: str
    hover: str
    border: str
    grid: str
    control: str
    text: str
    muted: str
    accent: str
    on_accent: str
    tint: str
    warn: str
    bad: str
    good: str
    neutral: str
    positive: str = "#2b7fd4"
    negative: str = "#db7416"
    casing: str = "#12141a"
    """The dark ring of marks on the cost map, in both schemes."""
    runner_colors: tuple[str, ...] = ("#f4529f", "#2499e2", "#b19010", "#bc4030", "#554ffd", "#9c48af")
    class_colors: tuple[str, ...] = ("#2b7fd4", "#db7416", "#af3c94", "#8445ff", "#b38497", "#d42a1c")

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"


LIGHT = Theme(
    name="light",
    window="#eceef1",
    panel="#ffffff",
    canvas="#fbfbfc",
    sunken="#f1f3f5",
    hover="#e9ebef",
    border="#dadee4",
    grid="#e8eaee",
    control="#868e9b",
    text="#1a1e26",
    muted="#59616e",
    accent="#6347d9",
    on_accent="#ffffff",
    tint="#efecfc",
    warn="#9a5b00",
    bad="#b4232f",
    good="#19763f",
    neutral="#f3f4f6",
)

DARK = Theme(
    name="dark",
    window="#101216",
    panel="#1b1e24",
    canvas="#171a1f",
    sunken="#252930",
    hover="#2c313a",
    border="#31363f",
    grid="#2a2f37",
    control="#737c8a",
    text="#e7e9ed",
    muted="#a0a8b5",
    accent="#a898ff",
    on_accent="#14101f",
    tint="#2a2740",
    warn="#f0b45a",
    bad="#ff8a8a",
    good="#6ccb94",
    neutral="#2b3038",
)


def class_color(theme: Theme, index: int) -> QColor:
    """The color of a category; from the seventh on gray, which needs a label beside it."""
    colors = theme.class_colors
    return QColor(colors[index]) if index < len(colors) else QColor(theme.control)


def palette(theme: Theme) -> QPalette:
    """The Fusion style's palette: what the style sheet does not reach looks right too."""
    role = QPalette.ColorRole
    faint = mix(theme.panel, theme.muted, 0.6)
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.sunken,
        role.Text: theme.text,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Midlight: theme.hover,
        role.Mid: theme.border,
        role.Dark: theme.control,
        # These have no role of their own; what Fusion would draw with the ones they take, the sheet draws.
        role.Light: theme.tint,
        role.Shadow: mix(theme.accent, theme.text, 0.15),
        role.BrightText: faint,
    }
    result = QPalette()
    for color_role, color in colors.items():
        result.setColor(color_role, QColor(color))
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, color_role, QColor(faint))
    return result


def system_scheme() -> Theme:
    """The system's scheme; where Qt does not know it, judged by the lightness of the window color.

    That judgement holds only before ``apply_theme`` has put our own palette in place.
    """
    scheme = QGuiApplication.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:
        return DARK if QGuiApplication.palette().window().color().lightness() < 128 else LIGHT
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application a theme, at once: our palette, and the style sheet in its roles."""
    for _ in theme_changing(app, theme):
        pass


def theme_changing(app: QApplication, theme: Theme) -> Iterator[None]:
    """`apply_theme` in turns of `TURN`: windows with hundreds of widgets answer in between.

    Only the palette changes. Another sheet would be slow (Qt styles every widget anew once for each of its
    ancestors); but Qt reads a role's color only when it polishes a widget, so each is told to polish again.
    Nor may a sheet be taken away: Qt would then miss the end of widgets that are styled but were not yet
    shown, and with the next sheet it would style them after their end.
    """
    colors, sheet = palette(theme), style_sheet()
    if app.palette() == colors and app.styleSheet() == sheet:
        return
    app.setPalette(colors)
    if app.styleSheet() != sheet:  # the first theme, or another size of text
        app.setStyleSheet(sheet)
        return
    polished: set[int] = set()  # addresses: a widget may go between two turns, or come
    while waiting := [each for each in app.allWidgets() if getCppPointer(each)[0] not in polished]:
        end = perf_counter() + TURN
        for widget in waiting:
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.Polish))
            polished.add(getCppPointer(widget)[0])
            if perf_counter() > end:
                break
        yield
