"""The confusion card: which category is taken for which; for a number, how far the answers are off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.colors import mix
from playground.appearance.numbers import format_count, format_percent
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.features import Feature
from playground.plots.counts_view import CountsView
from playground.plots.errors_frame import ErrorsFrame
from playground.plots.legend_row import LegendEntry
from playground.plots.picture_files import PlotTable
from playground.plots.picture_frame import PictureFrame
from playground.plots.prediction_picture import category_names
from playground.training.confusion import Confusion
from playground.training.pictures import Pictures

MOST_CATEGORIES = 12
NOTHING_YET = "confusion", "Nothing counted yet", "It comes as soon as it is counted."

EXPLANATION = """<b>Confusion matrix</b>
<p>Each line holds the rows that are of one category, each column those that the network of the shown runner
takes for one. What is right lies on the diagonal. The large number counts training rows, the small one below
it test rows, from which it never learns.</p>
<p>The counts are exact: of all rows, at the present weights.</p>
<p>Look for a dark field beside the diagonal: two categories that need another input to be told apart.</p>
<p>A target that is a number has no categories: here stands, over training and test rows, how far the answers
are off. The <b>typical error</b> is the root of the mean squared error; in the <b>absolute error</b>, the
mean of how much is missed, large misses count less; <b>R²</b> is the share of the target's variance that is
explained: 1 at best, 0 for always answering the mean. Of more than 20,000 rows so many, evenly spread, are
judged.</p>"""


@dataclass(frozen=True, eq=False)
class ConfusionPicture:
    """The counts, and what the categories are called."""

    names: tuple[str, ...]
    counts: Confusion

    def right(self, counts: npt.NDArray[np.int64]) -> str:
        total = int(counts.sum())
        return f"{format_percent(np.trace(counts) / total, 1)} right" if total else "no rows"


class ConfusionGrid(QWidget):
    """Fields as dark as their share of the line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.picture: ConfusionPicture | None = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = self.picture
        if picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = text_font("label", tabular=True)
        metrics = QFontMetricsF(font)
        n = len(picture.names)
        widest = max(metrics.horizontalAdvance(name) for name in picture.names)
        left = min(widest, self.width() * 0.25) + px(24)
        top = px(42)
        room = QRectF(left, top, self.width() - left - px(14), self.height() - top - px(8))
        cell = (min(room.width() / n, px(150)), min(room.height() / n, px(90)))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        flags = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(left, 0, n * cell[0], px(20)), flags, "the network answers")
        for i, name in enumerate(picture.names):
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, cell[0] - 4)
            painter.drawText(QRectF(left + i * cell[0], px(20), cell[0], px(20)), flags, shown)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - px(22))
            place = QRectF(px(14), top + i * cell[1], left - px(20), cell[1])
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        for row in range(n):
            for column in range(n):
                box = QRectF(left + column * cell[0], top + row * cell[1], cell[0] - 2, cell[1] - 2)
                self._paint_field(painter, picture, row, column, box)
        painter.end()

    def _paint_field(
        self, painter: QPainter, picture: ConfusionPicture, row: int, column: int, box: QRectF
    ) -> None:
        counts = picture.counts
        train, test = int(counts.train[row, column]), int(counts.test[row, column])
        total = max(1, int(counts.train[row].sum()))
        end = self.theme.positive if row == column else self.theme.negative
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mix(self.theme.sunken, end, 0.55 * train / total)))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(text_font("body", medium=True, tabular=True))
        center = Qt.AlignmentFlag.AlignCenter
        if box.height() < px(34):
            painter.drawText(box, center, format_count(train))
            return
        middle = box.center().y()
        painter.drawText(
            QRectF(box.left(), middle - px(17), box.width(), px(18)), center, format_count(train)
        )
        painter.setFont(text_font("caption", tabular=True))
        painter.drawText(QRectF(box.left(), middle, box.width(), px(16)), center, format_count(test))


class ConfusionFrame(PictureFrame):
    """The grid, and its counts as a table."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.grid = ConfusionGrid(theme, self)
        self.set_body(self.grid)

    def table(self) -> PlotTable | None:
        picture = self.grid.picture
        if picture is None:
            return None
        rows = [
            (actual, answered, int(picture.counts.train[i, j]), int(picture.counts.test[i, j]))
            for i, actual in enumerate(picture.names)
            for j, answered in enumerate(picture.names)
        ]
        return PlotTable(("actual", "answered", "training_rows", "test_rows"), rows)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.grid.theme = theme
        self.grid.update()


class ConfusionView(CountsView[ConfusionFrame]):
    """Which category is taken for which, as counted by the picture worker."""

    name, explanation = "Confusion", EXPLANATION
    _outputs: tuple[Feature, ...] = ()  # those of what was taken

    def make_frame(self, theme: Theme) -> ConfusionFrame:
        return ConfusionFrame(theme)

    def more_frames(self, theme: Theme) -> tuple[ErrorsFrame]:
        self.errors = ErrorsFrame(theme)
        return (self.errors,)

    @property
    def picture(self) -> ConfusionPicture | None:
        return self.plot.grid.picture

    def take(self, pictures: Pictures) -> bool:
        outputs, standing = self.document.project.dataset.outputs, pictures.standing
        if pictures.confusion is not None:
            self.plot.grid.picture = ConfusionPicture(category_names(outputs), pictures.confusion)
        elif standing is not None and standing.on_training is not None and standing.comparison.is_number:
            self.errors.show_standing(standing)
        else:
            return False
        self._outputs = outputs
        return True

    def refresh(self) -> None:
        dataset = self.document.project.dataset
        if dataset.outputs != self._outputs:  # another target
            self.plot.grid.picture = None
            self.errors.show_standing(None)
        is_number = dataset.task == "regression"
        if (self.frame is self.errors) != is_number:
            self.show_frame(1 if is_number else 0)  # which refreshes
        elif is_number:
            self._refresh_errors()
        else:
            self._refresh_counts()
        self.describe_soon()

    def _refresh_errors(self) -> None:
        target = self.document.project.dataset.outputs[0]
        note = f"in {target.unit}" if target.unit else ""
        is_there = self.errors.grid.standing is not None
        self.errors.legend.set_entries((LegendEntry("none", f"errors of {target.name}", note=note),))
        self.errors.set_empty(*(() if is_there else NOTHING_YET))

    def _refresh_counts(self) -> None:
        grid = self.plot.grid
        n_categories = len(category_names(self.document.project.dataset.outputs))
        if n_categories > MOST_CATEGORIES:
            self.plot.set_empty("confusion", "Too many categories", f"Up to {MOST_CATEGORIES} can be drawn.")
        elif grid.picture is None:
            self.plot.set_empty(*NOTHING_YET)
        else:
            self.plot.set_empty()
        self.plot.legend.set_entries(_legend(grid.picture) if self.plot.empty_state.isHidden() else ())
        grid.update()

    def sentence(self) -> str:
        if self.frame is self.errors:
            return self.errors.sentence()
        picture = self.picture
        if picture is None:
            return ""
        train, test = picture.right(picture.counts.train), picture.right(picture.counts.test)
        return f"Training rows: {train}. Test rows: {test}."


def _legend(picture: ConfusionPicture | None) -> tuple[LegendEntry, ...]:
    """What the two numbers of a field count, and how many of them lie on the diagonal."""
    if picture is None:
        return ()
    train = LegendEntry("none", "training rows", note=picture.right(picture.counts.train))
    if not picture.counts.test.any():
        return (train,)
    return train, LegendEntry("none", "small: test rows", note=picture.right(picture.counts.test))
