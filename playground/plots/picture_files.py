"""Pictures and tables of a plot as files and on the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.appearance.picture_bytes import png, svg
from playground.document.whole_file import write_whole

SAVED_SCALE = 2.0
"""Pixels per screen pixel in saved pictures: sharp in print and on dense screens."""


@dataclass(frozen=True)
class PlotTable:
    """The numbers behind a plot."""

    header: Sequence[str]
    rows: Iterable[Sequence[float | int | str]]


def copy_picture(widget: QWidget) -> None:
    """Put the widget's picture on the clipboard."""
    # Not setMimeData: an object of Python's on the clipboard outlives Python, and the program's end crashes.
    QGuiApplication.clipboard().setImage(picture(widget).toImage())


def picture(widget: QWidget, scale: float = SAVED_SCALE) -> QPixmap:
    pixmap = QPixmap(widget.size() * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(widget.palette().window().color())
    widget.render(pixmap)
    return pixmap


def save_picture(widget: QWidget, path: Path) -> None:
    """Write the widget as PNG or SVG, by the file's ending. Raises `NotSavedError`."""
    is_svg = path.suffix.lower() == ".svg"
    write_whole(path, _svg(widget) if is_svg else png(picture(widget).toImage()))


def save_table(table: PlotTable, path: Path) -> None:
    """Write the numbers as CSV: every digit, a point as decimal sign. Raises `NotSavedError`."""
    write_whole(path, as_text(table).encode("utf-8"))


def as_text(table: PlotTable, delimiter: str = ",") -> str:
    """Every digit, a point as decimal sign."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return text.getvalue()


def _svg(widget: QWidget) -> bytes:
    def paint(painter: QPainter) -> None:
        widget.render(painter, QPoint(0, 0))

    return svg(widget.size(), paint, widget.accessibleName(), widget.accessibleDescription())
