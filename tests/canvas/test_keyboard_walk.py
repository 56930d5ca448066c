"""Where Tab and the arrows lead."""

from __future__ import annotations

import pytest

from playground.canvas.keyboard_walk import Direction, incoming, next_neuron, outgoing, walk
from playground.engine.specs import BIAS, LayerSpec, NetworkSpec, NeuronSpec, ParameterKey

# 2-2-1: inputs 1, 2; hidden 3, 4; output 5; layers 10, 11, 12.
CUT = ParameterKey(2, 3)
NETWORK = NetworkSpec(
    tuple(
        LayerSpec(layer, tuple(NeuronSpec(i) for i in ids))
        for layer, ids in ((10, (1, 2)), (11, (3, 4)), (12, (5,)))
    ),
    next_id=13,
    cut=frozenset({CUT}),
)


def test_tab_walks_all_neurons_and_ends() -> None:
    here, seen = None, []
    while (here := next_neuron(NETWORK, here, 1)) is not None:
        seen.append(here)
    assert seen == [1, 2, 3, 4, 5]
    assert next_neuron(NETWORK, None, -1) == 5
    assert next_neuron(NETWORK, 1, -1) is None
    assert next_neuron(NETWORK, ParameterKey(1, 3), 1) == 4
    assert next_neuron(NETWORK, 11, 1) == 4


def test_cut_synapses_are_not_walked() -> None:
    assert incoming(NETWORK, 3) == [ParameterKey(1, 3), ParameterKey(BIAS, 3)]
    assert outgoing(NETWORK, 2) == [ParameterKey(2, 4)]
    assert incoming(NETWORK, 1) == []
    assert outgoing(NETWORK, 5) == []


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        (None, "left", 1),
        (3, "down", 4),
        (4, "up", 3),
        (4, "down", None),
        (3, "up", 11),
        (11, "down", 3),
        (11, "left", 10),
        (11, "right", 12),
        (12, "right", None),
        (11, "up", None),
        (3, "left", ParameterKey(1, 3)),
        (3, "right", ParameterKey(3, 5)),
        (1, "left", None),
        (5, "right", None),
        (ParameterKey(1, 3), "down", ParameterKey(BIAS, 3)),
        (ParameterKey(BIAS, 3), "up", ParameterKey(1, 3)),
        (ParameterKey(1, 3), "up", None),
        (ParameterKey(1, 3), "left", 1),
        (ParameterKey(1, 3), "right", 3),
        (ParameterKey(BIAS, 3), "left", 3),
    ],
)
def test_arrows(
    start: int | ParameterKey | None, direction: Direction, end: int | ParameterKey | None
) -> None:
    assert walk(NETWORK, start, direction) == end
