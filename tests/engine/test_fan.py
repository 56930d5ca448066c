"""Fans of seeds: real trainers, and a true count of where they end."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from playground.data.reader import read_table
from playground.document.examples import first_scene, scene_note
from playground.document.project import Project
from playground.document.start_point import start_weights
from playground.engine.basins import Rest, Slope, same_cost, same_place
from playground.engine.fan import Fan, FanMaker
from playground.engine.network import Network
from playground.engine.specs import BIAS, Objective, ParameterKey, PenaltySpec
from playground.engine.trainer import Rows, Trainer
from playground.resources import resource
from tests.engine.engine_cases import NO_TEST, chain, made_up_rows, runner, training

HALF = Objective("half_squared")


@pytest.fixture(scope="module")
def scene() -> Project:
    return first_scene(read_table(resource("examples", "two_valleys.csv")))[0]


def fan_of(project: Project, seeds: range, updates: int, seconds: float = 10.0) -> Fan:
    data = project.dataset
    rows = Rows(data.x_train, data.y_train)
    network = Network(project.network)
    maker = FanMaker(network, project.training, 2, start_weights(project), rows, seeds, updates)
    while not maker.is_done:
        maker.advance(seconds)
    return maker.fan()


def roll(slope: Slope, theta: np.ndarray) -> Rest:
    rolling = slope.roll(theta)
    while True:
        try:
            next(rolling)
        except StopIteration as stop:
            rest: Rest = stop.value
            return rest


def test_the_first_scene_ends_as_often_in_the_deep_valley_as_its_note_says(scene: Project) -> None:
    fan = fan_of(scene, range(1, 101), 300)
    deep, shallow = fan.shares
    assert fan.grouping == "place"
    measured = json.loads(resource("examples", "first_scene.json").read_text(encoding="utf-8"))
    assert deep.count == measured["stochastic_out_after_updates"]["300"] == 98
    assert f"in {deep.count} of {len(fan.paths)} runs" in scene_note(scene)
    assert shallow.count == 2
    for share, minimum in zip(fan.shares, measured["minima"], strict=True):
        assert share.rest is not None
        assert share.rest.is_still
        assert share.rest.theta[:2] == pytest.approx(minimum["weights"], abs=1e-4)
        assert share.rest.cost == pytest.approx(minimum["cost"], abs=1e-6)


def test_every_path_is_the_trainers_bit_for_bit_however_it_is_cut(scene: Project) -> None:
    fan = fan_of(scene, range(4, 8), 130, seconds=1e-4)
    data = scene.dataset
    rows, no_rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    for path in fan.paths:
        spec = replace(scene.training, seed=path.seed)
        trainer = Trainer(Network(scene.network), spec, rows, no_rows)
        trainer.shown = 2
        trainer.run(updates=130)
        shown = trainer.snapshot().runner(2)
        assert path.points[-1].tobytes() == shown.theta.tobytes()
        assert path.points[0].tobytes() == start_weights(scene).tobytes()
        assert {point.tobytes() for point in path.points} <= {
            *(point.tobytes() for point in shown.path),
            shown.theta.tobytes(),
        }
        assert path.cost == shown.cost


def test_the_same_start_for_all_seeds_where_weights_are_drawn() -> None:
    network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
    spec = training(runner(batch_size=1))
    theta = network.initial_theta(spec.seed)
    maker = FanMaker(network, spec, 1, theta, rows, range(1, 6), 50)
    while not maker.is_done:
        maker.advance(1.0)
    fan = maker.fan()
    assert all(np.array_equal(path.points[0], theta) for path in fan.paths)
    assert len({path.points[-1].tobytes() for path in fan.paths}) == 5
    assert fan.grouping == "cost"
    assert sum(share.count for share in fan.shares) == 5
    own = Trainer(network, spec, rows, NO_TEST)
    own.run(updates=50)
    assert fan.paths[0].points[-1].tobytes() == own.snapshot().shown_runner.theta.tobytes()


def test_those_that_diverge_are_counted_as_such() -> None:
    network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
    spec = training(runner(batch_size=1, learning_rate=1e9))
    maker = FanMaker(network, spec, 1, network.initial_theta(1), rows, range(1, 4), 50)
    while not maker.is_done:
        maker.advance(1.0)
    (share,) = maker.fan().shares
    assert share.diverged
    assert (share.count, share.rest) == (3, None)


def test_stop_conditions_do_not_count() -> None:
    network, rows = Network(chain((2, 1))), made_up_rows(20, 2, 1)
    spec = training(runner(batch_size=1))
    spec = replace(spec, stop=replace(spec.stop, epochs=1))
    maker = FanMaker(network, spec, 1, network.initial_theta(1), rows, range(1, 3), 55)
    while not maker.is_done:
        maker.advance(1.0)
    assert all(len(path.points) == 48 for path in maker.fan().paths)


def test_rolling_reaches_the_least_squares_solution_and_obeys_locks_and_penalties() -> None:
    spec = chain((2, 1))
    rows = made_up_rows(30, 2, 1)
    network = Network(spec)
    design = np.column_stack([rows.x, np.ones(30)])
    solution = np.linalg.lstsq(design, rows.y[:, 0], rcond=None)[0]
    rest = roll(Slope(network, HALF, rows.x, rows.y), np.array([3.0, -2.0, 1.0]))
    assert rest.is_still
    np.testing.assert_allclose(rest.theta, solution, atol=1e-6)
    output = spec.outputs.neurons[0].id
    locked = Network(replace(spec, locked=frozenset({ParameterKey(BIAS, output)})))
    held = roll(Slope(locked, HALF, rows.x, rows.y), np.array([3.0, -2.0, 1.0]))
    assert held.theta[2] == 1.0
    heavy = Objective("half_squared", PenaltySpec(l2=5.0))
    lighter = roll(Slope(network, heavy, rows.x, rows.y), np.array([3.0, -2.0, 1.0]))
    assert np.linalg.norm(lighter.theta[:2]) < 0.5 * np.linalg.norm(solution[:2])
    assert lighter.cost == pytest.approx(network.cost(heavy, lighter.theta, rows.x, rows.y))


def test_a_cost_that_falls_for_ever_is_no_minimum() -> None:
    """Two rows that a logistic neuron tells apart: cross-entropy falls outward without end."""
    network = Network(chain((1, 1), output=("sigmoid",)))
    x, y = np.array([[-1.0], [1.0]]), np.array([[0.0], [1.0]])
    rest = roll(Slope(network, Objective("binary_cross_entropy"), x, y), np.array([0.5, 0.1]))
    assert not rest.is_still
    assert same_place([rest]) == [-1]


def test_minima_are_told_apart_by_place_or_by_cost() -> None:
    def at(x: float, cost: float, *, still: bool = True) -> Rest:
        return Rest(np.array([x, 0.0]), cost, still)

    rests = [at(1.0, 0.5), at(-3.0, 0.1), at(1.0005, 0.5), at(2.0, 0.1, still=False), at(-3.0, 0.1)]
    assert same_place(rests) == [1, 0, 1, -1, 0]
    # Copies of one minimum lie in different places at one cost.
    assert same_cost(rests, start_cost=2.0) == [1, 0, 1, 0, 0]
    assert same_cost([at(0.0, np.nan)], 1.0) == [-1]
