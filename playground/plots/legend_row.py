"""The legend: one row of shapes above a plot. Never boxed, never over the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.appearance.runner_marks import paint_runner, runner_path
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import LandmarkKind
from playground.plots.landmark_marks import paint_landmark

Sample = Literal["runner", "shape", "mark", "line", "dashed", "dot", "ring", "none"]
LINES = ("line", "dashed")

LOW_CARD = 270
"""Pixels at a 13 px text: in a card lower than this, pictures need their room."""
LEFT, TOP, ROW_HEIGHT = 14, 6, 22
"""Pixels at a 13 px text: margins and the height of a row."""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One shape and its name.

    ``name`` may be shortened, ``note`` (a number, muted) never is. ``place`` is a runner's place in its
    list, or that of a category, which is a "shape" of that ``color`` ("#rrggbb"; empty is muted). A "mark" is
    that of a ``kind`` of place on a surface. A click on an entry with a ``runner_id`` asks to show that
    runner. ``tip`` says more in its tooltip.
    """

    sample: Sample
    name: str
    note: str = ""
    place: int = 0
    color: str = ""
    runner_id: int | None = None
    tip: str = ""
    kind: LandmarkKind = "minimum"


@dataclass(frozen=True, slots=True)
class _Placed:
    entry: LegendEntry
    text: str
    x: float
    row: int
    width: float


class LegendRow(QWidget):
    """One row, or two where the entries do not fit into one; names are shortened where two don't do.
    Once there are two it stays at that height: the plot below must not jump as entries come and go.

    ``runner_clicked(int)``: a person clicked a runner's entry.
    """

    runner_clicked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[LegendEntry, ...] = ()
        self._placed: list[_Placed] = []
        self._room_at_right = 0
        self._n_rows, self._fitted = 1, 0.0
        self.setFont(text_font("label", tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._arrange()

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        return self._entries

    @property
    def texts(self) -> list[str]:
        """What can be read, shortened as it is on screen."""
        return [placed.text for placed in self._placed]

    def set_entries(self, entries: tuple[LegendEntry, ...]) -> None:
        if entries == self._entries:
            return
        self._entries = entries
        self.setAccessibleName("Legend: " + ", ".join(f"{e.name} {e.note}".strip() for e in entries))
        self._arrange()

    def set_room_at_right(self, width: int) -> None:
        """Leave room for a button."""
        self._room_at_right = width
        self._arrange()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.setFont(text_font("label", tabular=True))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for placed in self._placed:
            self._paint_entry(painter, placed)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        entry = self._entry_at(event.position())
        if entry is not None and entry.runner_id is not None:
            self.runner_clicked.emit(entry.runner_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        entry = self._entry_at(event.position())
        pointing = entry is not None and entry.runner_id is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == event.Type.ToolTip:
            entry = self._entry_at(QPointF(event.pos()))
            text = f"{entry.name} {entry.note}\n{entry.tip}".strip() if entry else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def _entry_at(self, at: QPointF) -> LegendEntry | None:
        row = int((at.y() - px(TOP)) // px(ROW_HEIGHT))
        inside = (p for p in self._placed if p.row == row and p.x <= at.x() < p.x + p.width)
        return next((placed.entry for placed in inside), None)

    def _arrange(self) -> None:
        room = max(60.0, float(self.width() - px(LEFT) - px(10) - self._room_at_right))
        entries = self._shown(room)
        rows = _rows([self._width(e, e.name) for e in entries], room)
        self._placed = []
        for row, indices in enumerate(rows):
            x = float(px(LEFT))
            for entry, text in self._shortened([entries[i] for i in indices], room):
                width = self._width(entry, text)
                self._placed.append(_Placed(entry, text, x, row, width))
                x += width
        kept = self._n_rows if room == self._fitted else 1
        self._n_rows, self._fitted = max(len(rows), kept) if rows else 0, room
        self.setFixedHeight(px(TOP) + px(ROW_HEIGHT) * self._n_rows)
        self.update()

    def _shown(self, room: float) -> tuple[LegendEntry, ...]:
        """All entries; in a low card no marks that would take a second row from the picture: hovering one
        says what it is."""
        card = self.parentWidget()
        others = tuple(entry for entry in self._entries if entry.sample != "mark")
        if card is None or card.height() >= px(LOW_CARD) or len(others) == len(self._entries):
            return self._entries
        fits = sum(self._width(e, e.name) for e in self._entries) <= room
        return self._entries if fits else others

    def _shortened(self, entries: list[LegendEntry], room: float) -> list[tuple[LegendEntry, str]]:
        metrics = QFontMetricsF(self.font())
        names = [metrics.horizontalAdvance(e.name) + 1 for e in entries]
        limit = _fair_limit(names, max(0.0, room - sum(self._width(e, "") for e in entries)))
        return [
            (e, e.name if name <= limit else metrics.elidedText(e.name, Qt.TextElideMode.ElideRight, limit))
            for e, name in zip(entries, names, strict=True)
        ]

    def _width(self, entry: LegendEntry, text: str) -> float:
        metrics = QFontMetricsF(self.font())
        note = metrics.horizontalAdvance("  " + entry.note) if entry.note else 0.0
        return self._sample_width(entry) + metrics.horizontalAdvance(text) + note + px(16)

    def _sample_width(self, entry: LegendEntry) -> float:
        if entry.sample == "none":
            return 0.0
        return float(px(32 if entry.sample in LINES else 18))

    def _paint_entry(self, painter: QPainter, placed: _Placed) -> None:
        entry, x = placed.entry, placed.x
        middle = px(TOP) + (placed.row + 0.5) * px(ROW_HEIGHT)
        self._paint_sample(painter, entry, x, middle)
        metrics = QFontMetricsF(painter.font())
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        x += self._sample_width(entry)
        is_line = entry.sample in LINES or entry.sample == "none"
        painter.setPen(QColor(self._theme.muted if is_line else self._theme.text))
        painter.drawText(QPointF(x, baseline), placed.text)
        if entry.note:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(x + metrics.horizontalAdvance(placed.text + "  "), baseline), entry.note)

    def _paint_sample(self, painter: QPainter, entry: LegendEntry, x: float, middle: float) -> None:
        color = QColor(entry.color or self._theme.muted)
        if entry.sample == "runner":
            paint_runner(painter, self._theme, entry.place, QPointF(x + px(6), middle), px(5))
        elif entry.sample == "shape":
            shape = QTransform.fromTranslate(x + px(6), middle).scale(px(5), px(5))
            painter.fillPath(shape.map(runner_path(entry.place)), color)
        elif entry.sample == "mark":
            paint_landmark(painter, self._theme, entry.kind, QPointF(x + px(6), middle))
        elif entry.sample in ("dot", "ring"):
            painter.setPen(QPen(color, 1.6))
            painter.setBrush(color if entry.sample == "dot" else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + px(6), middle), px(4), px(4))
        elif entry.sample != "none":
            pen = QPen(color, 2.0)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if entry.sample == "dashed":
                pen.setDashPattern([4.0, 2.0])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, middle), QPointF(x + px(24), middle))


def _rows(widths: list[float], room: float) -> list[list[int]]:
    """Which entries stand in which row: one row if they fit, else two, the first one as full as it can be;
    where even two are too short, split so that the least has to be shortened."""
    n = len(widths)
    if sum(widths) <= room or n < 2:
        return [list(range(n))] if widths else []
    splits = range(n - 1, 0, -1)
    first = min(splits, key=lambda i: max(0.0, sum(widths[:i]) - room) + max(0.0, sum(widths[i:]) - room))
    return [list(range(first)), list(range(first, n))]


def _fair_limit(widths: list[float], room: float) -> float:
    """The width that names are shortened to, so that all together take ``room``: short ones stay whole."""
    limit, left = room, room
    for i, width in enumerate(sorted(widths)):
        limit = left / (len(widths) - i)
        if width > limit:
            return limit
        left -= width
    return max([*widths, limit])
