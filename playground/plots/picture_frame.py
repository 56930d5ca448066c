"""What flat and spatial pictures share: a legend above, something at the right, an empty state, a menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QWidget

from playground.appearance.buttons import ElidedLabel
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.plots.empty_state import EmptyState
from playground.plots.legend_row import LegendRow
from playground.plots.picture_files import PlotTable
from playground.plots.plot_menu import fill_menu


class PictureFrame(QWidget):
    """Subclasses put their picture in with `set_body`.

    Signals:
        fit_requested(): a double click, Home or the menu asks for the automatic view.
        menu_opening(QMenu): the menu is about to be filled; a card may put entries of its own first.
    """

    fit_requested = Signal()
    menu_opening = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.legend = LegendRow(theme, self)
        self.empty_state = EmptyState(theme, self)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.legend, 0, 0, 1, 2)
        self.caption = ElidedLabel("", self)
        self.caption.setProperty("muted", True)
        self.caption.setFont(text_font("caption", tabular=True))
        self.caption.hide()
        below = QHBoxLayout()
        below.setContentsMargins(px(14), 0, px(14), px(2))
        below.addWidget(self.caption)
        self._layout.addLayout(below, 2, 0, 1, 2)
        self._layout.setColumnStretch(0, 1)
        self._layout.setRowStretch(1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_body(self, widget: QWidget) -> None:
        self._layout.addWidget(widget, 1, 0)
        self.empty_state.raise_()

    def set_side_widget(self, widget: QWidget) -> None:
        self._layout.addWidget(widget, 1, 1)
        self.empty_state.raise_()

    def set_caption(self, text: str, tip: str = "") -> None:
        """One line below the picture; without a text it takes no room."""
        self.caption.setVisible(bool(text))
        if text != self.caption.full_text:
            self.caption.setText(text)
        self.caption.setToolTip(f"{text}\n{tip}".strip())

    def table(self) -> PlotTable | None:
        """The numbers behind the picture, to be saved; None if there are none."""
        return None

    def set_empty(self, icon_name: str = "", title: str = "", hint: str = "") -> None:
        """Show the empty state instead of the picture; without a title, the picture again."""
        self.empty_state.set_text(icon_name, title, hint)
        self.empty_state.setVisible(bool(title))

    def restyle(self, theme: Theme) -> None:
        self.theme = theme
        self.legend.restyle(theme)
        self.empty_state.restyle(theme)
        self.update()

    def show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu)
        fill_menu(menu, self, self.theme)
        menu.popup(at)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.show_menu(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty_state.setGeometry(self.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        painter.end()
