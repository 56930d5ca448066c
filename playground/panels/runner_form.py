"""How one runner learns: optimizer and its own settings, learning rate, batch size, name."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.fields import ComboField, NumberField, SliderField
from playground.appearance.numbers import format_setting
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.project import Project
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.specs import RunnerSpec, ScheduleSpec
from playground.panels.editor import Editor
from playground.panels.mark_menu import MarkButton
from playground.panels.page import FormRow, plain_column, plain_row
from playground.panels.settings_fields import SettingsFields

RATE_RANGE = (1e-4, 10.0)
RATE_TYPED = (1e-9, 1e6)


class RunnerForm(QWidget):
    """Shows and changes one runner of the project."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._theme = theme
        self._runner = RunnerSpec(0, "")
        self._n_train = 1
        self.optimizer = ComboField("Optimizer", theme, [(name, o.label) for name, o in OPTIMIZERS.items()])
        self.rate = SliderField("Learning rate", 0.1, *RATE_RANGE, typed_range=RATE_TYPED)
        self.batch = SliderField("Batch size", 1, 1, 2, integer=True)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the runner")
        self.mark_button = MarkButton(editor, theme)
        self.remove_button = IconButton(
            "remove", "Remove runner", theme, tip="Undo brings it back as it was."
        )
        self.schedule = ComboField("Schedule", theme, [(name, s.label) for name, s in SCHEDULES.items()])
        for schedule in SCHEDULES.values():
            self.schedule.explain(schedule.name, f"{schedule.formula}\n{schedule.good_for}")
        self._settings, self._schedule_settings = SettingsFields(), SettingsFields()
        self._lay_out()
        self._connect()

    @property
    def settings(self) -> dict[str, NumberField]:
        """The fields of the optimizer's own parameters."""
        return self._settings.fields

    @property
    def schedule_settings(self) -> dict[str, NumberField]:
        return self._schedule_settings.fields

    @property
    def runner(self) -> RunnerSpec:
        return self._runner

    def _lay_out(self) -> None:
        column = plain_column()
        self.setLayout(column)
        name_row = plain_row()
        named = QWidget()
        named.setLayout(name_row)
        name_row.addWidget(self.mark_button)
        name_row.addWidget(self.name, 1)
        name_row.addWidget(self.remove_button)
        self._optimizer_row = FormRow("Optimizer", self.optimizer, self._optimizer_tip())
        column.addWidget(self._optimizer_row)
        column.addWidget(self._settings)
        rate_tip = (
            "Learning rate\nHow far each update goes down the slope. Too large jumps across the valley,\n"
            "too small takes for ever. 0.0001 to 10 by the slider; any number above 0 can be typed."
        )
        batch_tip = (
            "Batch size\nRows per update, from 1 (stochastic) to all training rows (gradient descent)."
        )
        column.addWidget(FormRow("Learn rate", self.rate, rate_tip))
        column.addWidget(FormRow("Schedule", self.schedule))
        column.addWidget(self._schedule_settings)
        column.addWidget(FormRow("Batch", self.batch, batch_tip))
        column.addWidget(FormRow("Name", named, "Name\nWhat the runner is called in legends."))

    def _connect(self) -> None:
        for slider in (self.rate, self.batch):
            slider.field.setFixedWidth(px(70))  # 100,000
            slider.pressed.connect(self._editor.begin_gesture)
            slider.released.connect(self._editor.end_gesture)
        for field in (self.optimizer, self.schedule):
            self._editor.merge_passed(field)
        self.optimizer.chosen.connect(self._set_optimizer)
        self.schedule.chosen.connect(self._set_schedule)
        self._settings.value_changed.connect(self._set_setting)
        self._schedule_settings.value_changed.connect(self._set_schedule_setting)
        self.rate.value_changed.connect(self._set_rate)
        self.batch.value_changed.connect(self._set_batch)
        self.name.editingFinished.connect(self._set_name)

    def show_runner(self, project: Project, runner: RunnerSpec) -> None:
        self._runner = runner
        self._n_train = len(project.dataset.train_rows)
        self.mark_button.show_runner(runner.id)
        self.optimizer.set_choice(runner.optimizer)
        self._optimizer_row.field.setToolTip(self._optimizer_tip())
        self.rate.set_value(runner.learning_rate)
        self.batch.set_range(1, max(1, self._n_train))
        self.batch.set_value(
            self._n_train if runner.batch_size is None else min(runner.batch_size, self._n_train)
        )
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(runner.name)
            self.name.setCursorPosition(0)
        self._mark_optimizers(project)
        optimizer, schedule = OPTIMIZERS[runner.optimizer], SCHEDULES[runner.schedule.name]
        self._settings.show_values(optimizer.settings, optimizer.chosen(dict(runner.settings)))
        self.schedule.set_choice(schedule.name)
        self.schedule.setToolTip(
            f"{schedule.label}: {schedule.formula}\nHow the learning rate η changes. {schedule.good_for}"
        )
        self._schedule_settings.show_values(
            schedule.settings, schedule.chosen(dict(runner.schedule.settings))
        )

    def _mark_optimizers(self, project: Project) -> None:
        """Optimizers that don't go with the cost, the penalty or the batch stay in the list, gray."""
        for name, optimizer in OPTIMIZERS.items():
            refusal = edits.refuses_runner(project, replace(self._runner, optimizer=name))
            self.optimizer.explain(name, f"{optimizer.formula}\n{optimizer.good_for}", refusal=refusal)

    def _optimizer_tip(self) -> str:
        optimizer = OPTIMIZERS[self._runner.optimizer]
        return f"{optimizer.label}: {optimizer.formula}\n{optimizer.good_for}"

    def _change(self, text: str, runner: RunnerSpec, merge_key: str | None = None) -> None:
        done = self._editor.edit(
            f"{runner.name}: {text}", lambda project: edits.set_runner(project, runner), merge_key=merge_key
        )
        if not done:
            self.show_runner(self._editor.document.project, self._runner)

    def _set_optimizer(self, name: str) -> None:
        runner = replace(self._runner, optimizer=name, settings=())
        self._change(f"optimizer {OPTIMIZERS[name].label}", runner)

    def _set_rate(self, rate: float) -> None:
        runner = replace(self._runner, learning_rate=rate)
        self._change(f"learning rate {format_setting(rate, 3)}", runner, f"rate {runner.id}")

    def _set_batch(self, size: float) -> None:
        rows = None if size >= self._n_train else int(size)
        runner = replace(self._runner, batch_size=rows)
        self._change(f"batch {'all rows' if rows is None else rows}", runner, f"batch {runner.id}")

    def _set_setting(self, name: str, label: str, value: float) -> None:
        settings = {**dict(self._runner.settings), name: value}
        runner = replace(self._runner, settings=tuple(sorted(settings.items())))
        self._change(f"{label} {format_setting(value, 3)}", runner)

    def _set_schedule(self, name: str) -> None:
        runner = replace(self._runner, schedule=ScheduleSpec(name))
        self._change(f"schedule {SCHEDULES[name].label}", runner)

    def _set_schedule_setting(self, name: str, label: str, value: float) -> None:
        settings = {**dict(self._runner.schedule.settings), name: value}
        schedule = replace(self._runner.schedule, settings=tuple(sorted(settings.items())))
        runner = replace(self._runner, schedule=schedule)
        self._change(f"{label} {format_setting(value, 3)}", runner)

    def _set_name(self) -> None:
        name = self.name.text().strip()
        if name and name != self._runner.name:
            runner = replace(self._runner, name=name)
            old = self._runner.name
            self._editor.edit(f"Rename {old}", lambda project: edits.set_runner(project, runner))
        self.name.setText(self._runner.name)
        self.name.setModified(False)
