"""When training stops by itself: each condition has a check box and its number."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.appearance.check_field import CheckField
from playground.appearance.fields import NumberField
from playground.appearance.numbers import format_setting
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.project import Project
from playground.engine.specs import StopSpec
from playground.panels.editor import Editor
from playground.panels.page import plain_column, plain_row


class StopForm(QWidget):
    """Typing a number switches its condition on; an unchecked one remembers its number."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.cost = Condition(
            "cost below", NumberField("Stop at cost below", 0.01, 0.0, 1e6), theme, _TIPS[0]
        )
        epochs = NumberField("Stop after epochs", 1000, 1, 10**9, integer=True)
        self.epochs = Condition("epochs", epochs, theme, _TIPS[1])
        patience = NumberField("Stop without improvement for", 20, 1, 10**6, integer=True, unit="ep")
        self.no_improvement = Condition("no improvement for", patience, theme, _TIPS[2])
        updates = NumberField("Stop after updates", 10_000, 1, 10**12, integer=True)
        self.updates = Condition("updates", updates, theme, _TIPS[3])
        seconds = NumberField("Stop after seconds", 60, 0.001, 1e6, unit="s")
        self.seconds = Condition("training time", seconds, theme, _TIPS[4])
        column = plain_column()
        self.setLayout(column)
        for condition in (self.cost, self.epochs, self.updates, self.no_improvement, self.seconds):
            column.addWidget(condition)
            condition.check.clicked.connect(self._changed)
            condition.field.value_changed.connect(condition.switch_on)
            condition.field.value_changed.connect(self._changed)

    def show_project(self, project: Project) -> None:
        stop = project.training.stop
        self.cost.show_value(stop.cost_below)
        self.epochs.show_value(stop.epochs)
        self.updates.show_value(stop.updates)
        self.no_improvement.show_value(stop.no_improvement_epochs)
        self.seconds.show_value(stop.seconds)

    def _changed(self) -> None:
        stop = StopSpec(
            cost_below=self.cost.value,
            epochs=self.epochs.whole,
            no_improvement_epochs=self.no_improvement.whole,
            updates=self.updates.whole,
            seconds=self.seconds.value,
        )
        old = self._editor.document.project.training.stop
        if not self._editor.edit(_text(old, stop), lambda project: edits.set_stop(project, stop)):
            self.show_project(self._editor.document.project)


class Condition(QWidget):
    """A check box and a number; ``value`` is None while it is off."""

    def __init__(self, text: str, field: NumberField, theme: Theme, tip: str) -> None:
        super().__init__()
        self.check = CheckField(text, theme)
        self.field = field
        self.setMinimumHeight(px(38))
        field.setFixedWidth(px(72))
        for widget in (self.check, field):
            widget.setToolTip(tip)
            widget.setAccessibleDescription(tip)
        row = plain_row()
        self.setLayout(row)
        row.addWidget(self.check, 1)
        row.addWidget(field)

    @property
    def value(self) -> float | None:
        return self.field.value if self.check.isChecked() else None

    @property
    def whole(self) -> int | None:
        return None if self.value is None else int(self.value)

    def show_value(self, value: float | None) -> None:
        self.check.setChecked(value is not None)
        if value is not None:
            self.field.set_value(value)

    def switch_on(self) -> None:
        self.check.setChecked(True)


_TIPS = (
    "Cost below\nStop when the shown runner's training cost is below this number.\nAny number from 0",
    "Epochs\nStop after this many passes over the training rows.\nA whole number from 1",
    "No improvement\nStop when the cost has not become lower for this many epochs.\nA whole number from 1",
    "Updates\nStop after the weights have been changed so many times.\nA whole number from 1",
    "Training time\nStop after so many seconds spent in a runner's own updates.\n0.001 to 1,000,000 s",
)


def _text(old: StopSpec, new: StopSpec) -> str:
    """The one condition that changed, in words."""
    names = {
        "cost_below": "cost below",
        "epochs": "epochs",
        "no_improvement_epochs": "no improvement for",
        "updates": "updates",
        "seconds": "seconds",
    }
    changed = next((name for name in names if getattr(old, name) != getattr(new, name)), "epochs")
    value, what = getattr(new, changed), names[changed]
    return f"Don’t stop: {what}" if value is None else f"Stop: {what} {format_setting(value)}"
