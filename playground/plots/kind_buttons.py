"""The choice between the cost along one axis, over both from above, and over both in space."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup

from playground.appearance.buttons import IconButton
from playground.appearance.theme import Theme

KINDS = ("curve", "map", "relief")

_LOOKS = (
    ("curve", "Along one axis", "The values tried, and the slope."),
    ("contours", "Over both axes", "Seen from above, as on a map."),
    ("sheet", "Over both axes, in space", "Drag to turn it."),
)


class KindButtons(QObject):
    """Three buttons of which one is down. ``chosen(int)``: a person pressed that one."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.buttons = tuple(
            IconButton(icon, name, theme, tip=tip, checkable=True) for icon, name, tip in _LOOKS
        )
        self._group = QButtonGroup(self)
        for index, button in enumerate(self.buttons):
            self._group.addButton(button, index)
        self._group.idClicked.connect(self.chosen)

    def choose(self, index: int) -> None:
        self.buttons[index].setChecked(True)

    def restyle(self, theme: Theme) -> None:
        for button in self.buttons:
            button.restyle(theme)
