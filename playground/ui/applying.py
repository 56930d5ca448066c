"""Another file for the trained network: train on it or predict it, show the answers, save them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, TooWideError
from playground.data.matching import columns_to_read
from playground.document.document import Document
from playground.document.names import counted
from playground.document.predict import Predicted, reading_like
from playground.document.project import Project
from playground.training.controller import TrainingController
from playground.training.loader import AS_FOUND, TableLoader
from playground.training.table_predictor import TablePredictor
from playground.ui import dialogs
from playground.ui.files import Files
from playground.ui.workspace import Workspace


class Applying(QObject):
    """Between files, the question strip and the apply panel.

    Signals:
        told(text): something worth saying went well.
        refused(text): one sentence: why there are no predictions.
        shown(): predictions are in the apply panel.
        choice_needed(error, choice): the file cannot be read as ``choice`` says, but could with another one.
    """

    told = Signal(str)
    refused = Signal(str)
    shown = Signal()
    choice_needed = Signal(object, object)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        files: Files,
        workspace: Workspace,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._controller = document, controller
        self._files, self._workspace, self._window = files, workspace, window
        self._strip, self._panel = strip, panel = workspace.question, workspace.apply
        self._table: Table | None = None
        self._path: Path | None = None
        self._choice = AS_FOUND
        self._loader = TableLoader(self)
        self._predictor = TablePredictor(self)
        self.told.connect(files.told)
        self.refused.connect(files.refused)
        files.asked.connect(self._ask)
        files.opened.connect(self._forget)
        document.project_changed.connect(self._project_changed)
        strip.predict_chosen.connect(self._predict_asked)
        strip.train_chosen.connect(self._train_asked)
        strip.dismissed.connect(self._forget)
        panel.file_requested.connect(self.choose_and_predict)
        panel.again_requested.connect(self._predict_again)
        panel.save_requested.connect(self._save)
        self._loader.loaded.connect(self.predict)
        self._loader.refused.connect(self.refused)
        self._loader.choice_needed.connect(self._ask_for_choice)
        self._predictor.predicted.connect(self._show)
        self._predictor.saved.connect(self._tell_saved)
        self._predictor.refused.connect(self.refused)

    def choose_and_predict(self) -> None:
        """Let the user choose a file and predict its rows."""
        path = dialogs.choose_table_to_predict(self._window, self._files.folder())
        if path is not None:
            self.told.emit(f"Reading {path.name} …")
            self._path = path
            self.go_on(reading_like(self._document.project))

    def go_on(self, choice: ReadingChoice) -> None:
        """Read the file to be predicted as chosen."""
        self._choice = choice
        if self._path is not None:
            self._loader.load(self._path, choice)

    def give_up(self) -> None:
        """Nothing was chosen for a file that needs it."""
        if self._path is not None:
            self.told.emit(f"{self._path.name} was not read")

    def _ask_for_choice(self, error: CsvError) -> None:
        """Of a table that is too wide the columns are read that the network needs; the rest is asked."""
        needed = None
        if isinstance(error, TooWideError):
            needed = columns_to_read(error.names, self._document.project.recipe)
        if needed is None or self._choice.places is not None:
            self.choice_needed.emit(error, self._choice)
        else:
            self.go_on(replace(self._choice, places=needed))

    def predict(self, table: Table) -> None:
        """The shown runner's network answers for the table's rows, with its weights as they are now."""
        runner = self._controller.snapshot.shown_runner
        self._predictor.predict(self._document.project, runner.theta, table, runner.updates)

    def shut_down(self) -> None:
        """Drop what is just being read, predicted or saved."""
        self._loader.shut_down()
        self._predictor.shut_down()

    def _ask(self, table: Table, path: Path) -> None:
        self._table, self._path = table, path
        self._strip.ask(f"{table.name}: learn from it or predict it?")
        self.told.emit(f"{table.name} read: {counted(table.n_rows, 'row')}")

    def _predict_asked(self) -> None:
        table = self._table
        self._strip.hide()
        if table is not None:
            self.predict(table)

    def _train_asked(self) -> None:
        table, path = self._table, self._path
        self._strip.hide()
        if table is not None and path is not None:
            self._files.train_on(table, path)

    def _forget(self) -> None:
        self._table = None
        self._strip.hide()

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        """What was asked about a table was asked of a network that learns from other data now."""
        if old.table != new.table and self._strip.isVisible():
            self._forget()

    def _predict_again(self) -> None:
        predicted = self._panel.file.predicted
        if predicted is not None:
            self.predict(predicted.table)

    def _show(self, predicted: Predicted, updates: int) -> None:
        self._panel.show_predicted(predicted, updates)
        self._workspace.show_apply()
        self._workspace.strip.hide()
        n = int(predicted.matched.usable.sum())
        self.told.emit(f"{predicted.table.name}: {predicted.target.label} predicted for {counted(n, 'row')}")
        self.shown.emit()

    def _save(self) -> None:
        predicted = self._panel.file.predicted
        if predicted is None:
            return
        stem = Path(predicted.table.name).stem
        folder = self._path.parent if self._path is not None else Path(self._files.folder())
        path = dialogs.choose_predictions_to_save(self._window, str(folder / f"{stem} predicted.csv"))
        if path is not None:
            self._predictor.save(predicted, path)

    def _tell_saved(self, path: Path) -> None:
        self.told.emit(f"Predictions saved as {path.name}")
