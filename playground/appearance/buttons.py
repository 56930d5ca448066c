"""Icon buttons, the choice between a few things side by side, and labels that shorten names."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QWidget,
)

from playground.appearance.fields import ComboField
from playground.appearance.icons import icon
from playground.appearance.text import plain_tip, px, without_mnemonic
from playground.appearance.theme import Theme


class IconButton(QToolButton):
    """A square button, 30 × 30, with an icon; its name is the tooltip's first line and what is read aloud."""

    def __init__(
        self,
        icon_name: str,
        name: str,
        theme: Theme,
        *,
        tip: str = "",
        checkable: bool = False,
        size: int = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._size = px(size)
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(f"{name}\n{tip}" if tip else name))
        self.setCheckable(checkable)
        self.setFixedSize(px(30), px(30))
        self.setIconSize(QSize(self._size, self._size))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.restyle(theme)

    def set_icon(self, icon_name: str, theme: Theme) -> None:
        self._icon_name = icon_name
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        self.setIcon(icon(self._icon_name, theme, "muted", self._size))


class ElidedLabel(QLabel):
    """One line of text that is shortened with … where it does not fit; the tooltip then has all of it."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._full = ""
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    @property
    def full_text(self) -> str:
        return self._full

    def setText(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self._shorten()

    def setBuddy(self, buddy: QWidget) -> None:
        super().setBuddy(buddy)
        self._shorten()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._mode, max(0, self.width()))
        super().setText(without_mnemonic(shown) if self.buddy() is not None else shown)
        self.setToolTip("" if shown == self._full else plain_tip(self._full))


class SegmentedControl(QWidget):
    """A choice between a few things side by side; where their labels don't fit it becomes a combo box.

    ``chosen(object)`` gives the data of what a person picked.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        theme: Theme,
        options: Sequence[tuple[Hashable, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._options = tuple(options)
        self._segments = QWidget(self)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self._segments)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for index, (_data, label) in enumerate(options):
            button = QToolButton(self._segments)
            button.setText(label)
            button.setCheckable(True)
            button.setMinimumHeight(px(30))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, index)
            row.addWidget(button, 1)
        self._combo = ComboField(name, theme, options, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._segments)
        self._stack.addWidget(self._combo)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_choice(options[0][0])
        self._group.buttonClicked.connect(self._clicked)
        self._combo.chosen.connect(self._picked)

    @property
    def choice(self) -> object:
        return self._options[self._group.checkedId()][0]

    @property
    def is_combo(self) -> bool:
        """Whether the labels do not fit side by side at the present width."""
        return self._stack.currentWidget() is self._combo

    def set_choice(self, data: object) -> None:
        """Show a choice without reporting it; unknown data changes nothing."""
        for index, (value, _label) in enumerate(self._options):
            if value == data:
                self._group.button(index).setChecked(True)
                self._combo.set_choice(data)

    def restyle(self, theme: Theme) -> None:
        self._combo.restyle(theme)

    def minimumSizeHint(self) -> QSize:
        return self._combo.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self._segments.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = max(button.sizeHint().width() for button in self._group.buttons())
        fits = widest * len(self._options) + 2 * (len(self._options) - 1) <= self.width()
        self._stack.setCurrentWidget(self._segments if fits else self._combo)

    def _clicked(self, button: QAbstractButton) -> None:
        data = self._options[self._group.id(button)][0]
        self._combo.set_choice(data)
        self.chosen.emit(data)

    def _picked(self, data: object) -> None:
        self.set_choice(data)
        self.chosen.emit(data)
