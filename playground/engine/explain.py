"""One row's (or batch's) way through the network and back, as values: every term and every factor.

Written for reading, apart from the plan: the tests hold it against the plan's gradient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import Cost
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import BIAS, LayerSpec, Objective, ParameterKey


@dataclass(frozen=True, slots=True)
class Term:
    """One summand of a neuron's weighted sum: ``value`` = ``weight`` · ``source_value``, for each row.

    The bias' source value is 1. A cut synapse has weight 0.
    """

    key: ParameterKey
    weight: float
    source_value: Array

    @property
    def value(self) -> Array:
        return self.weight * self.source_value


@dataclass(frozen=True, slots=True, eq=False)
class NeuronForward:
    """A neuron's forward pass: the terms add up to ``total``, the activation makes ``output`` of it.

    Arrays are ``(n_rows,)``.
    """

    id: int
    activation: str
    terms: tuple[Term, ...]
    total: Array
    output: Array


@dataclass(frozen=True, slots=True, eq=False)
class NeuronBackward:
    """A neuron's share of the blame, in the factors of the chain rule. Arrays are ``(n_rows,)``.

    ``by_output``: the cost's derivative by the neuron's output. For a hidden neuron it is the sum of
    ``shares``: target neuron → weight · that neuron's ``by_total``. For an output neuron it comes
    from the cost itself, and there are no shares.
    ``slope``: the output's derivative by the total. ``by_total`` = ``by_output`` · ``slope``.

    Two cases have no such product. Softmax outputs depend on all totals of the layer: ``slope`` is None. And
    cross-entropies are taken straight from the totals: ``by_output`` is None, too.
    """

    id: int
    shares: Mapping[int, Array]
    by_output: Array | None
    slope: Array | None
    by_total: Array


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """Forward and backward pass of a batch.

    ``row_costs`` ``(n_rows,)`` average to the cost; ``penalty`` comes on top.
    The derivative by a weight in one row is ``by_total`` of its target · the source's output there
    (1 for a bias), see ``row_slopes``. Their mean, and the penalty's, is the gradient; see ``slope``.
    """

    inputs: Mapping[int, Array]
    forward: Mapping[int, NeuronForward]
    backward: Mapping[int, NeuronBackward]
    row_costs: Array
    penalty: float
    penalty_slopes: Mapping[ParameterKey, float]

    def source_value(self, source: int) -> Array:
        """What came over a synapse: a neuron's output, an input, or 1 for ``BIAS``; ``(n_rows,)``."""
        if source == BIAS:
            return np.ones_like(self.row_costs)
        return self.inputs[source] if source in self.inputs else self.forward[source].output

    def row_slopes(self, key: ParameterKey) -> Array:
        """The derivative of each row's cost by that weight or bias, ``(n_rows,)``."""
        slopes: Array = self.backward[key.target].by_total * self.source_value(key.source)
        return slopes

    def slope(self, key: ParameterKey) -> float:
        """The derivative of the whole cost by that weight or bias."""
        return float(self.row_slopes(key).mean()) + self.penalty_slopes.get(key, 0.0)


def explain(network: Network, objective: str | Objective, theta: Array, x: Array, y: Array) -> Explanation:
    """Take apart the cost of rows ``x`` ``(n_rows, n_inputs)`` with targets ``y`` ``(n_rows, n_outputs)``.

    Raises ``RefusedError`` where the cost doesn't go with the network.
    """
    cost, inputs = network.cost_formula(objective), dict(zip(_ids(network.spec.inputs), x.T, strict=True))
    with np.errstate(all="ignore"):
        forward = _forward(network, theta, {BIAS: np.ones(len(x)), **inputs})
        backward = _backward(network, cost, theta, forward, y.T)
        row_costs = _row_costs(network, cost, forward, y.T)
    rule = network.penalty(objective)
    if rule is None:
        return Explanation(inputs, forward, backward, row_costs, 0.0, {})
    slopes = np.zeros_like(theta)
    rule.slope_adder(theta, slopes, np.array(1.0))()
    by_key = dict(zip(network.layout.keys, slopes.tolist(), strict=True))
    return Explanation(inputs, forward, backward, row_costs, float(rule.of(theta)), by_key)


def explain_neuron(network: Network, theta: Array, x: Array, neuron_id: int) -> NeuronForward:
    """One neuron's forward pass alone, for rows ``x`` ``(n_rows, n_inputs)``: what `explain` says of it,
    without taking the rest of the network apart. ``KeyError`` if there is no such neuron; inputs have none.
    """
    layer, place = network.spec.position(neuron_id)
    if layer == 0:
        raise KeyError(neuron_id)
    passed_on = network.activations(theta, x)
    sources = network.spec.layers[layer - 1]
    values = {BIAS: np.ones(len(x)), **dict(zip(_ids(sources), passed_on[layer - 1].T, strict=True))}
    terms = _terms(network, theta, sources, neuron_id, values)
    total = np.sum([term.value for term in terms], axis=0)
    activation = network.spec.neuron(neuron_id).activation
    return NeuronForward(neuron_id, activation, terms, total, passed_on[layer][:, place])


def own_slope(activation: str, total: Array, output: Array) -> Array:
    """The derivative of outputs by their own totals, the layer's other totals held; shapes are alike.

    Where something stands in for a slope that isn't there (see `Activation`), it is that.
    """
    about = ACTIVATIONS[activation]
    if about.whole_layer:
        return output * (1.0 - output)
    slope = np.ones_like(total)
    slope_calls = about.formulas().slope_calls
    if slope_calls is not None:
        for call in slope_calls(output if about.slope_from == "output" else total, slope):
            call()
    return slope


def _forward(network: Network, theta: Array, values: dict[int, Array]) -> dict[int, NeuronForward]:
    """All neurons after the inputs, in order; ``values`` are what the inputs and the bias pass on."""
    found: dict[int, NeuronForward] = {}
    for sources, layer, runs in zip(network.spec.layers, network.spec.layers[1:], network.runs, strict=False):
        terms = [_terms(network, theta, sources, neuron.id, values) for neuron in layer.neurons]
        totals = np.array([np.sum([term.value for term in each], axis=0) for each in terms])
        outputs = np.empty_like(totals)
        for run in runs:
            run.activation.formulas().apply(totals[run.rows], outputs[run.rows])
        for neuron, own, total, output in zip(layer.neurons, terms, totals, outputs, strict=True):
            found[neuron.id] = NeuronForward(neuron.id, neuron.activation, own, total, output)
            values[neuron.id] = output
    return found


def _terms(
    network: Network, theta: Array, sources: LayerSpec, target: int, values: Mapping[int, Array]
) -> tuple[Term, ...]:
    keys = [ParameterKey(source, target) for source in (*_ids(sources), BIAS)]
    return tuple(Term(key, float(theta[network.layout.index(key)]), values[key.source]) for key in keys)


def _row_costs(network: Network, cost: Cost, forward: Mapping[int, NeuronForward], targets: Array) -> Array:
    last = [forward[neuron] for neuron in _ids(network.spec.outputs)]
    judged = np.array([neuron.total if cost.from_logits else neuron.output for neuron in last])
    terms = np.empty_like(judged)
    cost.formulas().terms(judged, targets, terms)
    row_costs: Array = terms.sum(axis=0)
    return row_costs


def _backward(
    network: Network, cost: Cost, theta: Array, forward: Mapping[int, NeuronForward], targets: Array
) -> dict[int, NeuronBackward]:
    """All neurons after the inputs, from the last layer to the first."""
    found = {neuron.id: neuron for neuron in _output_layer(network, cost, forward, targets)}
    for layer in range(len(network.spec.layers) - 2, 0, -1):
        targets_of = _ids(network.spec.layers[layer + 1])
        for neuron in _ids(network.spec.layers[layer]):
            shares = {
                target: theta[network.layout.index(ParameterKey(neuron, target))] * found[target].by_total
                for target in targets_of
            }
            by_output = np.sum(list(shares.values()), axis=0)
            slope = _slope_of(forward[neuron])
            found[neuron] = NeuronBackward(neuron, shares, by_output, slope, by_output * slope)
    return found


def _output_layer(
    network: Network, cost: Cost, forward: Mapping[int, NeuronForward], targets: Array
) -> list[NeuronBackward]:
    ids = _ids(network.spec.outputs)
    outputs = np.array([forward[neuron].output for neuron in ids])
    slopes = np.empty_like(outputs)
    cost.formulas().slope(outputs, targets, slopes)
    if cost.from_logits:
        return [NeuronBackward(i, {}, None, None, each) for i, each in zip(ids, slopes, strict=True)]
    chain_calls = network.runs[-1][0].activation.formulas().chain_calls
    if chain_calls is not None:
        by_totals = slopes.copy()
        for call in chain_calls(outputs, by_totals):
            call()
        both = zip(ids, slopes, by_totals, strict=True)
        return [NeuronBackward(i, {}, by_output, None, by_total) for i, by_output, by_total in both]
    own = [_slope_of(forward[neuron]) for neuron in ids]
    return [NeuronBackward(i, {}, d, slope, d * slope) for i, d, slope in zip(ids, slopes, own, strict=True)]


def _slope_of(neuron: NeuronForward) -> Array:
    return own_slope(neuron.activation, neuron.total, neuron.output)


def _ids(layer: LayerSpec) -> tuple[int, ...]:
    return tuple(neuron.id for neuron in layer.neurons)
