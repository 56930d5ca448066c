"""The tools for painting points: a brush for each category or for a value, its size, and an eraser."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.fields import ComboField, SliderField
from playground.appearance.target_colors import brush_color, mark_path
from playground.appearance.text import plain_tip, px, text_font, without_mnemonic
from playground.appearance.theme import Theme
from playground.document.easel import Brush, Easel, Size

SIZES: tuple[tuple[Size, str], ...] = (("fine", "Fine"), ("medium", "Medium"), ("wide", "Wide"))

MOST_NAMED = 3
"""Folded, more categories than these have their marks alone; their names are in the tooltips."""


class BrushButton(IconButton):
    """Takes the brush in hand, or puts it away; where nothing can be painted on, the easel says why."""

    def __init__(self, easel: Easel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            "brush",
            "Paint points",
            theme,
            tip="Add and erase rows with the mouse, or with the arrow keys and the space bar; Esc ends it.",
            checkable=True,
            parent=parent,
        )
        self._easel = easel
        self.clicked.connect(easel.toggle)
        easel.changed.connect(self._show_easel)
        self._show_easel()

    def _show_easel(self) -> None:
        self.setChecked(self._easel.brush is not None)


class BrushTools(QWidget):
    """Shown while a brush is in hand: in one row, or ``folded`` into two where there is little width."""

    def __init__(
        self, easel: Easel, theme: Theme, parent: QWidget | None = None, *, folded: bool = False
    ) -> None:
        super().__init__(parent)
        self._easel, self._theme, self._folded = easel, theme, folded
        self._names: tuple[str, ...] = ()
        self.eraser = IconButton("eraser", "Eraser", theme, tip="Take points away.", checkable=True)
        self.value = SliderField("Value to paint", 0.0, 0.0, 1.0, log=False)
        self.value.setToolTip("Value\nWhat the target of the painted points is.")
        self.size_field = ComboField("Size of the brush", theme, SIZES)
        self.size_field.setToolTip("Size\nHow far points are sprayed, and how wide the eraser is.")
        self.brushes: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._row, second = QHBoxLayout(), QHBoxLayout()
        self._lay_out(second)
        self._group.idClicked.connect(self._choose_category)
        self.eraser.clicked.connect(self._choose_eraser)
        self.value.value_changed.connect(self._choose_value)
        self.size_field.chosen.connect(self._choose_size)
        easel.changed.connect(self._show_easel)
        self._show_easel()

    def _lay_out(self, second: QHBoxLayout) -> None:
        direction = QBoxLayout.Direction.TopToBottom if self._folded else QBoxLayout.Direction.LeftToRight
        whole = QBoxLayout(direction, self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(4))
        for row in (self._row, second):
            row.setSpacing(px(2))
            whole.addLayout(row)
        whole.setStretch(0, 1)
        self._row.addWidget(self.value, 1)
        self._row.addStretch(0)
        second.addWidget(self.size_field, int(self._folded))
        second.addWidget(self.eraser)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        for part in (self.eraser, self.size_field):
            part.restyle(theme)
        for i, button in enumerate(self.brushes):
            button.setIcon(self._mark(i))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._easel.put_away()
        else:
            super().keyPressEvent(event)

    def _show_easel(self) -> None:
        ground, chosen = self._easel.ground, self._easel.chosen
        self.setVisible(self._easel.brush is not None)
        if ground is None:
            return
        if ground.names != self._names:
            self._names = ground.names
            self._make_brushes()
        for i, button in enumerate(self.brushes):
            button.setChecked(i == chosen.category and not chosen.erases)
        self.eraser.setChecked(chosen.erases)
        self.value.setVisible(not ground.names)
        self.value.set_range(ground.low, ground.high)
        self.value.set_value(chosen.value)
        self.size_field.set_choice(chosen.size)

    def _make_brushes(self) -> None:
        for button in self.brushes:
            self._group.removeButton(button)
            button.deleteLater()
        self.brushes = [self._brush_button(i, name) for i, name in enumerate(self._names)]
        for i, button in enumerate(self.brushes):
            self._group.addButton(button, i)
            self._row.insertWidget(i, button)

    def _brush_button(self, i: int, name: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setFont(text_font("label"))
        button.setIcon(self._mark(i))
        if not self._folded or len(self._names) <= MOST_NAMED:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            shown = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, px(40))
            button.setText(without_mnemonic(shown))
        button.setAccessibleName(f"Paint {name}")
        button.setToolTip(plain_tip(f"Paint {name}\nEvery point painted is one row more."))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _mark(self, category: int) -> QIcon:
        side, ratio = px(14), self.devicePixelRatioF()
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(brush_color(self._theme, self._easel, Brush(category)))
        center = QRectF(0, 0, side, side).center()
        painter.fillPath(mark_path(category, px(4)).translated(center), color)
        painter.end()
        return QIcon(pixmap)

    def _choose_category(self, category: int) -> None:
        self._choose(replace(self._easel.chosen, category=category, erases=False))

    def _choose_eraser(self, on: bool) -> None:
        self._choose(replace(self._easel.chosen, erases=on))

    def _choose_value(self, value: float) -> None:
        self._choose(replace(self._easel.chosen, value=value, erases=False))

    def _choose_size(self, size: object) -> None:
        self._choose(replace(self._easel.chosen, size=next(name for name, _ in SIZES if name == size)))

    def _choose(self, brush: Brush) -> None:
        self._easel.choose(brush)
        self._show_easel()  # a button that was down already is down again
