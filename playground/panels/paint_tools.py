"""The tools for painting points: a brush for each category or for a value, and an eraser."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.fields import SliderField
from playground.appearance.numbers import with_unit
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Column
from playground.document.project import Project
from playground.panels.page import plain_row
from playground.panels.paintable_scatter import Brush, brush_color
from playground.panels.scatter import mark_path

MOST_BRUSHES = 6
"""More categories than there are colors can't be told apart while painting."""


class PaintTools(QWidget):
    """``brush_taken(Brush | None)``: another tool is in hand. ``brush_button`` takes the tools out."""

    brush_taken = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._target: Column | None = None
        self._names: tuple[str, ...] = ()
        self._range = (0.0, 1.0)
        self.brush_button = IconButton(
            "brush",
            "Paint points",
            theme,
            tip="Add and erase rows with the mouse, or with the arrow keys and the space bar.",
            checkable=True,
        )
        self.eraser = IconButton("eraser", "Eraser", theme, tip="Take points away.", checkable=True)
        self.value = SliderField("Value to paint", 0.0, 0.0, 1.0, log=False)
        self.value.setToolTip("Value\nWhat the target of the painted points is.")
        self.brushes: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self._group.addButton(self.eraser)
        self._row = plain_row()
        self._row.addWidget(self.value, 1)
        self._row.addStretch(0)
        self._row.addWidget(self.eraser)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._row)
        self.brush_button.toggled.connect(self._take)
        self._group.buttonClicked.connect(self._take)
        self.value.value_changed.connect(self._take_value)
        self.hide()

    @property
    def brush(self) -> Brush | None:
        """What is in hand."""
        if not self.brush_button.isChecked() or self._target is None:
            return None
        if self.eraser.isChecked():
            return Brush(erases=True)
        if not self._names:
            low, high = self._range
            return Brush(-1, (self.value.value - low) / ((high - low) or 1.0))
        return Brush(next((i for i, each in enumerate(self.brushes) if each.isChecked()), 0))

    def target_of(self, brush: Brush) -> float | str:
        """What stands in the target's column of a painted row."""
        return self._names[brush.category] if self._names else self.value.value

    def show_project(self, project: Project, is_plane: bool) -> None:
        """Offer brushes for the target, if the points shown are all that a row is known by."""
        target = project.table.column(project.recipe.target or "")
        as_number = target.is_number and project.recipe.choice(target.name).use_as == "number"
        names = () if as_number else target.coded[1]
        offered = is_plane and len(names) <= MOST_BRUSHES
        if (target.name, names) != ("" if self._target is None else self._target.name, self._names):
            self.brush_button.setChecked(False)
            self._names = names
            self._make_brushes()
        self._target = target
        if as_number:
            self._range = target.limits or (0.0, 0.0)
            self.value.set_range(*self._range)
        self.value.setVisible(as_number)
        self.brush_button.setVisible(offered)
        if not offered:
            self.brush_button.setChecked(False)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.brush_button, self.eraser):
            part.restyle(theme)
        for i, button in enumerate(self.brushes):
            button.setIcon(self._mark(i))

    def _make_brushes(self) -> None:
        for button in self.brushes:
            self._group.removeButton(button)
            button.deleteLater()
        self.brushes = []
        for i, name in enumerate(self._names[:MOST_BRUSHES]):
            button = QToolButton()
            button.setCheckable(True)
            button.setFont(text_font("label"))
            button.setIcon(self._mark(i))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setText(button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, px(60)))
            button.setAccessibleName(f"Paint {name}")
            button.setToolTip(f"Paint {name}\nEvery point painted is one row more.")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._group.addButton(button)
            self._row.insertWidget(i, button)
            self.brushes.append(button)
        if self.brushes:
            self.brushes[0].setChecked(True)
        self._group.setExclusive(True)

    def _mark(self, category: int) -> QIcon:
        side, ratio = px(14), self.devicePixelRatioF()
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(brush_color(self._theme, Brush(category), len(self._names)))
        center = QRectF(0, 0, side, side).center()
        painter.fillPath(mark_path(category, px(4)).translated(center), color)
        painter.end()
        return QIcon(pixmap)

    def _take(self) -> None:
        self.setVisible(self.brush_button.isChecked())
        self.brush_taken.emit(self.brush)

    def _take_value(self) -> None:
        self.eraser_off()
        self._take()

    def eraser_off(self) -> None:
        """A value was chosen: the brush is in hand again, not the eraser."""
        self._group.setExclusive(False)
        self.eraser.setChecked(False)
        self._group.setExclusive(True)

    def text_of(self, brush: Brush) -> str:
        """How what a brush paints is called."""
        if self._names:
            return self._names[brush.category]
        return with_unit(self.value.value, "" if self._target is None else self._target.unit)
