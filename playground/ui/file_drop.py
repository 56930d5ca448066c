"""A file dropped anywhere on the window, whatever lies under the mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme

_FRAME_WIDTH = 2


def dropped_files(mime: QMimeData) -> list[Path]:
    """The files on this computer that a drag carries; if there are none, its web addresses, to be refused."""
    urls = mime.urls()
    local = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return local or [Path(url.toString()) for url in urls if url.scheme()]


class DropFrame(QWidget):
    """The accent frame around a window while a file is held over it; the mouse goes through."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("Drop the file to open it")
        self.hide()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(self._theme.accent), _FRAME_WIDTH))
        inset = _FRAME_WIDTH // 2
        painter.drawRect(QRect(self.rect()).adjusted(inset, inset, -inset, -inset))
        painter.end()


class FileDrop(QObject):
    """Takes files off every drag over a window before any of its children can.

    It listens to the window's native surface, where drags arrive first, and to the widgets that accept
    drops of their own. Drags without files go on to whom they are meant for.

    Signals:
        dropped(paths): the ``list[Path]`` of the files, in the order they were dragged.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.frame = DropFrame(window, theme)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def watch(self, window: QWidget) -> None:
        """Listen to a shown window (the main window, a floating dock) and to what it holds now."""
        surface = window.windowHandle()
        if surface is not None:
            surface.installEventFilter(self)
        for child in window.findChildren(QWidget):
            if child.acceptDrops():
                child.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return isinstance(event, QDropEvent) and self._take(event)
        if kind == QEvent.Type.DragLeave:
            self.frame.hide()
        elif kind == QEvent.Type.Resize and watched is self._window:
            self.frame.resize(self._window.size())
        return False

    def _take(self, event: QDropEvent) -> bool:
        files = dropped_files(event.mimeData())
        if not files:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        is_drop = event.type() == QEvent.Type.Drop
        self.frame.setVisible(not is_drop)
        self.frame.raise_()
        if is_drop:
            self.dropped.emit(files)
        return True
