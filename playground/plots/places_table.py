"""The table of a surface's places: lowest first, each with the mark it has on the surface."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from playground.appearance.style_sheet import MUTED, PANEL, TEXT, TINT
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import Landmark
from playground.plots.landmark_marks import paint_landmark
from playground.plots.marks import paint_star
from playground.plots.places import Places

ROW_HEIGHT = 24
MARK_SIZE = 20
READ_ROWS, MEASURED_ROWS = 300, 30
"""Rastrigin's function has hundreds of places: of the first rows the longest are measured."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TIPS = (
    "What it is\nThe mark is the one on the surface.",
    "",
    "",
    "Cost\nExact, over all training rows, with the penalty.",
    "Curvatures\nEigenvalues of the second derivatives: both above 0 at a minimum, one below at a saddle.",
)
Index = QModelIndex | QPersistentModelIndex


class PlacesModel(QAbstractTableModel):
    """Kind, place, cost and curvatures of each landmark."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.places: Places | None = None
        self.star: Landmark | None = None
        self._cells: dict[int, tuple[str, ...]] = {}

    def show(self, places: Places, star: Landmark | None) -> None:
        """``star``: the one that has the star."""
        self.beginResetModel()
        self.places, self.star = places, star
        self._cells.clear()
        self.endResetModel()

    def landmark(self, row: int) -> Landmark | None:
        known = self.places.landmarks if self.places is not None else ()
        return known[row] if 0 <= row < len(known) else None

    def cells(self, row: int) -> tuple[str, ...]:
        """What stands in a row; put into words once."""
        if row not in self._cells:
            assert self.places is not None
            self._cells[row] = self.places.cells(self.places.landmarks[row])
        return self._cells[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self.places is None else len(self.places.landmarks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 5

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        landmark, places = self.landmark(index.row()), self.places
        if landmark is None or places is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(index.row())[index.column()]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return places.sentence(landmark)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() else LEFT
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return mark_icon(landmark, self.theme, star=landmark is self.star)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or self.places is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("place", "↔", "↕", "cost", "curvatures")[section]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return TIPS[section] or self.places.names[section - 1]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section else LEFT
        return None


def mark_icon(landmark: Landmark, theme: Theme, *, star: bool) -> QIcon:
    """The mark of a landmark as an icon."""
    pixmap = QPixmap(QSize(MARK_SIZE, MARK_SIZE) * 2)
    pixmap.setDevicePixelRatio(2.0)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = QPointF(MARK_SIZE / 2, MARK_SIZE / 2)
    if star:
        painter.translate(middle)
        painter.scale(0.8, 0.8)
        paint_star(painter, theme, QPointF(0.0, 0.0))
    else:
        paint_landmark(painter, theme, landmark.kind, middle)
    painter.end()
    return QIcon(pixmap)


class PlacesTable(QTableView):
    """Signals:
    place_chosen(Landmark): a row was reached by the mouse or the arrow keys.
    place_entered(Landmark): a double click or Return asks to see it on the picture.
    """

    place_chosen = Signal(object)
    place_entered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = PlacesModel(theme, self)
        self._silent = False
        self.setModel(self._places)
        self.setAccessibleName("Places on the cost surface, lowest first")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(text_font("label", tabular=True))
        self.setStyleSheet(_style())
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(MARK_SIZE, MARK_SIZE))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setFont(text_font("caption"))
        header.setFixedHeight(px(ROW_HEIGHT))
        header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(px(36))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)  # names give way, numbers do not
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.activated.connect(self._enter)
        self._fit_columns()

    @property
    def chosen(self) -> Landmark | None:
        return self._places.landmark(self.currentIndex().row())

    def show_places(self, places: Places, star: Landmark | None, chosen: Landmark | None) -> None:
        known = self._places.places
        if known is None or (known.landmarks, known.proof, known.names) != (
            places.landmarks,
            places.proof,
            places.names,
        ):
            self._silent = True
            self._places.show(places, star)
            self._fit_columns()
            self._silent = False
        self.set_chosen(chosen)

    def set_chosen(self, landmark: Landmark | None) -> None:
        """Show a row as the chosen one, without reporting it."""
        places = self._places.places
        if landmark is self.chosen or places is None:
            return
        self._silent = True
        if landmark is None or landmark not in places.landmarks:
            self.setCurrentIndex(QModelIndex())
        else:
            index = self._places.index(places.landmarks.index(landmark), 0)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._silent = False

    def restyle(self, theme: Theme) -> None:
        self._places.theme = theme
        self.viewport().update()

    def _moved(self, present: QModelIndex) -> None:
        landmark = self._places.landmark(present.row())
        if not self._silent and landmark is not None:
            self.selectRow(present.row())  # the focus alone makes a row the present one, not a selected one
            self.place_chosen.emit(landmark)

    def _enter(self, index: QModelIndex) -> None:
        landmark = self._places.landmark(index.row())
        if landmark is not None:
            self.place_entered.emit(landmark)

    def _fit_columns(self) -> None:
        """As wide as the longest contents of the first rows; names of axes give way."""
        header, rows = self.horizontalHeader(), range(min(READ_ROWS, self._places.rowCount()))
        for section in range(1, self._places.columnCount()):
            longest = sorted(rows, key=lambda row: len(self._places.cells(row)[section]))[-MEASURED_ROWS:]
            hints = (self.sizeHintForIndex(self._places.index(row, section)).width() for row in longest)
            width = max(header.sectionSizeHint(section), *hints, 0)
            header.resizeSection(section, width + px(2))


def _style() -> str:
    return (
        "QTableView { background: transparent; border: none; outline: none;"
        f" selection-background-color: {TINT}; selection-color: {TEXT}; }}"
        "QTableView::item { padding: 0 2px; }"
        f"QHeaderView {{ background: {PANEL}; border: none; }}"
        f"QHeaderView::section {{ background: {PANEL}; color: {MUTED}; border: none;"
        f" font-size: {text_font('caption').pixelSize()}px; padding: 0 {px(6)}px; }}"
    )
