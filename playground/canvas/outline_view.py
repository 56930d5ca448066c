"""The outline: the same network as a tree, for keyboard and screen reader, in step with the canvas."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.canvas.network_editor import NetworkEditor
from playground.canvas.outline_model import NAME, VALUE, OutlineModel
from playground.canvas.scene import NetworkScene
from playground.engine.specs import ParameterKey

Item = int | ParameterKey
_Flag = QItemSelectionModel.SelectionFlag


class OutlineView(QTreeView):
    """Selects, removes, takes typed weights and (F2) numbers of neurons; its context menu is the canvas's.

    Signals:
        menu_wanted(item, QPoint): a part's menu at a global position.
        activation_wanted(item): Enter on a neuron or layer.
        picture_wanted(): back to the canvas.
    """

    menu_wanted = Signal(object, QPoint)
    activation_wanted = Signal(object)
    picture_wanted = Signal()

    def __init__(self, scene: NetworkScene, editor: NetworkEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._editor = scene, editor
        self._is_following = False
        self._opened: set[Item | None] = set()
        self._model = OutlineModel(scene)
        self.setModel(self._model)
        self.setAccessibleName("Outline of the network")
        self.setFont(text_font("body", tabular=True))
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(VALUE, px(120))
        self.header().setStretchLastSection(False)
        self.setIndentation(px(18))
        self.restyle(scene.theme)
        self._model.typed.connect(editor.type_value)
        self._model.sized.connect(editor.set_layer_size)
        self._model.refused.connect(editor.refused)
        self.expanded.connect(self._note_opened)
        self.collapsed.connect(self._note_closed)
        self.customContextMenuRequested.connect(self._ask_menu)

    def restyle(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"QTreeView {{ background: {theme.canvas}; color: {theme.text}; padding: 4px 8px; outline: none;"
            " show-decoration-selected: 1; border: none; }"
            f"QTreeView::item {{ height: {px(24)}px; }}"
            f"QTreeView::item:selected {{ background: {theme.tint}; color: {theme.text}; }}"
            f"QTreeView::item:hover:!selected {{ background: {theme.hover}; }}"
            f"QHeaderView {{ background: {theme.canvas}; }}"
            f"QHeaderView::section {{ background: {theme.canvas}; color: {theme.muted}; border: none;"
            " padding: 4px 0; }"
        )

    def show_network(self) -> None:
        """The network has changed: same rows open, same rows selected."""
        self._model.rebuild()
        for item in tuple(self._opened):
            index = QModelIndex() if item is None else self._model.index_of(item)
            if index.isValid():
                self.expand(index)
            else:
                self._opened.discard(item)
        self.show_selection()

    def show_weights(self) -> None:
        """The numbers have changed."""
        self.viewport().update()

    def show_selection(self) -> None:
        """Select what is selected elsewhere."""
        chosen, last = QItemSelection(), QModelIndex()
        for item in self._scene.view.selection:
            last = self._model.index_of(item)
            chosen.select(last, last)
        self._is_following = True
        self.selectionModel().select(chosen, _Flag.ClearAndSelect | _Flag.Rows)
        if last.isValid():
            self.selectionModel().setCurrentIndex(last, _Flag.NoUpdate)
            self.scrollTo(last)
        self._is_following = False

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self._is_following:
            return
        cut = self._scene.network.cut  # what is cut can't be selected on the canvas either
        items = [self._model.item(index) for index in self.selectionModel().selectedRows()]
        self._editor.select([item for item in items if item is not None and item not in cut])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        item = self._model.item(index)
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # Enter comes here once more on its way out of the field
        elif event.key() == Qt.Key.Key_O and not event.modifiers():
            self.picture_wanted.emit()
        elif event.key() == Qt.Key.Key_F2 and index.isValid():
            self.edit(index.siblingAtColumn(VALUE))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._editor.remove(self._scene.view.selection)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            if isinstance(item, ParameterKey):
                self.edit(index.siblingAtColumn(VALUE))
            else:
                self.activation_wanted.emit(item)
        else:
            super().keyPressEvent(event)

    def _note_opened(self, index: QModelIndex) -> None:
        item = self._model.item(index)
        if item is not None:
            self._opened.add(item)

    def _note_closed(self, index: QModelIndex) -> None:
        self._opened.discard(self._model.item(index))

    def _ask_menu(self, place: QPoint) -> None:
        item = self._model.item(self.indexAt(place))
        if item is not None:
            self.menu_wanted.emit(item, self.viewport().mapToGlobal(place))
