"""Which weights are drawn, how thick, and what the legend says of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from playground.appearance.theme import LIGHT
from playground.canvas.look import Look
from playground.canvas.paint_legend import legend_entries
from playground.canvas.scene import NetworkScene
from playground.canvas.weights import MOST_DRAWN, WeightMatrices, WeightScale
from playground.document.edits import add_neuron, cut, remove_neuron
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples


def test_width_follows_the_law() -> None:
    scale = WeightScale(reference=2.0)
    assert scale.widths(np.array([0.0, 1.0, -1.0, 2.0, -9.0])) == pytest.approx([0.75, 3.375, 3.375, 6, 6])


def test_the_reference_is_the_95th_percentile() -> None:
    weights = np.concatenate([np.linspace(-1, 1, 201), [np.nan]])
    assert WeightScale().following(weights * 3).reference == pytest.approx(2.85, abs=0.051)


@pytest.mark.parametrize(("size", "changes"), [(1.19, False), (0.81, False), (1.3, True), (0.7, True)])
def test_the_reference_changes_only_when_off_by_a_fifth(size: float, changes: bool) -> None:
    before = WeightScale(reference=1.0)
    after = before.following(np.full(50, size))
    assert (after.reference != 1.0) == changes


def test_weights_of_zero_and_none_keep_a_usable_scale() -> None:
    assert WeightScale().following(np.zeros(5)).reference == 1.0
    assert WeightScale().following(np.empty(0)).reference == 1.0


def test_the_legend_says_what_is_drawn_and_that_there_is_more(spiral: Project) -> None:
    scene = NetworkScene(spiral, ViewState(), LIGHT)
    scene.scale = WeightScale(2.5, exceeded=False)
    assert legend_entries(scene) == [(-2.5, "−2.5"), (-1.25, "−1.2"), (1.25, "1.2"), (2.5, "2.5")]
    weights = np.concatenate([np.full(99, 2.5), [7.0]])
    scene.scale = scene.scale.following(weights)
    assert [text for _, text in legend_entries(scene)] == ["≤ −2.5", "−1.2", "1.2", "≥ 2.5"]


def test_matrices_hold_the_engines_weights_by_name(houses: Project) -> None:
    snapshot = examples.make_snapshot(houses)
    matrices = WeightMatrices(houses.network)
    matrices.show(snapshot)
    layout, theta = snapshot.network.layout, snapshot.shown_runner.theta
    for gap in range(2):
        before, after = houses.network.layers[gap : gap + 2]
        for j, target in enumerate(after.neurons):
            for i, source in enumerate([*(n.id for n in before.neurons), BIAS]):
                key = ParameterKey(source, target.id)
                drawn = matrices.matrices[gap][j, i]
                if key in houses.network.cut:
                    assert np.isnan(drawn)
                else:
                    assert drawn == theta[layout.index(key)]


def test_a_snapshot_of_another_network_gives_only_what_both_have(spiral: Project) -> None:
    snapshot = examples.make_snapshot(spiral)
    first = spiral.network.hidden[0]
    other = add_neuron(remove_neuron(spiral, first.neurons[1].id), first.id)
    matrices = WeightMatrices(other.network)
    matrices.show(snapshot)
    old = WeightMatrices(spiral.network)
    old.show(snapshot)
    kept = [0, 2, 3]
    assert matrices.matrices[0][:3].tolist() == old.matrices[0][kept].tolist()
    assert np.isnan(matrices.matrices[0][3]).all()
    assert matrices.matrices[1][:, [0, 1, 2, 4]].tolist() == old.matrices[1][:, [0, 2, 3, 4]].tolist()
    assert np.isnan(matrices.matrices[1][:, 3]).all()


def test_a_synapse_cut_after_the_snapshot_is_not_drawn(spiral: Project) -> None:
    key = ParameterKey(spiral.network.inputs.neurons[0].id, spiral.network.hidden[0].neurons[2].id)
    matrices = WeightMatrices(cut(spiral, [key]).network)
    matrices.show(examples.make_snapshot(spiral))
    assert np.isnan(matrices.matrices[0][2, 0])
    assert np.isfinite(matrices.matrices[0]).sum() == 4 * 3 - 1


def test_of_many_synapses_the_strongest_are_drawn_weak_ones_first() -> None:
    project = examples.make_project(examples.wide_csv(), (16,))
    snapshot = examples.make_snapshot(project)
    matrices = WeightMatrices(project.network)
    matrices.show(snapshot)
    out, into = matrices.strongest(0)
    sizes = np.abs(matrices.matrices[0][out, into])
    assert len(out) == MOST_DRAWN < matrices.present(0) == 64 * 16
    assert (np.diff(sizes) >= 0).all()
    every = np.sort(np.abs(matrices.matrices[0][:, :-1]).ravel())
    assert sizes.tolist() == every[-MOST_DRAWN:].tolist()
    assert matrices.strongest(1)[0].size == 160


def test_without_hidden_layers_the_inputs_lead_to_the_outputs() -> None:
    project = examples.make_project(examples.spiral_csv(), ())
    theta = np.array([0.5, -0.25, 1.5])
    scene = NetworkScene(project, ViewState(), LIGHT)
    scene.show_snapshot(examples.snapshot_of(project, Network(project.network), theta))
    x1, x2 = project.network.inputs.neurons
    (output,) = project.network.outputs.neurons
    assert scene.weight(ParameterKey(x1.id, output.id)) == 0.5
    assert scene.weight(ParameterKey(x2.id, output.id)) == -0.25
    assert scene.weight(ParameterKey(BIAS, output.id)) == 1.5


def test_ghosts_are_the_cut_synapses_of_selected_neurons(houses: Project) -> None:
    scene = NetworkScene(houses, ViewState(), LIGHT)
    assert scene.ghosts() == []
    third = houses.network.hidden[0].neurons[2].id
    scene.set_view(replace(scene.view, selection=(third,)))
    assert len(scene.ghosts()) == 3
    assert {key.target for key in scene.ghosts()} == {third}


def test_zoomed_in_the_strongest_of_what_is_on_screen_are_drawn() -> None:
    project = examples.make_project(examples.wide_csv(), (64,))
    scene = NetworkScene(project, ViewState(), LIGHT)
    scene.show_snapshot(examples.make_snapshot(project))
    first = project.network.hidden[0].neurons[0].id
    layer = scene.geometry.layers[1]

    def drawn_into_first() -> int:
        out, _ = scene.drawn[0]
        return int((out == 0).sum())

    few = drawn_into_first()
    scene.look_at(QRectF(layer.x - 50, layer.ys[0] - 5, 100, 10))
    on_screen = drawn_into_first()
    scene.look_at(QRectF(-1e5, -1e5, 2e5, 2e5))
    assert drawn_into_first() == few < on_screen
    scene.set_view(replace(scene.view, selection=(first,)))
    assert drawn_into_first() == 64  # of a selected neuron every synapse
    assert scene.drawn[0][0].size <= MOST_DRAWN + 64


def test_one_large_bias_leaves_the_synapses_as_thick_as_they_were(spiral: Project) -> None:
    network = Network(spiral.network)
    theta = np.where(network.layout.is_bias, 50.0, 0.8)
    scene = NetworkScene(spiral, ViewState(), LIGHT)
    scene.show_snapshot(examples.snapshot_of(spiral, network, theta))
    assert scene.scale.reference == 0.8
    assert not scene.scale.exceeded


def test_zoomed_out_lines_that_cannot_get_thinner_get_fainter() -> None:
    look = Look(LIGHT)
    near, far = look.weight_pens(0.75), look.weight_pens(0.75 / 0.15)
    paper = look.canvas.lightness()
    contrast = [[paper - pens[level].color().lightness() for level in (1, 24, 48)] for pens in (near, far)]
    assert contrast[1][0] < contrast[0][0]
    assert contrast[1] == sorted(contrast[1])
    assert far[1].widthF() == far[24].widthF()
    assert far[48].color() == near[48].color()
    assert contrast[1][0] > 10, "and still can be seen"
