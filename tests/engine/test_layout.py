from __future__ import annotations

import numpy as np
import pytest

from playground.engine.layout import ParameterLayout
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
