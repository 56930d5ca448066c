"""Lab: optimizers racing on a function of two numbers. Everything here runs in the GUI thread: an update
takes some fifty microseconds; what takes longer (landmarks, proofs) is done elsewhere."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.document.lab_choices import LabChoices
from playground.engine.landscape.analytic import FormulaCost
from playground.engine.landscape.descent import Descent, DescentSnapshot, DescentSpec, typical_slope
from playground.training.landscape_finder import Landscape, LandscapeFinder
from playground.training.pace import Pacer
from playground.training.prover import SliceProver

FRAME = 16
"""ms from one look at the clock to the next"""
BUDGET = 0.004
"""Seconds of updates in one frame at most"""
MANY = 1_000_000


class Lab(QObject):
    """The choices, the runners and what is known of the landscape.

    Signals:
        changed(old, new): other `LabChoices`.
        moved(): runners are somewhere else.
        landscape_found(): `landscape` is a newer one.
        running_changed(bool)
        failed(text): a sentence.
    """

    changed = Signal(object, object)
    moved = Signal()
    landscape_found = Signal()
    running_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, choices: LabChoices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._cost = choices.cost()
        self._slope = 1.0
        self.landscape: Landscape | None = None
        self.prover = SliceProver(self)
        self._finder = LandscapeFinder(self)
        self._finder.found.connect(self._take_landscape)
        self._finder.failed.connect(self.failed)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._tick)
        self._pacer: Pacer | None = None
        self._descents: dict[int, Descent] = {}
        self._is_open = False
        self._place_runners()

    @property
    def choices(self) -> LabChoices:
        return self._choices

    @property
    def cost(self) -> FormulaCost:
        return self._cost

    @property
    def noise_unit(self) -> float:
        """The middling slope of the function's own window, in which noise is counted."""
        return self._slope

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def runners(self) -> tuple[DescentSnapshot, ...]:
        """All that are switched on, in the order of the choices."""
        return tuple(descent.snapshot() for descent in self._descents.values())

    def spec(self, runner_id: int) -> DescentSpec:
        return next(each for each in self._choices.runners if each.id == runner_id)

    # -- what a person asks for --

    def choose(self, choices: LabChoices) -> None:
        """Other choices. What runs starts anew if it is concerned. Raises ``FormulaError``."""
        old = self._choices
        if choices == old:
            return
        cost = self._cost if choices.text == old.text else choices.cost()
        self._choices, self._cost = choices, cost
        if _race(choices) != _race(old):
            self._place_runners()
        if (choices.text, choices.drawn_window) != (old.text, old.drawn_window):
            self._look()
        if choices.speed != old.speed:
            self._pacer = None
        self.changed.emit(old, choices)

    def show_runner(self, runner_id: int) -> None:
        self.choose(replace(self._choices, shown=runner_id))

    def open(self) -> None:
        """From now on the landscape is looked at."""
        if not self._is_open:
            self._is_open = True
            self._look()

    def toggle(self) -> None:
        if self.running:
            self.pause()
        else:
            self.train()

    def train(self) -> None:
        if not self.running:
            self._pacer = None
            self._timer.start()
            self.running_changed.emit(True)

    def pause(self) -> None:
        if self.running:
            self._timer.stop()
            self.running_changed.emit(False)

    def step(self) -> None:
        """One more update of every runner, then rest."""
        self.pause()
        self._advance(1)

    def restart(self) -> None:
        """Back to the start, with the same noise again."""
        self._place_runners()

    def draw_noise(self) -> None:
        """Back to the start, with other noise."""
        self.choose(replace(self._choices, seed=self._choices.seed + 1))

    def shut_down(self) -> None:
        """Stop, and wait for what is done elsewhere."""
        self.pause()
        self._finder.shut_down()
        self.prover.shut_down()

    # -- how it goes --

    def _place_runners(self) -> None:
        choices = self._choices
        self._slope = typical_slope(self._cost, choices.own_window)
        start = choices.start_place
        self._descents = {
            spec.id: Descent(self._cost, spec, start, slope=self._slope, seed=1000 * choices.seed + spec.id)
            for spec in choices.runners
            if spec.enabled
        }
        self.moved.emit()

    def _tick(self) -> None:
        now, speed = perf_counter(), self._choices.speed
        if speed is None:
            self._advance(MANY)
            return
        if self._pacer is None:
            self._pacer = Pacer(speed, now)
        due = self._pacer.due(now)
        if due:
            self._pacer.made(due)
            self._advance(due)

    def _advance(self, updates: int) -> None:
        """So many of every runner, all in step, as far as there is time for."""
        end = perf_counter() + BUDGET
        for _ in range(updates):
            for descent in self._descents.values():
                descent.advance(1)
            if perf_counter() >= end:
                break
        if all(descent.stopped for descent in self._descents.values()):
            self.pause()
        self.moved.emit()

    def _look(self) -> None:
        if self._is_open:
            self._finder.look_at(self._choices.text, self._choices.drawn_window)

    def _take_landscape(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.landscape_found.emit()


def _race(choices: LabChoices) -> object:
    """All that decides how the runners go."""
    return choices.text, choices.start_place, choices.runners, choices.seed
