"""How far answers are off where the target is a number: three measures, over training and test rows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.numbers import format_number, with_unit
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.scores import Scores
from playground.plots.picture_files import PlotTable
from playground.plots.picture_frame import PictureFrame
from playground.training.standing import Reached, Standing

MEASURES = (("rmse", "typical error"), ("mae", "absolute error"), ("r2", "R²"))
MARGIN, HEADING, LINE = 14, 26, 24


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A measure over some rows: of constant guess, linear model and network; None where it is undefined."""

    measure: str
    rows: str
    values: tuple[float | None, float | None, float | None]


def error_lines(standing: Standing) -> tuple[ErrorLine, ...]:
    """Each measure over the training rows and, if there are any, over the test rows."""
    parts = [("test", standing.reached)] if standing.comparison.are_test_rows else []
    training = standing.on_training
    if training is not None:
        parts.insert(0, ("training", training))
    return tuple(
        ErrorLine(label, rows, _values(reached, name)) for name, label in MEASURES for rows, reached in parts
    )


def _values(reached: Reached, name: str) -> tuple[float | None, float | None, float | None]:
    def of(scores: Scores) -> float | None:
        value: float | None = getattr(scores, name)
        return value

    return of(reached.guess), of(reached.linear), of(reached.network)


def _text(line: ErrorLine, value: float | None) -> str:
    """R² to three decimals: that of the mean is 0 but for rounding."""
    if value is None:
        return "–"
    if line.measure == "R²" and abs(value) < 10:
        return f"{round(value, 3) + 0.0:.3f}".replace("-", "−")
    return format_number(value)


class ErrorTable(QWidget):
    """The lines, measure by measure; the network's column stands out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.standing: Standing | None = None
        self.setMinimumHeight(px(HEADING + len(MEASURES) * 2 * LINE))

    @property
    def lines(self) -> tuple[ErrorLine, ...]:
        return () if self.standing is None else error_lines(self.standing)

    @property
    def headings(self) -> tuple[str, str, str]:
        assert self.standing is not None
        return self.standing.comparison.guess, self.standing.comparison.linear, "network"

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.standing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines, (left, width) = self.lines, self._columns()
        network = QRectF(left + 2 * width, 0, width, px(HEADING + LINE * len(lines)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.tint))
        painter.drawRoundedRect(network.adjusted(px(6), 0, 0, 0), 5, 5)
        painter.setFont(text_font("caption"))
        painter.setPen(QColor(self.theme.muted))
        for i, heading in enumerate(self.headings):
            self._cell(painter, left + i * width, width, 0, px(HEADING), heading)
        named = ""
        for i, line in enumerate(lines):
            top = px(HEADING + LINE * i)
            if line.measure != named and i:
                painter.setPen(QPen(QColor(self.theme.grid), 1))
                painter.drawLine(QLineF(px(MARGIN), top, self.width() - px(MARGIN), top))
            self._line(painter, line, top, line.measure if line.measure != named else "")
            named = line.measure
        painter.end()

    def _line(self, painter: QPainter, line: ErrorLine, top: int, measure: str) -> None:
        left, width = self._columns()
        font = text_font("label")
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        flags = Qt.AlignmentFlag.AlignVCenter
        names = QRectF(px(MARGIN), top, left - px(MARGIN), px(LINE))
        painter.drawText(names, flags | Qt.AlignmentFlag.AlignLeft, measure)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(names, flags | Qt.AlignmentFlag.AlignRight, line.rows)
        painter.setPen(QColor(self.theme.text))
        for i, value in enumerate(line.values):
            painter.setFont(text_font("label", medium=i == 2, tabular=True))
            self._cell(painter, left + i * width, width, top, px(LINE), _text(line, value))

    def _cell(
        self, painter: QPainter, left: float, width: float, top: float, height: float, text: str
    ) -> None:
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        room = QRectF(left, top, width - px(8), height)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, flags, shown)

    def _columns(self) -> tuple[float, float]:
        """Where the numbers begin, and the width of one of their columns."""
        advance = QFontMetricsF(text_font("label")).horizontalAdvance
        names = max(advance(label) for _, label in MEASURES) + advance("training")
        left = px(MARGIN) + names + px(14)
        return left, min((self.width() - px(MARGIN) - left) / 3, px(110))


class ErrorsFrame(PictureFrame):
    """The table, and below it what it comes down to."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.grid = ErrorTable(theme, self)
        self.set_body(self.grid)

    def show_standing(self, standing: Standing | None) -> None:
        self.grid.standing = standing
        self.set_caption("" if standing is None else standing.comparison.sentence)
        self.grid.update()

    def sentence(self) -> str:
        """For screen readers."""
        standing = self.grid.standing
        if standing is None:
            return ""
        said = (
            f"{line.measure} over the {line.rows} rows: {self._numbers(line, standing.unit)}."
            for line in self.grid.lines
        )
        return " ".join((*said, standing.comparison.sentence))

    def _numbers(self, line: ErrorLine, unit: str) -> str:
        unit = "" if line.measure == "R²" else unit
        numbers = (with_unit(_text(line, value), unit) for value in line.values)
        return ", ".join(f"{name} {number}" for name, number in zip(self.grid.headings, numbers, strict=True))

    def table(self) -> PlotTable | None:
        if self.grid.standing is None:
            return None
        rows = [
            (line.measure, line.rows, *("" if value is None else value for value in line.values))
            for line in self.grid.lines
        ]
        return PlotTable(("measure", "rows", *self.grid.headings), rows)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self.grid.theme = theme
        self.grid.update()
