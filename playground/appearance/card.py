"""Cards: a header and a body with rounded corners, alone or as a dock.

Docks that share a place show tabs: then the tab bar is the card's header, and the tools of the dock in front
stand at its right end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QTabBar,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.appearance.text import px, text_font

HEADER_HEIGHT: Final = 38
BOTTOM_INSET: Final = 4
ENOUGH: Final = 10_000
"""Room for any tools."""
_MOVED: Final = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)


class HeaderTools(QWidget):
    """The badge and buttons of a view, in a row; stands in a card's header or over a tab bar.

    Where there is too little room, buttons give way to one that lists them in a menu; the last one stays.
    """

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = 0
        self._buttons = [widget for widget in widgets if isinstance(widget, QAbstractButton)][:-1]
        self._others = QToolButton(self)
        self._others.setAccessibleName("Other tools")
        self._others.setToolTip("Other tools")
        self._others.setText("»")
        self._others.setFixedSize(px(30), px(30))
        self._others.clicked.connect(self._list_hidden)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in widgets:
            if widget is next(reversed(widgets)):
                row.addWidget(self._others)
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._others.hide()

    def fit(self, room: int) -> QSize:
        """The size to take in that much room, after as many buttons as necessary have given way.

        They come back only when there is more room, not when the badge gets shorter for a moment.
        """
        if room > self._room:
            for button in self._buttons:
                button.show()
            self._others.hide()
        self._room = room
        for button in reversed(self._buttons):
            if self.sizeHint().width() <= room:
                break
            button.hide()
            self._others.show()
        return self.sizeHint()

    def _list_hidden(self) -> None:
        menu = QMenu(self)
        for button in self._buttons:
            if button.isHidden():
                name = button.accessibleName() or button.text()
                action = menu.addAction(button.icon(), name, button.click)
                action.setCheckable(button.isCheckable())
                action.setChecked(button.isChecked())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._others.mapToGlobal(self._others.rect().bottomLeft()))


class CardHeader(QFrame):
    """A title at the left, tools at the right."""

    def __init__(self, title: str, tools: HeaderTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cardHeader")
        self.setFixedHeight(px(HEADER_HEIGHT))
        label = QLabel(title, self)
        label.setObjectName("cardTitle")
        label.setFont(text_font("body", medium=True))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(13, 0, 7, 0)
        self._row.addWidget(label)
        self._row.addStretch(1)
        self.hold(tools)

    def sizeHint(self) -> QSize:
        # A dock gives its title bar the height of the hint, whatever the fixed height is.
        return QSize(super().sizeHint().width(), px(HEADER_HEIGHT))

    def hold(self, tools: HeaderTools) -> None:
        """Take the tools back from a tab bar."""
        tools.fit(ENOUGH)
        self._row.addWidget(tools, 0, Qt.AlignmentFlag.AlignVCenter)
        tools.show()


class CardBody(QFrame):
    """The part below the header; keeps views clear of the rounded corners."""

    def __init__(self, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cardBody")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, BOTTOM_INSET)
        column.addWidget(view)


class Card(QWidget):
    """A card that is no dock: the center of the window."""

    def __init__(self, title: str, view: QWidget, tools: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(CardHeader(title, HeaderTools(tools), self))
        column.addWidget(CardBody(view, self), 1)


class DockCard(QDockWidget):
    """A card that can be moved, made a window of its own, closed, and shared with others under tabs."""

    def __init__(
        self, key: str, title: str, view: QWidget, tools: Sequence[QWidget], parent: QMainWindow
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(key)
        self.tools = HeaderTools(tools, self)
        self._header = CardHeader(title, self.tools, self)
        self._no_header = QWidget(self)
        self.setTitleBarWidget(self._header)
        self.setWidget(CardBody(view, self))

    def stand_alone(self) -> None:
        """Show the own header."""
        if self.titleBarWidget() is not self._header:
            self._header.hold(self.tools)
            self.setTitleBarWidget(self._header)
            self._header.show()

    def share(self, window: QMainWindow) -> None:
        """Let a tab bar be the header; the tools float over it.

        They become the window's children, not the bar's: the window deletes bars it no longer needs.
        """
        if self.titleBarWidget() is self._header:
            self._header.hide()
            self.setTitleBarWidget(self._no_header)
            self.tools.setParent(window)

    @property
    def is_sharing(self) -> bool:
        """Whether a tab bar is the header."""
        return self.titleBarWidget() is not self._header


class DockArrangement(QObject):
    """Keeps the headers of a window's docks right, whatever is dragged where."""

    def __init__(self, window: QMainWindow, docks: Sequence[DockCard]) -> None:
        super().__init__(window)
        self._window = window
        self._all = tuple(docks)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        window.setDockOptions(
            QMainWindow.DockOption.AllowTabbedDocks | QMainWindow.DockOption.AllowNestedDocks
        )
        window.setDocumentMode(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for dock in docks:
            dock.dockLocationChanged.connect(self._later)
            dock.topLevelChanged.connect(self._later)
            dock.visibilityChanged.connect(self._later)
            dock.tools.installEventFilter(self)

    def refresh(self) -> None:
        """Give every dock its own header, or the tab bar it shares."""
        shared: set[str] = set()
        for bar in self._bars():
            self._dress(bar)
            titles = self._titles(bar)
            for title in titles:
                self._docks[title].share(self._window)
            shared.update(titles)
            self._place_tools(bar)
        for title in self._docks.keys() - shared:
            self._docks[title].stand_alone()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QTabBar) and event.type() in _MOVED:
            self._place_tools(watched)
        elif isinstance(watched, HeaderTools) and event.type() == QEvent.Type.LayoutRequest:
            for bar in self._bars():
                self._place_tools(bar)
        return False

    def _bars(self) -> list[QTabBar]:
        return self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def _titles(self, bar: QTabBar) -> list[str]:
        """The docks that have this bar as their header."""
        if not bar.isVisibleTo(self._window) or bar.count() < 2:
            return []
        return [bar.tabText(i) for i in range(bar.count()) if bar.tabText(i) in self._docks]

    @property
    def _docks(self) -> dict[str, DockCard]:
        """By title, which is all a tab bar tells of them; titles may be shortened while the program runs."""
        return {dock.windowTitle(): dock for dock in self._all}

    def _later(self) -> None:
        self._soon.start(0)

    def _dress(self, bar: QTabBar) -> None:
        if bar.objectName() == "cardTabs":
            return
        bar.setObjectName("cardTabs")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFont(text_font("body", medium=True))
        bar.setExpanding(False)
        bar.setDrawBase(False)
        bar.setElideMode(Qt.TextElideMode.ElideRight)
        bar.installEventFilter(self)
        bar.currentChanged.connect(self._later)
        bar.destroyed.connect(self._later)  # the docks it stood over hear of it before it goes

    def _place_tools(self, bar: QTabBar) -> None:
        front = bar.tabText(bar.currentIndex())
        for title in self._titles(bar):
            dock = self._docks[title]
            if dock.is_sharing:
                left = bar.x() + bar.tabRect(bar.count() - 1).right() + 4
                right, middle = bar.geometry().right() - 7, bar.geometry().center().y()
                size = dock.tools.fit(right - left)
                dock.tools.setGeometry(
                    right - size.width(), middle - size.height() // 2, size.width(), size.height()
                )
                dock.tools.setVisible(title == front and right - size.width() >= left)
                dock.tools.raise_()
