"""Against values recorded from PyTorch (``torch_values/record*.py``); PyTorch itself isn't needed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.batches import cut
from playground.engine.learner import Learner
from playground.engine.network import Network
from playground.engine.plan import make_batch
from playground.engine.runner import first_state
from playground.engine.specs import Objective, PenaltySpec, RunnerSpec, TrainingSpec
from tests.engine.engine_cases import chain, key, runner, with_cuts_and_locks

VALUES = Path(__file__).parent / "torch_values"
PATHS = json.loads((VALUES / "paths.json").read_text(encoding="utf-8"))["paths"]
FUNCTIONS = json.loads((VALUES / "functions.json").read_text(encoding="utf-8"))
TRAININGS = json.loads((VALUES / "trainings.json").read_text(encoding="utf-8"))

NETWORK = Network(chain((2, 5, 1)))
NO_PENALTY = PenaltySpec()

RUNNERS: dict[str, tuple[RunnerSpec, PenaltySpec]] = {
    "plain": (runner("plain", 4, 0.1), NO_PENALTY),
    "momentum": (runner("momentum", 4, 0.05), NO_PENALTY),
    "nesterov": (runner("nesterov", 4, 0.05), NO_PENALTY),
    "adagrad": (runner("adagrad", 4, 0.05, rate_decay=0.01), NO_PENALTY),
    "adadelta": (runner("adadelta", 4, 1.0), NO_PENALTY),
    "rmsprop": (runner("rmsprop", 4, 0.01), NO_PENALTY),
    "rmsprop with momentum": (runner("rmsprop", 4, 0.005, momentum=0.8, memory=0.95), NO_PENALTY),
    "adam": (runner("adam", 4, 0.02), NO_PENALTY),
    "amsgrad": (runner("amsgrad", 4, 0.02, beta1=0.8, beta2=0.9), NO_PENALTY),
    "adamw": (runner("adamw", 4, 0.02, decay=0.1), NO_PENALTY),
    "nadam": (runner("nadam", 4, 0.02), NO_PENALTY),
    "radam": (runner("radam", 4, 0.02), NO_PENALTY),
    "plain with l2": (runner("plain", 4, 0.1), PenaltySpec(l2=0.05, biases=True)),
}


def waves(count: int, step: float, shift: float) -> np.ndarray:
    return np.array([math.sin(step * (i + 1) + shift) for i in range(count)])


def walk(spec: RunnerSpec, penalty: PenaltySpec = NO_PENALTY) -> list[np.ndarray]:
    """Theta after each of 100 updates; beside it the weights it predicts with, if they are others."""
    theta = waves(NETWORK.layout.n_params, 1.7, 0.3)
    state = first_state(spec, TrainingSpec(), theta)
    learner = Learner(NETWORK, Objective("half_squared", penalty), spec, state, lambda: False)
    batch = make_batch(waves(24, 2.3, 0.1).reshape(12, 2), waves(12, 0.9, 0.7).reshape(12, 1))
    path = []
    for update in range(100):
        start = 4 * (update % 3)
        assert learner.learn([cut(batch, start, start + 4)]) == 1
        path.append(np.array([learner.theta, learner.weights]))
    return path


@pytest.mark.parametrize("name", RUNNERS)
def test_paths_of_optimizers(name: str) -> None:
    path = walk(*RUNNERS[name])
    for update, expected in PATHS[name].items():
        np.testing.assert_allclose(path[int(update) - 1][0], expected, rtol=0, atol=1e-10)


def test_every_recorded_path_is_compared() -> None:
    assert set(PATHS) == {*RUNNERS, "averages from the second on"}


def test_average_of_iterates() -> None:
    path = walk(runner("averaged", 4, 0.1))
    plain = walk(runner("plain", 4, 0.1))
    for update, (theta, mean) in enumerate(path, 1):
        np.testing.assert_array_equal(theta, plain[update - 1][0])
        iterates = [each[0] for each in plain[:update]]
        np.testing.assert_allclose(mean, np.mean(iterates, axis=0), rtol=0, atol=1e-12)
    for update, expected in PATHS["averages from the second on"].items():
        if int(update) > 1:
            iterates = [each[0] for each in path[1 : int(update)]]
            np.testing.assert_allclose(np.mean(iterates, axis=0), expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("case", TRAININGS["cases"], ids=lambda case: f"{case['optimizer']} {case['cost']}")
def test_whole_trainings(case: dict[str, Any]) -> None:
    """Mixed neurons, penalties, cut and locked synapses; the rows in their given order."""
    spec = chain(case["sizes"], case.get("hidden", ("linear",)), (case.get("output", "linear"),))
    cut_off, locked = ([key(spec, *place) for place in case.get(name, ())] for name in ("cut", "locked"))
    network = Network(with_cuts_and_locks(spec, cut_off, locked))
    penalty = PenaltySpec(case.get("l1", 0.0), case.get("l2", 0.0), case.get("biases", False))
    size = TRAININGS["batch"]
    one = runner(case["optimizer"], size, case["rate"])
    theta = waves(network.layout.n_params, 1.7, 0.3) * network.layout.present
    state = first_state(one, TrainingSpec(), theta)
    learner = Learner(network, Objective(case["cost"], penalty), one, state, lambda: False)
    rows = make_batch(*_rows_of(case))
    for update in range(TRAININGS["updates"]):
        start = size * (update % 3)
        assert learner.learn([cut(rows, start, min(start + size, 12))]) == 1
    np.testing.assert_allclose(learner.theta, case["theta"], rtol=0, atol=1e-10)


def _rows_of(case: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    n_in, n_out = case["sizes"][0], case["sizes"][-1]
    x, y = waves(12 * n_in, 2.3, 0.1).reshape(12, n_in), waves(12 * n_out, 0.9, 0.7).reshape(12, n_out)
    if case.get("output") == "softmax":
        return x, np.exp(y) / np.exp(y).sum(axis=1, keepdims=True)
    return x, 0.5 + 0.4 * y if case.get("output") == "sigmoid" else y


@pytest.mark.parametrize("name", FUNCTIONS["activations"])
def test_activations(name: str) -> None:
    recorded, activation = FUNCTIONS["activations"][name], ACTIVATIONS[name]
    z = np.array([recorded["sums"]])
    out, slope = np.empty_like(z), np.ones_like(z)
    formulas = activation.formulas()
    formulas.apply(z, out)
    assert formulas.slope_calls is not None
    for call in formulas.slope_calls(out if activation.slope_from == "output" else z, slope):
        call()
    np.testing.assert_allclose(out[0], recorded["values"], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(slope[0], recorded["slopes"], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS["costs"])
def test_costs(name: str) -> None:
    """With inputs that are unit vectors, weights are sums, and the gradient by them is the recorded one."""
    recorded = FUNCTIONS["costs"][name]
    network = Network(chain((3, 3), output=(recorded["output"],)))
    theta = np.zeros(network.layout.n_params)
    network.layout.weights(theta, 1)[:] = np.array(recorded["sums"]).T
    x, y = np.eye(3), np.array(recorded["targets"])
    assert network.cost(name, theta, x, y) == pytest.approx(recorded["cost"], rel=1e-12, abs=1e-12)
    gradient = network.layout.weights(network.gradient(name, theta, x, y), 1).T
    np.testing.assert_allclose(gradient, recorded["gradient"], rtol=0, atol=1e-12)
