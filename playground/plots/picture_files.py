"""Pictures and tables of a plot as files and on the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSaveFile
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

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
    """Write the widget as PNG or SVG, by the file's ending. Raises ``OSError`` if that fails."""
    _save(path, _svg(widget) if path.suffix.lower() == ".svg" else _png(widget))


def save_table(table: PlotTable, path: Path) -> None:
    """Write the numbers as CSV: every digit, a point as decimal sign. Raises ``OSError`` if that fails."""
    _save(path, QByteArray(as_text(table).encode("utf-8")))


def as_text(table: PlotTable, delimiter: str = ",") -> str:
    """Every digit, a point as decimal sign."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.header)
    writer.writerows(table.rows)
    return text.getvalue()


def _png(widget: QWidget) -> QByteArray:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(widget).save(buffer, "PNG")
    buffer.close()
    return data


def _svg(widget: QWidget) -> QByteArray:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    generator.setTitle(widget.accessibleName())
    generator.setDescription(widget.accessibleDescription())
    painter = QPainter(generator)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    buffer.close()
    return data


def _save(path: Path, data: QByteArray) -> None:
    """All of the file or nothing of it."""
    file = QSaveFile(str(path))
    written = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == data.size()
    if not (written and file.commit()):
        raise OSError(f"{path.name} could not be written: {file.errorString()}")
