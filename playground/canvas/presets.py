"""Ready-made networks for the present data. Pure: a project in, another project out. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from playground.document import edits
from playground.document.edits import EditError
from playground.document.project import Project
from playground.engine.specs import ParameterKey


@dataclass(frozen=True, slots=True)
class Preset:
    """A network by name; ``make`` raises `EditError` where it doesn't suit the data."""

    name: str
    tip: str
    make: Callable[[Project], Project]


def with_hidden(project: Project, sizes: tuple[int, ...], activation: str = "tanh") -> Project:
    """The same inputs and outputs around these hidden layers, all of them new."""
    for layer in project.network.hidden:
        project = edits.remove_layer(project, layer.id)
    for index, size in enumerate(sizes, start=1):
        project = edits.add_layer(project, index, size, activation)
    return project


_ATTENTION: Final = (("area", "distance"), ("area", "bedrooms", "age"), ("age",))
"""What the three hidden neurons of the property prices attend to."""


def property_prices(project: Project) -> Project:
    """Three hidden neurons that each attend to some inputs; the third, a rectifier, to the age alone."""
    places = _property_inputs(project)
    project = with_hidden(project, (len(_ATTENTION),))
    neurons = [neuron.id for neuron in project.network.hidden[0].neurons]
    cut = [
        ParameterKey(source, neuron)
        for neuron, attended in zip(neurons, _ATTENTION, strict=True)
        for name, source in places.items()
        if name not in attended
    ]
    return edits.cut(edits.set_activation(project, neurons[-1:], "relu"), cut)


def _property_inputs(project: Project) -> Mapping[str, int]:
    """The inputs that say area, bedrooms, distance and age, by these words."""
    places = {}
    for word in ("area", "bedrooms", "distance", "age"):
        found = [n.id for n in project.network.inputs.neurons if n.name.lower().startswith(word)]
        if len(found) != 1:
            raise EditError(
                "This preset needs the inputs area, bedrooms, distance and age, as in houses.csv."
            )
        places[word] = found[0]
    return places


PRESETS: Final = (
    Preset("Perceptron", "No hidden layer: inputs straight to the output", lambda p: with_hidden(p, ())),
    Preset("One hidden layer", "8 neurons between inputs and output", lambda p: with_hidden(p, (8,))),
    Preset("Deep", "Four hidden layers of 6 neurons", lambda p: with_hidden(p, (6, 6, 6, 6))),
    Preset("Wide", "One hidden layer of 32 neurons", lambda p: with_hidden(p, (32,))),
    Preset("Property prices", "Three neurons that attend to different inputs", property_prices),
)
