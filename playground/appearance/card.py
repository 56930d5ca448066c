"""Cards: a header and a body with rounded corners, alone or as a dock.

Docks that share a place show tabs: then the tab bar is the card's header, and the tools of the dock in front
stand at its right end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from playground.appearance.text import px, text_font

HEADER_HEIGHT: Final = 38
BOTTOM_INSET: Final = 4
_MOVED: Final = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)


class HeaderTools(QWidget):
    """The badge and buttons of a view, in a row; stands in a card's header or on a tab bar."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


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
        self._docks = {dock.windowTitle(): dock for dock in docks}
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
                size = dock.tools.sizeHint()
                right, middle = bar.geometry().right() - 7, bar.geometry().center().y()
                dock.tools.setGeometry(
                    right - size.width(), middle - size.height() // 2, size.width(), size.height()
                )
                clear = bar.x() + bar.tabRect(bar.count() - 1).right() < right - size.width()
                dock.tools.setVisible(title == front and clear)
                dock.tools.raise_()
