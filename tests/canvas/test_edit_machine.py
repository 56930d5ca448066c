"""Random edits on the canvas with real training in between: no weight is lost, every network trains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import hypothesis.strategies as st
import numpy as np
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from playground.canvas.network_editor import NetworkEditor
from playground.canvas.presets import PRESETS
from playground.document.document import Document
from playground.document.project import Project, present_parameters
from playground.document.weights import RunnerValues
from playground.engine.layout import parameter_names
from playground.engine.network import Network, misplaced_activation
from playground.engine.specs import NetworkSpec, ParameterKey
from playground.engine.state import TrainerState
from playground.engine.trainer import Rows, Trainer
from playground.engine.transplant import transplant
from playground.training.changes import change
from tests.canvas import conftest as examples

T = TypeVar("T")
NUMBER = st.integers(0, 200)
ACTIVATIONS = st.sampled_from(["tanh", "relu", "sigmoid", "linear", "softmax", "threshold"])


def pick(items: Iterable[T], n: int) -> T:
    ordered = list(items)
    return ordered[n % len(ordered)]


class EditMachine(RuleBasedStateMachine):
    """Whatever the canvas's menus, buttons and keys ask the editor for, in any order.

    Trains as the training thread does, with a real trainer. ``left`` and ``right`` are the weights when a
    step was done, or taken back, last.
    """

    project: Project

    @initialize()
    def begin(self) -> None:
        self.document = Document(self.project)
        self.editor = NetworkEditor(self.document)
        self.trainer = self.made(self.project, None)
        self.document.values_source = self.values
        self.document.project_changed.connect(self.follow)
        self.left: list[RunnerValues] = []
        self.right: dict[int, RunnerValues] = {}
        self.typed: list[set[ParameterKey]] = []

    # -- what the training does, in this thread --

    @staticmethod
    def made(project: Project, state: TrainerState | None) -> Trainer:
        data = project.dataset
        rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
        return Trainer(Network(project.network), project.training, *rows, state)

    def values(self) -> dict[int, dict[ParameterKey, float]]:
        """The weights and biases that are there, by runner."""
        snapshot = self.trainer.snapshot()
        layout = snapshot.network.layout
        present = [key for key, there in zip(layout.keys, layout.present, strict=True) if there]
        return {
            runner.id: dict(zip(present, runner.theta[layout.present].tolist(), strict=True))
            for runner in snapshot.runners
        }

    def follow(self, old: Project, new: Project, given: RunnerValues) -> None:
        about = change(old, new, given)
        assert not about.begins_anew, "an edit of the network never forgets what was learned"
        networks = Network(old.network), Network(new.network)
        state = transplant(self.trainer.state(), *networks, new.training, about.values)
        self.trainer = self.made(new, state)

    # -- edits --

    def do(self, edit: Callable[[], object], typed: set[ParameterKey] | None = None) -> None:
        """Make an edit, and note the weights it began with."""
        stack, before = self.document.undo_stack, self.values()
        at = stack.index()
        edit()
        if stack.index() != at:
            self.left[at:] = [before]
            self.typed[at:] = [typed or set()]
            self.right = {i: values for i, values in self.right.items() if i < at}

    @property
    def network(self) -> NetworkSpec:
        return self.document.project.network

    @rule(n=NUMBER)
    def add_layer(self, n: int) -> None:
        if len(self.network.hidden) < 4:
            self.do(lambda: self.editor.add_layer(1 + n % (len(self.network.layers) - 1)))

    @rule(n=NUMBER)
    def add_neuron(self, n: int) -> None:
        if self.network.hidden:
            self.do(lambda: self.editor.add_neuron(pick(self.network.hidden, n).id))

    @rule(n=NUMBER)
    def remove_last_neuron(self, n: int) -> None:
        if self.network.hidden:
            self.do(lambda: self.editor.remove_last_neuron(pick(self.network.hidden, n).id))

    @rule(n=NUMBER, size=st.integers(-1, 7))
    def type_a_size(self, n: int, size: int) -> None:
        if self.network.hidden:
            self.do(lambda: self.editor.set_layer_size(pick(self.network.hidden, n).id, size))

    @rule(numbers=st.lists(NUMBER, min_size=1, max_size=5))
    def remove_what_is_selected(self, numbers: list[int]) -> None:
        """Layers, neurons and synapses at once, inputs and outputs among them."""
        items: list[int | ParameterKey] = [
            *(layer.id for layer in self.network.layers),
            *(neuron.id for neuron in self.network.neurons()),
            *sorted(present_parameters(self.network)),
        ]
        self.do(lambda: self.editor.remove([pick(items, n) for n in numbers]))

    @rule(numbers=st.lists(NUMBER, min_size=1, max_size=4), name=ACTIVATIONS)
    def drop_an_activation(self, numbers: list[int], name: str) -> None:
        neurons = [neuron.id for layer in self.network.layers[1:] for neuron in layer.neurons]
        self.do(lambda: self.editor.set_activation(tuple(pick(neurons, n) for n in numbers), name))

    @rule(n=NUMBER, name=ACTIVATIONS)
    def drop_an_activation_on_a_header(self, n: int, name: str) -> None:
        self.do(lambda: self.editor.set_layer_activation(pick(self.network.layers[1:], n).id, name))

    @rule(
        what=st.sampled_from(["cut", "restore", "lock", "unlock", "lock_others"]),
        numbers=st.lists(NUMBER, max_size=5),
    )
    def cut_and_lock(self, what: str, numbers: list[int]) -> None:
        keys = tuple(pick(sorted(parameter_names(self.network)), n) for n in numbers)
        self.do(lambda: getattr(self.editor, what)(keys))

    @rule(n=NUMBER, value=st.floats(-3, 3))
    def type_a_value(self, n: int, value: float) -> None:
        """Also into a cut synapse, which comes back with it."""
        key = pick(sorted(parameter_names(self.network)), n)
        self.do(lambda: self.editor.type_value(key, value), {key})
        assert self.values()[1][key] == value

    @rule(n=NUMBER)
    def draw_weights(self, n: int) -> None:
        layer = pick(self.network.layers[1:], n)
        targets = {neuron.id for neuron in layer.neurons}
        kept = {
            k: v for k, v in self.values()[1].items() if k.target not in targets or k in self.network.locked
        }
        self.do(
            lambda: self.editor.draw_weights(layer.id), {k for k in self.values()[1] if k.target in targets}
        )
        assert {key: self.values()[1][key] for key in kept} == kept

    @rule(n=NUMBER)
    def use_a_preset(self, n: int) -> None:
        self.do(lambda: self.editor.use_preset(pick(PRESETS, n)))

    # -- training, back and forth --

    @rule(updates=st.integers(1, 9))
    def train(self, updates: int) -> None:
        self.trainer.run(updates=updates)

    @rule()
    @precondition(lambda self: self.document.undo_stack.canUndo())
    def undo(self) -> None:
        stack, old = self.document.undo_stack, self.document.project
        at, before = stack.index() - 1, self.values()
        stack.undo()
        self.right[at] = before
        self.check(at, old, before, self.left[at])

    @rule()
    @precondition(lambda self: self.document.undo_stack.canRedo())
    def redo(self) -> None:
        stack, old = self.document.undo_stack, self.document.project
        at, before = stack.index(), self.values()
        stack.redo()
        self.left[at] = before
        self.check(at, old, before, self.right[at])

    def check(self, step: int, old: Project, before: RunnerValues, known: RunnerValues) -> None:
        """What the step had taken away, or typed, is what it was; everything else goes on as it is."""
        kept = present_parameters(old.network) & present_parameters(self.network) - self.typed[step]
        for runner, own in self.values().items():
            for key, value in own.items():
                assert value == (before if key in kept else known)[runner][key]

    @rule()
    def all_the_way_back_and_forth(self) -> None:
        """Without training in between: undo-all is the start, redo-all the end, weights included."""
        stack = self.document.undo_stack
        at, states = stack.index(), [(self.document.project, self.values())]
        while stack.canUndo():
            stack.undo()
            states.append((self.document.project, self.values()))
        assert self.document.project == self.project
        for state in reversed(states[:-1]):
            stack.redo()
            assert (self.document.project, self.values()) == state
        for step in range(at):
            self.right.pop(step, None)
            self.left[step] = states[at - step][1]

    @invariant()
    def it_is_a_network_that_trains(self) -> None:
        if not hasattr(self, "document"):
            return
        network = self.document.project.network
        assert misplaced_activation(network) is None
        before = self.values()[1]
        assert before.keys() == present_parameters(network)
        trainer = self.made(self.document.project, self.trainer.state())
        trainer.run(epochs=1)
        after = trainer.snapshot()
        layout = after.network.layout
        theta = dict(zip(layout.keys, after.shown_runner.theta.tolist(), strict=True))
        assert all(np.isfinite(value) for value in theta.values())
        assert all(theta[key] == before[key] for key in network.locked)


def test_no_weight_is_lost_and_every_network_trains() -> None:
    class Machine(EditMachine):
        project = examples.make_project(examples.houses_csv(24), (3,))

    run_state_machine_as_test(
        Machine, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
    )


def test_the_same_with_categories() -> None:
    class Machine(EditMachine):
        project = examples.make_project(examples.flowers_csv(24), (3, 2))

    run_state_machine_as_test(
        Machine, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
    )
