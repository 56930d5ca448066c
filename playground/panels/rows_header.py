"""The names above the rows: in two lines where one is too long, so that none is cut off."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme

LEFT_ROOM, RIGHT_ROOM = 6, 8


class RowsHeader(QHeaderView):
    """Draws each name wrapped at a blank, at the bottom of its section."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.setFont(text_font("caption"))
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(px(36))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        painter.save()
        painter.fillRect(rect, QColor(self.theme.panel))
        painter.setPen(QColor(self.theme.muted))
        painter.setFont(text_font("caption"))
        room = rect.adjusted(px(LEFT_ROOM), 0, -px(RIGHT_ROOM), -px(4))
        role = Qt.ItemDataRole.TextAlignmentRole
        aligned = model.headerData(section, self.orientation(), role) & Qt.AlignmentFlag.AlignHorizontal_Mask
        name = str(model.headerData(section, self.orientation()))
        metrics, top = painter.fontMetrics(), room.bottom()
        for line in reversed(two_lines(name, metrics, room.width())):
            top -= metrics.lineSpacing()
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            place = QRect(room.left(), top, room.width(), metrics.lineSpacing())
            painter.drawText(place, aligned | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def two_lines(name: str, metrics: QFontMetrics, room: int) -> tuple[str, ...]:
    """The name in one line if there is room for it, else in the two that need least."""
    words = name.split(" ")
    if len(words) == 1 or metrics.horizontalAdvance(name) <= room:
        return (name,)
    parts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(parts, key=lambda pair: max(metrics.horizontalAdvance(line) for line in pair))


def needed_width(name: str, metrics: QFontMetrics) -> int:
    """What a name needs in two lines, with the room beside it."""
    lines = two_lines(name, metrics, 0)
    return max(metrics.horizontalAdvance(line) for line in lines) + px(LEFT_ROOM) + px(RIGHT_ROOM) + 2
