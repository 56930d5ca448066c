"""What large weights cost: L1, L2, and whether biases count."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.appearance.check_field import CheckField
from playground.appearance.fields import NumberField
from playground.appearance.numbers import format_setting
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.project import Project
from playground.engine.specs import PenaltySpec
from playground.panels.editor import Editor
from playground.panels.page import FormRow, plain_column, plain_row, text_label

LARGEST = 100.0


class PenaltyForm(QWidget):
    """Two numbers, 0 for no penalty; the check box comes when there is one."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.l1 = NumberField("Penalty L1", 0.0, 0.0, LARGEST)
        self.l2 = NumberField("Penalty L2", 0.0, 0.0, LARGEST)
        self.biases = CheckField("on biases too", theme)
        self.biases.setAccessibleName("Penalty on biases too")
        numbers, row = QWidget(), plain_row()
        row.setSpacing(px(8))
        numbers.setLayout(row)
        column = plain_column()
        self.setLayout(column)
        column.addWidget(FormRow("Penalty", numbers))
        self._second = FormRow("", self.biases, "Biases too\nBiases are left alone unless this is on.")
        column.addWidget(self._second)
        for name, field, tip in (("L1", self.l1, _L1_TIP), ("L2", self.l2, _L2_TIP)):
            label = text_label(name, muted=True)
            label.setBuddy(field)
            label.setToolTip(tip)
            field.setToolTip(tip)
            field.setAccessibleDescription(tip)
            field.setMinimumWidth(px(40))
            row.addWidget(label)
            row.addWidget(field, 1)
            field.value_changed.connect(self._changed)
        self.biases.clicked.connect(self._changed)

    def show_project(self, project: Project) -> None:
        penalty = project.training.penalty
        self.l1.set_value(penalty.l1)
        self.l2.set_value(penalty.l2)
        self.biases.setChecked(penalty.biases)
        self._second.setVisible(bool(penalty))

    def _changed(self) -> None:
        penalty = PenaltySpec(self.l1.value, self.l2.value, self.biases.isChecked())
        old = self._editor.document.project.training.penalty
        if not self._editor.edit(_text(old, penalty), lambda project: edits.set_penalty(project, penalty)):
            self.show_project(self._editor.document.project)


_L1_TIP = "L1 penalty\nAdds L1 · Σ |w| to the cost: drives small weights to 0.\n0 (none) to 100"
_L2_TIP = "L2 penalty\nAdds ½ L2 · Σ w² to the cost: keeps all weights small.\n0 (none) to 100"


def _text(old: PenaltySpec, new: PenaltySpec) -> str:
    if old.biases != new.biases:
        return f"Penalty: biases {'count too' if new.biases else 'left alone'}"
    name, value = ("L1", new.l1) if old.l1 != new.l1 else ("L2", new.l2)
    return f"Penalty {name}: {format_setting(value)}"
