"""What the inspector's pages have in common: what they are given, their head, buttons with text."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from playground.appearance.buttons import ElidedLabel
from playground.appearance.icons import icon
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.engine.layout import Array
from playground.engine.snapshot import Snapshot
from playground.panels.editor import Editor
from playground.panels.page import plain_column, plain_row
from playground.panels.text_lines import WrappedLabel
from playground.panels.thumbnail import Thumbnail
from playground.training.neuron_pictures import NeuronPictures
from playground.training.pictures import Axes


@dataclass(frozen=True)
class Inspected:
    """Everything a page shows, of one moment.

    ``row``: the row explained; ``axes``: of the surface; ``gradient`` ``(n_params,)``: of the shown runner's
    newest pictures, None while there are none.
    """

    project: Project
    view: ViewState
    snapshot: Snapshot
    row: int
    axes: Axes | None
    pictures: NeuronPictures | None
    gradient: Array | None


class InspectorPage(QWidget):
    """One kind of thing that can be selected.

    ``show_inspected`` is called after every change; where the page ``follows_training``, for every snapshot.
    """

    follows_training = False

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__()
        self.editor = editor
        self.theme = theme
        self.column = plain_column()
        self.setLayout(self.column)

    def show_inspected(self, seen: Inspected) -> None:
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def restyle(self, theme: Theme) -> None:
        self.theme = theme


class Head(QWidget):
    """Picture or icon, title and a second line; tools can stand at the right."""

    def __init__(self, icon_name: str, theme: Theme) -> None:
        super().__init__()
        self.picture = Thumbnail(theme)
        self.picture.show_icon(icon_name)
        self.title = WrappedLabel(text_font("body", medium=True))
        self.caption = ElidedLabel()
        self.caption.setProperty("muted", True)
        self.tools = plain_row()
        names = QVBoxLayout()
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(px(2))
        names.addStretch(1)
        names.addWidget(self.title)
        names.addWidget(self.caption)
        names.addStretch(1)
        row = plain_row()
        row.setSpacing(px(10))
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(names, 1)
        row.addLayout(self.tools)
        self.setLayout(row)
        self.setMinimumHeight(px(44))

    def say(self, title: str, caption: str) -> None:
        self.title.set_text(title.replace("neuron ", "neuron\u00a0"))
        self.caption.setText(caption)


class TextButton(QPushButton):
    """A button with an icon and a word."""

    def __init__(self, icon_name: str, text: str, tip: str, theme: Theme) -> None:
        super().__init__(text)
        self._icon_name = icon_name
        self._theme = theme
        self.setIconSize(QSize(px(18), px(18)))
        self.say(icon_name, text, tip)

    def say(self, icon_name: str, text: str, tip: str) -> None:
        self._icon_name = icon_name
        self.setText(text)
        self.setToolTip(f"{text}\n{tip}")
        self.setAccessibleDescription(tip)
        self.setIcon(icon(self._icon_name, self._theme, "muted", px(18)))

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.setIcon(icon(self._icon_name, theme, "muted", px(18)))
