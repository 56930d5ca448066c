"""The menu of every plot: fit, copy, save as picture, save as numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from playground.appearance.icons import icon
from playground.appearance.theme import Theme
from playground.document.whole_file import NotSavedError
from playground.plots.picture_files import PlotTable, copy_picture, save_picture, save_table

if TYPE_CHECKING:
    from playground.plots.picture_frame import PictureFrame


def fill_menu(menu: QMenu, frame: PictureFrame, theme: Theme) -> None:
    """Add the entries that a plot offers now."""
    if not menu.isEmpty():
        menu.addSeparator()
    menu.addAction(icon("fit", theme), "Fit to view\tHome", frame.fit_requested.emit)
    menu.addSeparator()
    menu.addAction(icon("copy", theme), "Copy picture", lambda: copy_picture(frame))
    menu.addAction(icon("image", theme), "Save picture…", lambda: ask_and_save_picture(frame))
    table = frame.table()
    if table is not None:
        menu.addAction(icon("table", theme), "Save numbers as CSV…", lambda: ask_and_save_table(frame, table))


def ask_and_save_picture(widget: QWidget) -> None:
    path = _ask(widget, "Save picture", ".png", "Picture (*.png);;Drawing (*.svg)")
    if path is not None:
        _report(widget, lambda: save_picture(widget, path))


def ask_and_save_table(widget: QWidget, table: PlotTable) -> None:
    path = _ask(widget, "Save numbers", ".csv", "CSV (*.csv)")
    if path is not None:
        _report(widget, lambda: save_table(table, path))


def _ask(widget: QWidget, title: str, ending: str, kinds: str) -> Path | None:
    suggestion = widget.accessibleName().lower().replace(" ", "_") + ending
    name, kind = QFileDialog.getSaveFileName(widget, title, suggestion, kinds)
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() in (".png", ".svg", ".csv"):
        return path
    return path.with_name(path.name + (".svg" if "svg" in kind else ending))


def _report(widget: QWidget, save: Callable[[], None]) -> None:
    try:
        save()
    except NotSavedError as error:
        box = QMessageBox(QMessageBox.Icon.Warning, "Not saved", str(error), parent=widget)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
