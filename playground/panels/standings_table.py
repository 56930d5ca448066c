"""The standings of the race: how far each runner has come, and who is ahead at an equal clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.appearance.numbers import format_count, format_number
from playground.appearance.runner_marks import paint_runner
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.names import CLOCK_NAMES
from playground.document.project import Project
from playground.engine.snapshot import Snapshot
from playground.engine.standings import Standing, Standings, standings

TITLE, HEADER, ROW, TEXT_LEFT = 24, 42, 22, 34
LEAST_WIDTH, COLUMN_GAP = 60, 12
READABLE = 250
"""ms for which the numbers stay: places that change at every frame can't be read"""
MOST_DIGITS = 10_000_000
"""Larger counts are rounded."""

TIP = """Standings
Compared where all runners have come equally far in {clock}: the cost that each had there.
A cost evaluation is the cost of one row at one set of weights, with its slope: one for every row of an
update, and for implicit updates one for every row and place their inner steps look at."""


@dataclass(frozen=True)
class Line:
    """One runner in the table: its place in the list of runners, and what is written."""

    index: int
    rank: str
    name: str
    numbers: tuple[str, ...]
    diverged: bool


class StandingsTable(QWidget):
    """Painted; hidden as long as there is no race, with fewer than two runners."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._latest: tuple[Snapshot, Project] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READABLE)
        self._timer.timeout.connect(self._show_latest)
        self.columns: tuple[str, ...] = ()
        self.lines: tuple[Line, ...] = ()
        self.title = ""
        self.setAccessibleName("Standings of the race")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_snapshot(self, snapshot: Snapshot, project: Project) -> None:
        """Show it, at once or a moment later."""
        self._latest = snapshot, project
        if not self._timer.isActive():
            self._show_latest()

    def show_now(self) -> None:
        """What waits to be shown: nothing newer is to come."""
        self._timer.stop()
        self._show_latest()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(220), px(HEADER) + px(ROW) * len(self.lines))

    def _show_latest(self) -> None:
        if self._latest is None:
            return
        (snapshot, project), self._latest = self._latest, None
        self._timer.start()
        found = standings(snapshot, project.training.clock)
        n_lines = len(self.lines)
        counts_differ = any(each.evaluations != each.rows_seen for each in snapshot.runners)
        # Both have no room in a narrow window; where they differ, evaluations are what an update costs.
        self.columns = ("updates", "evaluations" if counts_differ else "rows", "cost")
        self.lines = lines_of(found, snapshot, project, self.columns)
        self.title = f"After {_count(found.reached)} {CLOCK_NAMES[found.clock].removeprefix('cost ')}"
        self.setVisible(len(self.lines) > 1)
        if len(self.lines) != n_lines:
            self.updateGeometry()
        self.setAccessibleDescription(self._sentence())
        self.update()

    def _sentence(self) -> str:
        parts = [
            f"{line.rank} {line.name}, "
            + ", ".join(f"{name} {number}" for name, number in zip(self.columns, line.numbers, strict=True))
            for line in self.lines
        ]
        return f"{self.title}: " + "; ".join(parts) + "."

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == event.Type.ToolTip:
            row = (event.pos().y() - px(HEADER)) // px(ROW)
            known = self.lines[row].name if 0 <= row < len(self.lines) else ""
            clock = self.title.rpartition(" ")[2]
            QToolTip.showText(event.globalPos(), f"{known}\n{TIP.format(clock=clock)}".strip(), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font("caption", tabular=True))
        painter.setPen(QColor(self._theme.muted))
        title = QRectF(px(4), px(4), self.width() - px(8), px(TITLE) - px(4))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.title)
        self._paint_numbers(painter, self.columns, px(TITLE), px(HEADER) - px(TITLE))
        for place, line in enumerate(self.lines):
            top = px(HEADER) + place * px(ROW)
            middle = top + px(ROW) / 2
            paint_runner(painter, self._theme, line.index, QPointF(px(17), middle), px(5))
            painter.setPen(QColor(self._theme.text))
            rank = QRectF(px(TEXT_LEFT), top, px(24), px(ROW))
            painter.drawText(rank, Qt.AlignmentFlag.AlignVCenter, line.rank)
            painter.setPen(QColor(self._theme.warn if line.diverged else self._theme.text))
            self._paint_numbers(painter, line.numbers, top, px(ROW))
        painter.end()

    def _paint_numbers(self, painter: QPainter, texts: Sequence[str], top: float, height: float) -> None:
        for right, text in zip(self._right_edges(painter.fontMetrics()), texts, strict=True):
            box = QRectF(0, top, right, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _right_edges(self, metrics: QFontMetrics) -> list[float]:
        """Columns are as wide as what stands in them; costs end where those of the runners above do."""
        rows = [self.columns, *(line.numbers for line in self.lines)]
        widths = [
            max(px(LEAST_WIDTH), px(COLUMN_GAP) + max(metrics.horizontalAdvance(text) for text in column))
            for column in zip(*rows, strict=True)
        ]
        return [self.width() - px(8) - sum(widths[column + 1 :]) for column in range(len(widths))]


def lines_of(
    found: Standings, snapshot: Snapshot, project: Project, columns: Sequence[str]
) -> tuple[Line, ...]:
    """The table's rows, best first."""
    marks = project.training.marks
    places = {runner.id: (marks[runner.id], runner.name) for runner in project.training.runners}
    return tuple(
        _line(standing, snapshot, *places[standing.runner_id], columns)
        for standing in found.runners
        if standing.runner_id in places
    )


def _line(standing: Standing, snapshot: Snapshot, index: int, name: str, columns: Sequence[str]) -> Line:
    runner = snapshot.runner(standing.runner_id)
    counts = {"updates": runner.updates, "rows": runner.rows_seen, "evaluations": runner.evaluations}
    numbers = [_count(counts[column]) for column in columns[:-1]]
    cost = "diverged" if standing.diverged else format_number(standing.cost, 4)
    rank = "–" if standing.diverged else f"{standing.place}{'=' if standing.tied else ''}"
    return Line(index, rank, name, (*numbers, cost), standing.diverged)


def _count(count: float) -> str:
    if count >= MOST_DIGITS:
        return f"{format_number(count / 1e6)} M"
    return format_count(int(count)) if count == int(count) else format_number(count)
