"""Slices through the shown runner's weights: true, never stale, and not computed twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from playground.document import edits
from playground.document.project import Project
from playground.engine.landscape.surface import Surface, Window, compute_surface
from playground.engine.network import Network
from playground.engine.population import CancelledError
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.engine.specs import BIAS, ParameterKey, PenaltySpec
from playground.training import slices as slices_module
from playground.training.picture_request import Axes, PictureRequest
from playground.training.slices import NoPlaneError, Slice, SliceMaker, default_axes

Array = npt.NDArray[np.float64]
NOTHING = np.empty(0)


def runner(number: int, path: list[Array]) -> RunnerSnapshot:
    counts = np.arange(len(path))
    history = History(counts, NOTHING, NOTHING, NOTHING, NOTHING)
    return RunnerSnapshot(number, path[-1], 5, 5, 1.0, 0.5, None, history, np.array(path), counts, None)


def snapshot(project: Project, *paths: list[Array], shown: int = 1) -> Snapshot:
    runners = tuple(runner(number, path) for number, path in enumerate(paths, 1))
    return Snapshot(Network(project.network), runners, shown)


def cut_slice(
    maker: SliceMaker,
    project: Project,
    shot: Snapshot,
    axes: Axes | None = None,
    window: Window | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Slice:
    return maker.slice(PictureRequest(shot, project, axes, window, n=11), cancelled)


def only_trained(project: Project, *keys: ParameterKey) -> Project:
    return edits.lock_others(project, keys)


def hidden_keys(project: Project) -> Axes:
    source = project.network.inputs.neurons[0].id
    first, second = project.network.hidden[0].neurons[:2]
    return ParameterKey(source, first.id), ParameterKey(BIAS, second.id)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Surface]:
    """Every surface that was really computed."""
    made: list[Surface] = []

    def compute(*arguments: Any, **options: Any) -> Surface:
        made.append(compute_surface(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(slices_module, "compute_surface", compute)
    return made


@pytest.mark.parametrize("penalty", [PenaltySpec(), PenaltySpec(l1=0.3, l2=0.5)])
def test_costs_are_those_of_the_shown_runner(houses: Project, penalty: PenaltySpec) -> None:
    houses = replace(houses, training=replace(houses.training, penalty=penalty))
    network = Network(houses.network)
    first, second = network.initial_theta(1), network.initial_theta(2)
    axes = hidden_keys(houses)
    x, y = (network.layout.index(key) for key in axes)
    found = cut_slice(SliceMaker(), houses, snapshot(houses, [first], [second], shown=2), axes)
    data = houses.dataset
    for i, j in ((0, 0), (3, 7), (10, 2), (9, 9), (1, 10)):
        theta = second.copy()
        theta[[x, y]] = found.surface.x[j], found.surface.y[i]
        true = network.cost(houses.training.objective, theta, data.x_train, data.y_train)
        assert found.surface.costs[i, j] == pytest.approx(true, rel=1e-5)
    assert found.drawn.axes == axes


def test_a_surface_is_computed_once_while_only_the_drawn_weights_move(
    houses: Project, counted: list[Surface]
) -> None:
    axes = hidden_keys(houses)
    network = Network(houses.network)
    theta = network.initial_theta(1)
    moved = theta.copy()
    moved[[network.layout.index(key) for key in axes]] += 0.25
    maker = SliceMaker()
    before = cut_slice(maker, houses, snapshot(houses, [theta]), axes)
    after = cut_slice(maker, houses, snapshot(houses, [theta, moved]), axes)
    assert len(counted) == 1
    assert after.surface is before.surface
    assert before.more_to_come
    assert not before.all_kinds, "the surface comes first, what takes long after it"
    assert after.all_kinds
    assert not after.more_to_come
    again = cut_slice(maker, houses, snapshot(houses, [theta, moved, theta]), axes)
    assert again.landmarks is after.landmarks


def test_while_the_surface_moves_with_every_update_only_level_points_are_sought(houses: Project) -> None:
    theta = Network(houses.network).initial_theta(1)
    maker, window = SliceMaker(), Window(3.0, 4.0, 3.0, 4.0)
    for n in range(3):
        shot = snapshot(houses, [theta + 0.01 * n])
        found = maker.slice(
            PictureRequest(shot, houses, hidden_keys(houses), window, n=21, resting=False), lambda: False
        )
        assert found is not None
        assert not found.all_kinds
        assert not found.more_to_come
        assert {each.kind for each in found.landmarks} <= {"minimum", "saddle", "maximum"}
    # Training rests: the same surface, looked at in full.
    rested = maker.slice(PictureRequest(shot, houses, hidden_keys(houses), window, n=21), lambda: False)
    assert rested is not None
    assert rested.surface is found.surface
    assert rested.all_kinds
    assert {each.kind for each in rested.landmarks} & {"boundary", "runs to infinity"}


def test_nothing_stale_is_ever_shown(houses: Project, counted: list[Surface]) -> None:
    """Whatever the surface depends on is changed, one thing at a time; each time it is computed anew."""
    axes = hidden_keys(houses)
    network = Network(houses.network)
    theta = network.initial_theta(1)
    other = theta.copy()
    other[network.layout.index(axes[0]) + 1] += 1e-9
    window = Window(-1.0, 1.0, -2.0, 2.0)
    maker = SliceMaker()
    hidden = houses.network.hidden[0]
    relu = edits.set_activation(houses, [hidden.neurons[4].id], "relu")
    turned = axes[1], axes[0]
    fewer = replace(houses, recipe=replace(houses.recipe, seed=houses.recipe.seed + 1))
    cost = edits.set_cost(houses, "mean_squared")
    penalty = replace(houses, training=replace(houses.training, penalty=PenaltySpec(l2=0.1)))
    cases = [
        (houses, theta, axes, window),
        (houses, other, axes, window),
        (houses, other, axes, Window(-1.0, 1.0, -2.0, 2.5)),
        (houses, other, turned, window),
        (relu, other, turned, window),
        (cost, other, turned, window),
        (penalty, other, turned, window),
        (fewer, other, turned, window),
    ]
    for n, (project, weights, chosen, limits) in enumerate(cases, 1):
        for _ in range(2):
            found = cut_slice(maker, project, snapshot(project, [weights]), chosen, limits)
            assert len(counted) == n
            assert found.surface is counted[-1]


def test_a_cancelled_surface_leaves_nothing_stale(houses: Project) -> None:
    axes = hidden_keys(houses)
    theta = Network(houses.network).initial_theta(1)
    maker = SliceMaker()
    first = cut_slice(maker, houses, snapshot(houses, [theta]), axes)
    with pytest.raises(CancelledError):
        cut_slice(maker, houses, snapshot(houses, [theta + 1]), axes, cancelled=lambda: True)
    again = cut_slice(maker, houses, snapshot(houses, [theta]), axes)
    assert np.array_equal(again.surface.costs, first.surface.costs)


def test_exact_for_all_means_whole_paths_of_all_runners(houses: Project) -> None:
    axes = hidden_keys(houses)
    project = only_trained(houses, *axes)
    layout = Network(project.network).layout
    x, y = (layout.index(key) for key in axes)
    theta = Network(project.network).initial_theta(1)
    walked = theta.copy()
    walked[[x, y]] = 0.5, -0.75
    elsewhere = theta.copy()
    elsewhere[x + 1] += 1e-15

    def exact(project: Project, *paths: list[Array]) -> bool:
        return cut_slice(SliceMaker(), project, snapshot(project, *paths), axes).exact_for_all

    assert exact(project, [theta, walked], [theta])
    assert not exact(houses, [theta, walked], [theta])  # others are trained as well
    assert not exact(project, [theta, walked], [elsewhere])  # its frozen weights are different ones
    assert not exact(project, [theta, walked], [elsewhere, theta])  # it comes from outside


def test_default_axes(houses: Project, line: Project) -> None:
    axes = hidden_keys(houses)
    assert default_axes(Network(only_trained(houses, *axes).network).layout) == axes
    found = default_axes(Network(houses.network).layout)
    assert found is not None
    assert not found[0].is_bias
    assert not found[1].is_bias
    assert default_axes(Network(only_trained(houses, axes[0]).network).layout) is None
    alone = edits.remove_layer(line, line.network.hidden[0].id)
    weight_and_bias = default_axes(Network(alone.network).layout)
    assert weight_and_bias is not None
    assert [key.is_bias for key in weight_and_bias] == [False, True]


def test_no_two_parameters_no_slice(houses: Project) -> None:
    project = only_trained(houses, hidden_keys(houses)[0])
    theta = Network(project.network).initial_theta(1)
    shot = snapshot(project, [theta])
    maker = SliceMaker()
    with pytest.raises(NoPlaneError, match="two free weights"):
        maker.slice(PictureRequest(shot, project), lambda: False)


def test_axes_that_are_gone_give_way_to_default_ones(houses: Project) -> None:
    theta = Network(houses.network).initial_theta(1)
    gone = ParameterKey(998, 999), ParameterKey(BIAS, 999)
    found = cut_slice(SliceMaker(), houses, snapshot(houses, [theta]), gone)
    assert found.drawn.axes == default_axes(Network(houses.network).layout)


def test_automatic_window_follows_near_runners_only(houses: Project) -> None:
    axes = hidden_keys(houses)
    layout = Network(houses.network).layout
    x = layout.index(axes[0])
    theta = Network(houses.network).initial_theta(1)
    near, far = theta.copy(), theta.copy()
    near[x] += 10
    far[x] += 500
    far[x + 1] += 400
    window = cut_slice(SliceMaker(), houses, snapshot(houses, [theta], [near], [far]), axes).surface.window
    assert window.x0 + 0.1 * window.width <= theta[x]
    assert near[x] <= window.x1 - 0.1 * window.width
    assert window.x1 < far[x]


def test_a_quick_surface_of_many_rows_has_fewer_cells(
    houses: Project, counted: list[Surface], monkeypatch: pytest.MonkeyPatch
) -> None:
    axes = hidden_keys(houses)
    theta = Network(houses.network).initial_theta(1)
    request = PictureRequest(snapshot(houses, [theta]), houses, axes, n=41)
    maker = SliceMaker()

    def make(*, quick: bool) -> Slice:
        return maker.slice(request, lambda: False, quick=quick)

    monkeypatch.setattr(slices_module, "QUICK", 0.0)
    rough = make(quick=True)
    assert rough.rough
    assert rough.surface.costs.shape == (11, 11)
    assert not rough.landmarks
    fine = make(quick=False)
    assert not fine.rough
    assert fine.surface.costs.shape == (41, 41)
    assert fine.surface.window == rough.surface.window
    assert make(quick=True).surface is fine.surface  # known already: nothing rough needed
    assert len(counted) == 2


def test_few_rows_are_drawn_finely_at_once(houses: Project) -> None:
    theta = Network(houses.network).initial_theta(1)
    request = PictureRequest(snapshot(houses, [theta]), houses, hidden_keys(houses), n=41)
    found = SliceMaker().slice(request, lambda: False, quick=True)
    assert not found.rough
    assert found.surface.costs.shape == (41, 41)
