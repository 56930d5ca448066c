"""The apply panel: the network's answers for one row that a person makes up, or for all rows of a file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from playground.appearance.buttons import IconButton, SegmentedControl
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.predict import Predicted
from playground.document.project import Project
from playground.panels.apply_form import ApplyForm
from playground.panels.predicted_view import PredictedView
from playground.training.controller import TrainingController


class ApplyPanel(QWidget):
    """Signals:
    file_requested(): a person wants the rows of a file predicted.
    again_requested(): the same file once more, with the present weights.
    save_requested(): the predictions shown shall be saved.
    """

    file_requested = Signal()
    again_requested = Signal()
    save_requested = Signal()

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("Apply")
        self.open_file = IconButton(
            "open", "Predict a file", theme, tip="The network’s answer for every row of a CSV file."
        )
        self.form = ApplyForm(document, controller, theme)
        self.file = PredictedView(controller, theme)
        self.switch = SegmentedControl("What to apply to", theme, [("row", "One row"), ("file", "File")])
        self._bar = QWidget()
        bar = QVBoxLayout(self._bar)
        bar.setContentsMargins(px(14), px(8), px(12), 0)
        bar.addWidget(self.switch)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.form)
        self._pages.addWidget(self.file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(self._pages, 1)
        self._bar.hide()
        self.setFocusProxy(self.form)
        self.open_file.clicked.connect(self.file_requested)
        self.switch.chosen.connect(self._show_page)
        self.file.save_requested.connect(self.save_requested)
        self.file.again_requested.connect(self.again_requested)
        self.file.closed.connect(self.close_file)
        document.project_changed.connect(self._project_changed)

    def header_widgets(self) -> list[QWidget]:
        return [self.open_file]

    def show_predicted(self, predicted: Predicted, updates: int) -> None:
        """Show a file's predictions, made with the weights after so many updates."""
        self.file.show_predicted(predicted, updates)
        self._bar.show()
        self.switch.set_choice("file")
        self._show_page("file")

    def close_file(self) -> None:
        """Back to the single row."""
        self._bar.hide()
        self.switch.set_choice("row")
        self._show_page("row")

    def restyle(self, theme: Theme) -> None:
        self.open_file.restyle(theme)
        self.switch.restyle(theme)
        self.form.restyle(theme)
        self.file.restyle(theme)

    def _show_page(self, page: object) -> None:
        self._pages.setCurrentWidget(self.file if page == "file" else self.form)

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        if (old.table, old.recipe) != (new.table, new.recipe):  # the answers were about something else
            self.close_file()
