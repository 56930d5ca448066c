"""The short style sheet: what the palette and the Fusion style cannot say.

It names roles of the palette instead of colors, so it stays the same in every theme (`theme.theme_changing`
says why). Sheets of single widgets should do so, too, with the names below.
"""

from __future__ import annotations

from string import Template
from typing import Final

from playground.appearance.text import px

WINDOW: Final = "palette(window)"
PANEL: Final = "palette(base)"
SUNKEN: Final = "palette(alternate-base)"
HOVER: Final = "palette(midlight)"
BORDER: Final = "palette(mid)"
CONTROL: Final = "palette(dark)"
TEXT: Final = "palette(text)"
MUTED: Final = "palette(placeholder-text)"
ACCENT: Final = "palette(highlight)"
ACCENT_HOVER: Final = "palette(shadow)"
ON_ACCENT: Final = "palette(highlighted-text)"
TINT: Final = "palette(light)"
FAINT: Final = "palette(bright-text)"

SLIDER_HANDLE: Final = 15
"""px, with its border"""
FIELD_TEXT: Final = 8
"""px from a field's edge to its text"""

_SHEET = Template("""
QMainWindow, QMenuBar, QToolBar, QStatusBar { background: $window; }
QMainWindow::separator { background: $window; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: $border; }
QSplitter::handle { background: transparent; }

QMenuBar { padding: 2px 0; }
QMenuBar::item { padding: 4px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 10px; border-radius: 4px; color: $text; }
QMenu::item:selected { background: $tint; }
QMenu::item:disabled { color: $faint; }
QMenu::icon { padding-left: 8px; }
QMenu::icon:checked { background: $tint; border: 1px solid $accent; border-radius: 4px; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QToolTip { background: $panel; color: $text; border: 1px solid $border; padding: 6px 8px; }

QToolBar { border: none; spacing: 0; padding: 0; }
QFrame#toolbarLine { background: $border; border: none; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; }

QLineEdit, QComboBox, QSpinBox, QPlainTextEdit { background: $sunken; color: $text;
    border: 1px solid $border; border-radius: 6px; padding: 0 ${padding}px; min-height: ${field}px;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus {
    border: 2px solid $accent; padding: 0 ${focused_padding}px; min-height: ${focused}px; }
QLineEdit:disabled, QComboBox:disabled { color: $faint; }
QComboBox { padding-right: 22px; combobox-popup: 0; }
QComboBox:focus { padding-right: 21px; }
QComboBox::drop-down { border: none; width: 0; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $border; outline: none; padding: 4px;
    selection-background-color: $tint; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${row}px; padding: 0 6px; }

QPushButton { background: $panel; color: $text; border: 1px solid $control; border-radius: 6px;
    padding: 0 12px; min-height: ${field}px; }
QPushButton:hover { background: $hover; }
QPushButton:focus { border: 2px solid $accent; padding: 0 11px; min-height: ${focused}px; }
QPushButton:disabled { color: $faint; border-color: $border; }
QPushButton[filled="true"] { background: $accent; color: $on_accent; border: none;
    padding: 0 16px; min-height: ${filled}px; }
QPushButton[filled="true"]:hover { background: $accent_hover; }
QPushButton[filled="true"]:focus { border: 2px solid $text; padding: 0 14px;
    min-height: ${filled_focused}px; }
QPushButton[filled="true"]:disabled { background: $border; color: $muted; }

QToolButton { background: transparent; color: $text; border: 2px solid transparent; border-radius: 6px;
    padding: 2px; }
QToolButton:hover { background: $hover; }
QToolButton:checked, QToolButton:pressed { background: $tint; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; }

QSlider { background: transparent; min-height: ${slider}px; }
QSlider::groove:horizontal { background: $border; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: $panel; border: 2px solid $accent;
    width: ${handle}px; height: ${handle}px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover { background: $tint; }
QSlider::handle:horizontal:focus { border-width: 3px;
    width: ${focused_handle}px; height: ${focused_handle}px; }
QSlider::sub-page:horizontal:disabled { background: $control; }
QSlider::handle:horizontal:disabled { border-color: $control; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame#card { background: $panel; border: 1px solid $border; border-radius: 8px; }
QFrame#cardHeader { background: $panel; border: 1px solid $border;
    border-top-left-radius: 8px; border-top-right-radius: 8px; }
QFrame#cardBody { background: $panel; border: 1px solid $border; border-top: none;
    border-bottom-left-radius: 8px; border-bottom-right-radius: 8px; }
QLabel#cardTitle { color: $text; }
QMainWindow > QTabBar { background: $panel; border: 1px solid $border;
    border-top-left-radius: 8px; border-top-right-radius: 8px; qproperty-drawBase: 0; }
QMainWindow > QTabBar::tab { background: transparent; color: $muted; border: none; border-radius: 6px;
    padding: 0 12px; margin: 5px 0 5px 5px; height: ${tab}px; }
QMainWindow > QTabBar::tab:selected { background: $sunken; color: $text; }
QMainWindow > QTabBar::tab:hover:!selected { background: $hover; }
QLabel[muted="true"] { color: $muted; }
""")


def style_sheet() -> str:
    """The application's style sheet, with heights fitted to the system's text."""
    heights = {"field": 28, "focused": 26, "filled": 34, "filled_focused": 30, "slider": 22, "row": 28}
    return _SHEET.substitute(
        window=WINDOW,
        panel=PANEL,
        sunken=SUNKEN,
        hover=HOVER,
        border=BORDER,
        control=CONTROL,
        text=TEXT,
        muted=MUTED,
        accent=ACCENT,
        accent_hover=ACCENT_HOVER,
        on_accent=ON_ACCENT,
        tint=TINT,
        faint=FAINT,
        padding=FIELD_TEXT - 1,
        focused_padding=FIELD_TEXT - 2,
        handle=SLIDER_HANDLE - 2 * 2,
        focused_handle=SLIDER_HANDLE - 2 * 3,
        tab=str(px(38) - 10),  # with its margins as high as a card's header
        **{name: str(px(height)) for name, height in heights.items()},
    )
