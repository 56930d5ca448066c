"""Random edits, trainings, undos and redos: nothing chosen and nothing learned gets lost or mixed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from playground.data.choices import Role
from playground.data.columns import Table
from playground.document import edits
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.marks import set_mark
from playground.document.pairing import with_activation, with_cost
from playground.document.project import Project, new_project, present_parameters
from playground.document.view_state import fitted
from playground.document.weights import RunnerValues, begins_anew
from playground.engine.costs import COSTS
from playground.engine.layout import parameter_names
from playground.engine.specs import ParameterKey, StopSpec
from tests.document.conftest import HeldWeights

T = TypeVar("T")
Edit = Callable[[Project], Project]
ACTIVATIONS = st.sampled_from(["threshold", "linear", "sigmoid", "tanh", "relu"])


def pick(items: Sequence[T], n: int) -> T:
    return items[n % len(items)]


def some_keys(project: Project, numbers: list[int]) -> set[ParameterKey]:
    keys = sorted(parameter_names(project.network))
    return {pick(keys, n) for n in numbers}


def hidden_layers(project: Project) -> list[int]:
    return [layer.id for layer in project.network.hidden]


class UndoMachine(RuleBasedStateMachine):
    """`forward[i]` and `backward[i]`: the weights at the moment step i was last done, or taken back."""

    tables: tuple[Table, ...]

    @initialize()
    def begin(self) -> None:
        self.document = Document(new_project(self.tables[0]))
        self.weights = HeldWeights(self.document)
        self.forward: list[RunnerValues] = []
        self.backward: dict[int, RunnerValues] = {}
        self.typed: list[set[ParameterKey]] = []
        self.projects = [self.document.project]
        self.seen = self.ids()

    def ids(self) -> set[int]:
        network = self.document.project.network
        return {neuron.id for neuron in network.neurons()} | {layer.id for layer in network.layers}

    @property
    def index(self) -> int:
        return self.document.undo_stack.index()

    def edit(self, make: Edit, typed: dict[ParameterKey, float] | None = None) -> None:
        try:
            new = make(self.document.project)
        except EditError:
            return
        at, before = self.index, self.weights.read()
        known = self.ids()
        self.document.edit("Edit", new, typed=typed)
        if self.index == at:
            return
        self.forward[at:] = [before]
        self.typed[at:] = [set(typed or ())]
        self.projects[at + 1 :] = [self.document.project]
        self.backward = {i: values for i, values in self.backward.items() if i < at}
        fresh = self.ids() - known
        assert not fresh & self.seen, "an id was given twice"
        self.seen |= fresh

    @rule(index=st.integers(0, 5), size=st.integers(1, 3), activation=ACTIVATIONS)
    def add_layer(self, index: int, size: int, activation: str) -> None:
        if len(self.document.project.network.layers) < 5:
            self.edit(lambda p: edits.add_layer(p, index, size, activation))

    @rule(n=st.integers(0, 3))
    def remove_layer(self, n: int) -> None:
        if layers := hidden_layers(self.document.project):
            self.edit(lambda p: edits.remove_layer(p, pick(layers, n)))

    @rule(n=st.integers(0, 3), size=st.integers(0, 9))
    def resize_layer(self, n: int, size: int) -> None:
        if layers := hidden_layers(self.document.project):
            self.edit(lambda p: edits.set_layer_size(p, pick(layers, n), size))

    @rule(n=st.integers(0, 30))
    def remove_neuron(self, n: int) -> None:
        self.edit(lambda p: edits.remove_neuron(p, pick([x.id for x in p.network.neurons()], n)))

    @rule(n=st.integers(0, 30), activation=ACTIVATIONS)
    def set_activation(self, n: int, activation: str) -> None:
        self.edit(
            lambda p: edits.set_activation(p, [pick([x.id for x in p.network.neurons()], n)], activation)
        )

    @rule(
        what=st.sampled_from([edits.cut, edits.restore, edits.lock, edits.unlock, edits.lock_others]),
        numbers=st.lists(st.integers(0, 200), max_size=6),
    )
    def synapses(self, what: Callable[..., Project], numbers: list[int]) -> None:
        self.edit(lambda p: what(p, some_keys(p, numbers)))

    @rule(number=st.integers(0, 200), value=st.floats(-5, 5))
    def type_weight(self, number: int, value: float) -> None:
        if present := sorted(present_parameters(self.document.project.network)):  # all may have been cut
            self.edit(lambda p: p, typed={pick(present, number): value})

    @rule(cost=st.sampled_from(["half_squared", "mean_squared", "binary_cross_entropy"]))
    def set_cost(self, cost: str) -> None:
        self.edit(lambda p: edits.set_cost(p, cost))

    @rule(cost=st.sampled_from(sorted(COSTS)))
    def set_cost_and_outputs(self, cost: str) -> None:
        self.edit(lambda p: with_cost(p, cost))

    @rule(n=st.integers(0, 30), activation=ACTIVATIONS)
    def set_activation_and_cost(self, n: int, activation: str) -> None:
        self.edit(lambda p: with_activation(p, [pick([x.id for x in p.network.neurons()], n)], activation))

    @rule(n=st.integers(0, 5), mark=st.integers(0, 5))
    def set_mark(self, n: int, mark: int) -> None:
        runner = pick(list(self.document.project.training.runners), n)
        self.edit(lambda p: set_mark(p, runner.id, mark))

    @rule(n=st.integers(0, 5), enabled=st.booleans(), batch=st.none() | st.integers(1, 9))
    def set_runner(self, n: int, enabled: bool, batch: int | None) -> None:
        runner = pick(list(self.document.project.training.runners), n)
        self.edit(lambda p: edits.set_runner(p, replace(runner, enabled=enabled, batch_size=batch)))

    @rule()
    def add_runner(self) -> None:
        self.edit(edits.add_runner)

    @rule(n=st.integers(1, 6))
    def remove_runner(self, n: int) -> None:
        self.edit(lambda p: edits.remove_runner(p, n))

    @rule(seed=st.integers(0, 3))
    def set_seed(self, seed: int) -> None:
        self.edit(lambda p: edits.set_seed(p, seed))

    @rule(number=st.integers(0, 200), value=st.floats(-5, 5))
    def set_start(self, number: int, value: float) -> None:
        self.edit(lambda p: edits.set_start(p, dict.fromkeys(some_keys(p, [number]), value)))

    @rule(epochs=st.none() | st.integers(0, 9))
    def set_stop(self, epochs: int | None) -> None:
        self.edit(lambda p: edits.set_stop(p, StopSpec(epochs=epochs)))

    @rule(n=st.integers(0, 3), role=st.sampled_from(["input", "left_out", "target"]))
    def set_role(self, n: int, role: Role) -> None:
        recipe = self.document.project.recipe
        choice = pick(list(recipe.columns), n)
        if role == "target" and recipe.target is not None:
            recipe = recipe.with_choice(replace(recipe.choice(recipe.target), role="left_out"))
        self.edit(lambda p: edits.set_recipe(p, recipe.with_choice(replace(choice, role=role))))

    @rule(n=st.integers(0, 1))
    def open_table(self, n: int) -> None:
        self.edit(lambda p: edits.open_table(p, self.tables[n]))

    @rule()
    def train(self) -> None:
        self.weights.train(self.document.project)

    @rule()
    @precondition(lambda self: self.document.undo_stack.canUndo())
    def undo(self) -> None:
        at, before = self.index, self.weights.read()
        self.document.undo_stack.undo()
        self.backward[at - 1] = before
        self.check(at - 1, self.projects[at], before, self.forward[at - 1])

    @rule()
    @precondition(lambda self: self.document.undo_stack.canRedo())
    def redo(self) -> None:
        at, before = self.index, self.weights.read()
        self.document.undo_stack.redo()
        self.forward[at] = before
        self.check(at, self.projects[at], before, self.backward[at])

    def check(self, step: int, old: Project, before: RunnerValues, left: RunnerValues) -> None:
        """What the step took away is what it was when this project was ``left``; the rest goes on."""
        new = self.document.project
        after = self.weights.read()
        if begins_anew(old, new):
            assert after == left
            return
        kept = present_parameters(old.network) & present_parameters(new.network) - self.typed[step]
        for runner, own in after.items():
            for key, value in own.items():
                goes_on = runner in before and key in kept
                assert value == (before if goes_on else left)[runner][key]

    @rule()
    def there_and_back(self) -> None:
        """Without training in between, undo-all equals the start and redo-all the end, weights included."""
        states = [(self.document.project, self.weights.read())]
        stack = self.document.undo_stack
        index = stack.index()
        for _ in range(index):
            stack.undo()
            states.append((self.document.project, self.weights.read()))
        assert stack.index() == 0
        assert self.document.project == self.projects[0]
        for state in reversed(states[:-1]):
            stack.redo()
            assert (self.document.project, self.weights.read()) == state
        for i in range(index):
            self.backward.pop(i, None)
            self.forward[i] = states[index - i][1]

    @invariant()
    def all_in_step(self) -> None:
        if not hasattr(self, "document"):
            return
        project = self.document.project
        assert project == self.projects[self.index]
        assert project.network.next_id > max(self.seen)
        assert fitted(self.document.view, project) is self.document.view
        present = present_parameters(project.network)
        assert all(own.keys() == present for own in self.weights.values.values())
        assert self.weights.values.keys() == {r.id for r in project.training.runners if r.enabled}


@pytest.mark.usefixtures("application")
def test_nothing_gets_lost(houses: Table, flowers: Table) -> None:
    class Machine(UndoMachine):
        tables = (houses, flowers)

    run_state_machine_as_test(
        Machine, settings=settings(max_examples=60, stateful_step_count=30, deadline=None)
    )
