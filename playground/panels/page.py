"""What panels are made of: a page that scrolls, headings, lines between sections, labelled fields."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.appearance.buttons import ElidedLabel
from playground.appearance.text import TextSize, px, text_font
from playground.appearance.theme import Theme

LABEL_WIDTH = 72
MOST_WIDTH, FIELD_EDGES = 124, 22
"""Of a field as wide as its texts, and what stands around them"""
LEFT, RIGHT, TOP, BOTTOM = 14, 12, 12, 12


class Page(QScrollArea):
    """A column of sections that scrolls when it is taller than the panel, and is never squeezed."""

    def __init__(self, min_width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(px(min_width))
        content = QWidget()
        content.setObjectName("page")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(px(LEFT), px(TOP), px(RIGHT), px(BOTTOM))
        self.column.setSpacing(0)
        self.setWidget(content)
        # The card behind shows through, in whatever theme.
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def restyle(self, theme: Theme) -> None:
        """Hand the theme to everything on the page that is painted by hand."""
        for child in self.findChildren(QWidget):
            restyle = getattr(child, "restyle", None)
            if restyle is not None:
                restyle(theme)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), px(400))


class Rule(QWidget):
    """The thin line between two sections, with room above and below."""

    def __init__(self, above: int = 12, below: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._above = px(above)
        self.setFixedHeight(px(above) + 1 + px(below))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, self._above, self.width(), 1), self.palette().mid())
        painter.end()


def text_label(
    text: str = "",
    size: TextSize = "body",
    *,
    medium: bool = False,
    muted: bool = False,
    tabular: bool = False,
) -> QLabel:
    """A label in one of the four sizes."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(text_font(size, medium=medium, tabular=tabular))
    label.setProperty("muted", muted)
    return label


def paragraph(text: str = "", size: TextSize = "label", *, muted: bool = True) -> QLabel:
    """A text that wraps."""
    label = text_label(text, size, muted=muted)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
    return label


class Heading(QWidget):
    """A section's name at the left; a caption or tools at the right."""

    def __init__(self, title: str, caption: str = "") -> None:
        super().__init__()
        self.setFixedHeight(px(30))
        self.row = plain_row()
        self.setLayout(self.row)
        self.row.addWidget(text_label(title, medium=True))
        self.row.addStretch(1)
        if caption:
            self.row.addWidget(text_label(caption, "label", muted=True))


class FormRow(QWidget):
    """A label, 72 px wide, and a field that reaches to the right edge."""

    def __init__(self, label: str, field: QWidget, tip: str = "", label_width: int = LABEL_WIDTH) -> None:
        super().__init__()
        self.setMinimumHeight(px(38))
        row = plain_row()
        row.setSpacing(px(8))
        self.setLayout(row)
        self.label = ElidedLabel(label)
        self.label.setProperty("muted", True)
        self.label.setFont(text_font("body"))
        self.label.setFixedWidth(px(label_width))
        self.label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.label.setBuddy(field)
        row.addWidget(self.label)
        row.addWidget(field, 1)
        self.field = field
        if tip:
            field.setToolTip(tip)
            field.setAccessibleDescription(tip)


class WideRow(QWidget):
    """A long label and a field of its own width at the right edge."""

    def __init__(self, label: str, field: QWidget, tip: str) -> None:
        super().__init__()
        self.setMinimumHeight(px(38))
        row = plain_row()
        self.setLayout(row)
        name = ElidedLabel(label)
        name.setProperty("muted", True)
        name.setBuddy(field)
        row.addWidget(name, 1)
        row.addWidget(field)
        field.setToolTip(tip)
        field.setAccessibleDescription(tip)


def plain_row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(4))
    return row


def plain_column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; widgets go when the event that asked for it is over."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            discard(widget)


def fit_width(field: QLineEdit, texts: Iterable[str], least: int, most: int = MOST_WIDTH) -> None:
    """Make a field as wide as the widest of these texts, within limits (px at the base font size)."""
    metrics = QFontMetrics(field.font())
    needed = max(map(metrics.horizontalAdvance, texts), default=0) + px(FIELD_EDGES)
    field.setFixedWidth(min(px(most), max(px(least), needed)))


def discard(widget: QWidget) -> None:
    """Take a widget away; it goes when the event that asked for it is over."""
    widget.hide()
    widget.deleteLater()
