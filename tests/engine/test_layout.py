from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.engine.layout import ParameterLayout
from playground.engine.named_weights import NamedWeights
from playground.engine.specs import BIAS, ParameterKey
from tests.engine.engine_cases import chain, key, with_cuts_and_locks


def test_order_is_a_row_major_matrix_per_layer_with_the_bias_last() -> None:
    spec = chain((2, 3, 1))
    layout = ParameterLayout(spec)
    assert layout.n_params == 3 * 3 + 1 * 4
    inputs, hidden, outputs = spec.layers
    assert layout.keys[:3] == (
        ParameterKey(inputs.neurons[0].id, hidden.neurons[0].id),
        ParameterKey(inputs.neurons[1].id, hidden.neurons[0].id),
        ParameterKey(BIAS, hidden.neurons[0].id),
    )
    assert layout.keys[-1] == ParameterKey(BIAS, outputs.neurons[0].id)
    assert [layout.index(each) for each in layout.keys] == list(range(layout.n_params))
    assert layout.is_bias.tolist() == [each.source == BIAS for each in layout.keys]


def test_matrices_are_views_also_of_many_vectors() -> None:
    layout = ParameterLayout(chain((2, 3, 1)))
    thetas = np.arange(2.0 * layout.n_params).reshape(2, -1)
    matrix = layout.matrix(thetas, 1)
    assert matrix.shape == (2, 3, 3)
    assert np.shares_memory(matrix, thetas)
    assert layout.weights(thetas[0], 1).tolist() == [[0, 1], [3, 4], [6, 7]]
    assert layout.biases(thetas[0], 1).tolist() == [2, 5, 8]
    assert layout.biases(thetas, 2).tolist() == [[12], [25]]


def test_masks_say_what_is_cut_and_locked() -> None:
    spec = chain((2, 3, 1))
    cut, locked = key(spec, 1, 0, 1), key(spec, 2, 0, None)
    gone = ParameterKey(998, 999)
    layout = ParameterLayout(with_cuts_and_locks(spec, [cut, gone], [locked]))
    assert [layout.keys[i] for i in np.flatnonzero(~layout.present)] == [cut]
    assert {layout.keys[i] for i in np.flatnonzero(~layout.trainable)} == {cut, locked}


def test_is_frozen_and_knows_its_names() -> None:
    layout = ParameterLayout(chain((2, 1)))
    with pytest.raises(KeyError):
        layout.index(ParameterKey(5, 6))
    assert ParameterKey(5, 6) not in layout
    with pytest.raises(ValueError):
        layout.present[0] = False


def test_places_in_another_layout_are_those_of_the_same_names() -> None:
    spec = chain((3, 4, 2))
    old = ParameterLayout(spec)
    assert ParameterLayout(spec).places_in(old).tolist() == list(range(old.n_params))
    cut = ParameterLayout(replace(spec, cut=frozenset(old.keys[2:4])))
    assert old.places_in(cut).tolist() == [0, 1, -1, -1, *range(4, old.n_params)]
    hidden = spec.layers[1]
    smaller = replace(spec.layers[1], neurons=hidden.neurons[1:])
    new = ParameterLayout(replace(spec, layers=(spec.layers[0], smaller, spec.layers[2])))
    places = new.places_in(old).tolist()
    assert [old.keys[place] for place in places] == list(new.keys)
    back = old.places_in(new).tolist()
    assert [key for key, place in zip(old.keys, back, strict=True) if place < 0] == [
        key for key in old.keys if key not in new
    ]


def test_weights_by_name_are_those_that_are_there() -> None:
    spec = chain((2, 3, 1))
    keys = ParameterLayout(spec).keys
    layout = ParameterLayout(replace(spec, cut=frozenset(keys[:1])))
    named = NamedWeights(layout, np.arange(float(layout.n_params)))
    assert dict(named) == {key: float(i) for i, key in enumerate(keys) if i}
    assert (len(named), keys[0] in named, ParameterKey(1000, 1001) in named) == (len(keys) - 1, False, False)
