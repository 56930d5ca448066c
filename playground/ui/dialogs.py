"""The few dialogs there are: choose a file, keep changes or not, about, shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QProgressDialog,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground import __version__
from playground.appearance.icons import icon_pixmap
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.training.project_desk import ProjectDesk

Answer = Literal["save", "discard", "cancel"]

_TABLES = "*.csv *.tsv *.tab *.txt *.data *.dat *.gz *.zip *.xlsx *.xlsb *.xls *.ods"
OPEN_FILTER = f"Data and projects ({_TABLES} *.nnp);;All files (*)"
TABLE_FILTER = f"Tables ({_TABLES});;All files (*)"
CSV_FILTER = "CSV files (*.csv)"
SAVE_FILTER = "Neural playground projects (*.nnp)"


def choose_file_to_open(parent: QWidget, folder: str) -> Path | None:
    name, _filter = QFileDialog.getOpenFileName(parent, "Open data or a project", folder, OPEN_FILTER)
    return Path(name) if name else None


def choose_table_to_predict(parent: QWidget, folder: str) -> Path | None:
    name, _filter = QFileDialog.getOpenFileName(parent, "Predict the rows of a file", folder, TABLE_FILTER)
    return Path(name) if name else None


def choose_predictions_to_save(parent: QWidget, suggestion: str) -> Path | None:
    name, _filter = QFileDialog.getSaveFileName(parent, "Save the predictions", suggestion, CSV_FILTER)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(".csv")


def choose_file_to_save(parent: QWidget, suggestion: str) -> Path | None:
    name, _filter = QFileDialog.getSaveFileName(parent, "Save the project", suggestion, SAVE_FILTER)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(".nnp")


def ask_about_changes(parent: QWidget, name: str) -> Answer:
    """Whether changes to ``name`` shall be saved before they are lost."""
    box = QMessageBox(
        QMessageBox.Icon.NoIcon,
        "Save changes?",
        f"“{name}” has changes that are not saved.",
        QMessageBox.StandardButton.Save
        | QMessageBox.StandardButton.Discard
        | QMessageBox.StandardButton.Cancel,
        parent,
    )
    box.setInformativeText("Without saving, the network and what it has learned are lost.")
    box.setDefaultButton(QMessageBox.StandardButton.Save)
    pressed = box.exec()
    answers: dict[int, Answer] = {
        QMessageBox.StandardButton.Save.value: "save",
        QMessageBox.StandardButton.Discard.value: "discard",
    }
    return answers.get(pressed, "cancel")


def wait_for_saving(parent: QWidget, writer: ProjectDesk) -> bool:
    """Show that a file is being written until it is; False if it can't be, or if nobody waits for it."""
    dialog = QProgressDialog("Saving the project …", "", 0, 0, parent)
    dialog.setCancelButton(None)
    dialog.setWindowTitle("Saving")
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(0)
    writer.saved.connect(dialog.accept)
    writer.refused.connect(dialog.reject)
    return bool(dialog.exec())


def about_dialog(parent: QWidget, theme: Theme) -> QDialog:
    """Name, version and purpose of the program; not modal."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Neural playground")
    box.setIconPixmap(icon_pixmap("network", theme.accent, px(48), parent.devicePixelRatioF()))
    box.setText(f"Neural playground {__version__}")
    box.setInformativeText(
        "Drop a CSV, build a network, and watch it walk down its own cost surface.\n\n"
        "Free software under the MIT license. Built with Python, Qt, NumPy, pyqtgraph and contourpy."
    )
    box.setModal(False)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def shortcuts_dialog(parent: QWidget, shortcuts: Sequence[tuple[str, str, str]]) -> QDialog:
    """A list of shortcuts, each (heading, name, keys); not modal."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Keyboard shortcuts")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(20, 12, 20, 20)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    last = ""
    for title, name, keys in shortcuts:
        if title != last:
            heading = QLabel(title)
            heading.setFont(text_font("body", medium=True))
            heading.setContentsMargins(0, 10 if last else 0, 0, 2)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            last = title
        row = grid.rowCount()
        grid.addWidget(QLabel(name), row, 0)
        label = QLabel(keys)
        label.setProperty("muted", True)
        grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(area)
    dialog.resize(page.sizeHint().width() + 20, min(page.sizeHint().height() + 8, px(620)))
    return dialog
