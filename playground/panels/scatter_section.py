"""The data panel's points: which two columns, the points themselves, and the tools to paint some."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.appearance.brush_tools import BrushButton, BrushTools
from playground.appearance.fields import ComboField
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.easel import Easel
from playground.document.project import Project
from playground.panels.page import plain_row, text_label
from playground.panels.paintable_scatter import PaintableScatter
from playground.panels.scatter import number_columns, scatter, telling_pair


class ScatterSection(QWidget):
    """Hidden for a table without two columns of numbers. Signals as `ScatterView` has them."""

    row_hovered = Signal(int)
    row_chosen = Signal(int)

    def __init__(self, easel: Easel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._easel = easel
        self._project: Project | None = None
        self._pair: tuple[str, str] | None = None
        self.x_field = ComboField("Column to the right", theme)
        self.y_field = ComboField("Column upward", theme)
        self.view = PaintableScatter(easel, theme)
        self.brush_button = BrushButton(easel, theme)
        self.tools = BrushTools(easel, theme, folded=True)
        self.x_field.setToolTip("To the right\nThe column along the horizontal axis.")
        self.y_field.setToolTip("Upward\nThe column along the vertical axis.")
        for field in (self.x_field, self.y_field):
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = plain_row()
        row.setSpacing(px(6))
        row.addWidget(self.y_field, 1)
        row.addWidget(text_label("over", "label", muted=True))
        row.addWidget(self.x_field, 1)
        row.addWidget(self.brush_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(6))
        column.addLayout(row)
        column.addWidget(self.tools)
        column.addWidget(self.view)
        self.x_field.chosen.connect(self._choose_x)
        self.y_field.chosen.connect(self._choose_y)
        self.view.row_hovered.connect(self.row_hovered)
        self.view.row_chosen.connect(self.row_chosen)
        self.view.put_away.connect(easel.put_away)
        easel.changed.connect(self._offer_brush)

    def show_project(self, project: Project) -> None:
        old, self._project = self._project, project
        columns = number_columns(project.table, project.recipe)
        names = [column.name for column in columns]
        kept = old is not None and old.table.names == project.table.names
        if not (kept and self._pair is not None and set(self._pair) <= set(names)):
            self._pair = telling_pair(project.table, project.recipe)
        self.setVisible(self._pair is not None)
        options = [(column.name, column.label) for column in columns]
        self.x_field.set_options(options)
        self.y_field.set_options(options)
        self._show()

    def restyle(self, theme: Theme) -> None:
        for part in (self.x_field, self.y_field, self.view, self.brush_button, self.tools):
            part.restyle(theme)

    def _choose_x(self, name: str) -> None:
        if self._pair is not None:
            x, y = self._pair
            self._pair = (name, x) if name == y else (name, y)
            self._show()

    def _choose_y(self, name: str) -> None:
        if self._pair is not None:
            x, y = self._pair
            self._pair = (y, name) if name == x else (x, name)
            self._show()

    def _show(self) -> None:
        if self._project is None or self._pair is None:
            self.view.show_points(None)
            return
        x, y = self._pair
        self.x_field.set_choice(x)
        self.y_field.set_choice(y)
        points = scatter(self._project.table, self._project.recipe, x, y)
        shown = self.view.points
        if self.view.brush is not None and shown is not None and (shown.x.name, shown.y.name) == (x, y):
            points = points.within(shown.limits)  # the ground does not move under the brush
        self.view.show_points(points)
        self._offer_brush()

    def _offer_brush(self) -> None:
        """Where the points shown are all that a row is known by."""
        ground = self._easel.ground
        is_plane = ground is not None and {ground.x.name, ground.y.name} == set(self._pair or ())
        self.view.show_axes(are_plane=is_plane)
        self.brush_button.setVisible(is_plane)
        self.tools.setVisible(self.view.brush is not None)
