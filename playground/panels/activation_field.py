"""The choice of an activation for some neurons; those they can't be given are gray and say why."""

from __future__ import annotations

from collections.abc import Iterable

from playground.appearance.fields import ComboField
from playground.appearance.theme import Theme
from playground.document import pairing
from playground.document.edits import EditError
from playground.document.project import Project
from playground.engine.activations import ACTIVATIONS
from playground.panels.editor import Editor

MIXED = "mixed"
OPTIONS = [(name, activation.label) for name, activation in ACTIVATIONS.items()]


class ActivationField(ComboField):
    """Shows what the neurons have, and edits it. The neurons must not be inputs."""

    def __init__(self, name: str, editor: Editor, theme: Theme) -> None:
        super().__init__(name, theme, OPTIONS)
        self._editor = editor
        self._project: Project | None = None
        self._neurons: tuple[int, ...] = ()
        self._what = ""
        editor.merge_passed(self)
        self.chosen.connect(self._set)

    def show_neurons(self, project: Project, neuron_ids: Iterable[int], what: str) -> None:
        """``what`` the neurons are called in the edit's text."""
        neurons = tuple(neuron_ids)
        if project is self._project and neurons == self._neurons:  # asked for with every snapshot
            return
        self._project, self._neurons, self._what = project, neurons, what
        self._show_choice()
        for each in ACTIVATIONS.values():
            about, refusal = f"{each.formula}\n{each.good_for}", None
            try:
                new = pairing.with_activation(project, neurons, each.name)
                along = pairing.brought_along(project, new, neurons)
                about += f"\nWith it{along}." if along else ""
            except EditError as error:
                refusal = str(error)
            self.explain(each.name, about, refusal=refusal)

    def _show_choice(self) -> None:
        assert self._project is not None
        network = self._project.network
        names = {network.neuron(neuron).activation for neuron in self._neurons}
        name = names.pop() if len(names) == 1 else MIXED
        self.set_options(OPTIONS if name != MIXED else [(MIXED, "Mixed"), *OPTIONS])
        self.set_choice(name)
        tip = "Activation\nWhat each of these neurons makes of its sum."
        if name != MIXED:
            about = ACTIVATIONS[name]
            tip = f"{about.label}: {about.formula}\n{about.good_for}\n{about.beware}"
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)

    def _set(self, name: str) -> None:
        if name == MIXED or not self._editor.set_activation(self._what, self._neurons, name):
            self._show_choice()
