"""Colors: legible in both schemes, data colors equal in both, maps exact at their ends."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from playground.appearance.color_maps import sign_color, sign_lut, viridis_lut
from playground.appearance.colors import mix
from playground.appearance.style_sheet import style_sheet
from playground.appearance.theme import DARK, LIGHT, Theme, apply_theme, class_color, palette

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of WCAG 2.1 between two colors, 1 … 21."""

    def luminance(color: str) -> float:
        parts = np.array(list(bytes.fromhex(color[1:]))) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
def test_text_is_legible(theme: Theme) -> None:
    for paper in (theme.panel, theme.window, theme.sunken, theme.canvas, theme.tint):
        assert contrast(theme.text, paper) >= 7
        assert contrast(theme.muted, paper) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.control, theme.panel) >= 3
    assert contrast(theme.control, theme.canvas) >= 3


@BOTH
def test_badges_are_legible_on_their_own_tint(theme: Theme) -> None:
    for tone in ("good", "warn", "bad", "muted"):
        color = getattr(theme, tone)
        assert contrast(color, mix(theme.panel, color, 0.13)) >= 4.5


@BOTH
def test_data_colors_stand_out_from_the_paper(theme: Theme) -> None:
    for color in (theme.positive, theme.negative):
        assert contrast(color, theme.canvas) >= 3
    for color in theme.runner_colors:
        assert contrast(color, theme.panel) >= 2.95


def test_data_colors_are_equal_in_both_schemes() -> None:
    for name in ("positive", "negative", "casing", "runner_colors", "class_colors"):
        assert getattr(LIGHT, name) == getattr(DARK, name)


@BOTH
def test_every_color_is_written_alike(theme: Theme) -> None:
    for field in dataclasses.fields(theme):
        value = getattr(theme, field.name)
        for color in value if isinstance(value, tuple) else [value]:
            if field.name != "name":
                assert QColor(color).name() == color


@BOTH
def test_sign_map(theme: Theme) -> None:
    lut = sign_lut(theme)
    assert lut.shape == (256, 4)
    assert QColor(*lut[0]).name() == theme.negative == sign_color(theme, -3).name()
    assert QColor(*lut[255]).name() == theme.positive == sign_color(theme, 1).name()
    assert sign_color(theme, 0).name() == theme.neutral
    step = sign_color(theme, 2 * 200 / 255 - 1)
    assert np.abs(np.array(step.getRgb(), dtype=int) - lut[200]).max() <= 1


def test_cost_map_is_dark_where_low() -> None:
    lut = viridis_lut()
    assert lut.shape == (256, 4)
    assert tuple(lut[0]) == (68, 1, 84, 255)
    assert tuple(lut[255]) == (253, 231, 37, 255)
    lightness = lut[:, :3].astype(float) @ [0.2126, 0.7152, 0.0722]
    assert np.all(np.diff(lightness) > -0.6)
    assert lightness[0] < lightness[128] < lightness[255]


def test_categories_beyond_the_sixth_are_gray() -> None:
    assert class_color(LIGHT, 0).name() == LIGHT.positive
    assert class_color(LIGHT, 6).name() == LIGHT.control


@BOTH
def test_palette_and_style_sheet_speak_the_same_colors(theme: Theme, qapp: QApplication) -> None:
    assert palette(theme).color(QPalette.ColorRole.Window).name() == theme.window
    assert "$" not in style_sheet()
    apply_theme(qapp, theme)
    assert qapp.styleSheet() == style_sheet()
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == theme.text
    apply_theme(qapp, LIGHT)


def test_another_theme_changes_what_the_style_sheet_draws(qapp: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(80, 30)
    field.show()
    for theme in (DARK, LIGHT):
        apply_theme(qapp, theme)
        drawn = field.grab().toImage()
        assert drawn.pixelColor(40, 0).name() == theme.border
        assert drawn.pixelColor(40, 15).name() == theme.sunken


CHANGES = """
from PySide6.QtWidgets import QApplication, QPushButton, QStyle
from playground.appearance.theme import DARK, LIGHT, apply_theme
app = QApplication([])
apply_theme(app, LIGHT)
buttons = [QPushButton() for _ in range(2000)]
measure = lambda: [app.style().pixelMetric(QStyle.PixelMetric.PM_ButtonMargin, None, b) for b in buttons]
measure()  # styled, though never shown
apply_theme(app, DARK)
measure()
del buttons
app.setStyleSheet("QWidget { color: red }")
"""


def test_a_changed_theme_leaves_no_widget_behind_that_is_styled_after_its_end() -> None:
    """Where a sheet was taken away before, Qt styles them after their end, and this process crashes."""
    freed_is_overwritten = {"MALLOC_PERTURB_": "165"}
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | freed_is_overwritten
    subprocess.run([sys.executable, "-c", CHANGES], env=environment, check=True)
