"""The layout of the network picture."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QMarginsF, QPointF, QSizeF

from playground.canvas.control_places import BUTTON, DISC
from playground.canvas.geometry import (
    BIAS_RADIUS,
    COMFORTABLE_PITCH,
    NARROWEST_LAYER_PITCH,
    NEURON,
    TIGHTEST_PITCH,
    Gap,
    NetworkGeometry,
)
from playground.canvas.view_transform import LARGEST_FIT, ViewTransform, fit, layer_pitch_to_fill
from playground.engine.specs import BIAS, LayerSpec, NetworkSpec, NeuronSpec, ParameterKey


def network(*sizes: int) -> NetworkSpec:
    layers, next_id = [], 1
    for size in sizes:
        neurons = tuple(NeuronSpec(next_id + i, "tanh") for i in range(size))
        layers.append(LayerSpec(next_id + size, neurons))
        next_id += size + 1
    return NetworkSpec(tuple(layers), next_id)


def test_layers_are_columns_centered_on_one_line() -> None:
    geometry = NetworkGeometry(network(2, 4, 1))
    assert [layer.x for layer in geometry.layers] == sorted(layer.x for layer in geometry.layers)
    for layer in geometry.layers:
        assert sum(layer.ys) == pytest.approx(0)
        assert np.diff(layer.ys) == pytest.approx(COMFORTABLE_PITCH)
    assert geometry.layers[1].top == -1.5 * COMFORTABLE_PITCH - NEURON / 2


def test_many_neurons_stand_closer_but_their_bias_rings_have_room() -> None:
    pitches = [NetworkGeometry(network(2, n, 1)).layers[1].pitch for n in range(1, 17)]
    assert pitches[:4] == [COMFORTABLE_PITCH] * 4
    assert pitches == sorted(pitches, reverse=True)
    assert pitches[7:] == [TIGHTEST_PITCH] * 9
    layer = NetworkGeometry(network(2, 8, 1)).layers[1]
    assert layer.bias(0).y() + BIAS_RADIUS < layer.neuron(1).top()
    assert layer.badge(0).bottom() < layer.neuron(1).top()
    assert layer.foot > layer.bias(7).y() + BIAS_RADIUS


@pytest.mark.parametrize("size", [(820, 395), (460, 316), (1500, 700)])
def test_layers_stand_apart_to_fill_the_canvas(size: tuple[int, int]) -> None:
    margins, room = QMarginsF(80, 9, 80, 42), QSizeF(*size)
    for sizes in ((4, 8, 3), (2, 8, 8, 1), (64, 32, 10)):
        spec = network(*sizes)
        pitch = layer_pitch_to_fill(NetworkGeometry(spec), room, margins)
        view = fit(NetworkGeometry(spec, layer_pitch=pitch), room, margins)
        geometry = NetworkGeometry(spec, layer_pitch=pitch)
        assert geometry.layer_pitch == pitch, "neither the closest nor the widest allowed"
        controls = geometry.controls(view.zoom)
        assert (geometry.right - geometry.left) * view.zoom == pytest.approx(size[0] - 160)
        high = (controls.bottom - controls.top) * view.zoom
        assert high == pytest.approx(size[1] - 51) or view.zoom == pytest.approx(LARGEST_FIT)
        assert NetworkGeometry(spec, layer_pitch=1.0).layer_pitch == NARROWEST_LAYER_PITCH
        assert NetworkGeometry(spec, layer_pitch=1e9).layer_pitch == geometry.widest_layer_pitch


def test_eight_neurons_are_at_least_thirty_pixels_wide_in_the_first_window() -> None:
    margins, room = QMarginsF(80, 9, 80, 42), QSizeF(820, 395)  # the canvas of a window of 1440 × 900
    for sizes in ((4, 8, 3), (2, 8, 8, 1)):
        assert fit(NetworkGeometry(network(*sizes)), room, margins).zoom * NEURON > 30


def test_large_layers_have_smaller_neurons_that_do_not_touch() -> None:
    geometry = NetworkGeometry(network(64, 128, 128, 10))
    large, small = geometry.layers[1], geometry.layers[3]
    assert large.scale < 1 < small.scale
    assert np.diff(large.ys).min() > 2 * large.half
    assert geometry.bottom - geometry.top < 128 * TIGHTEST_PITCH / 2
    assert small.bottom - small.top < geometry.bottom - geometry.top  # no layer is higher than the largest
    assert geometry.right - geometry.left == pytest.approx(1.5 * (geometry.bottom - geometry.top), rel=0.1)


def test_every_place_belongs_to_its_nearest_neuron() -> None:
    layer = NetworkGeometry(network(2, 5)).layers[1]
    for y in np.linspace(-300, 300, 101):
        nearest = int(np.argmin(np.abs(np.array(layer.ys) - y)))
        assert abs(layer.ys[layer.place_at(y)] - y) == pytest.approx(abs(layer.ys[nearest] - y))


def curve_points(gap: Gap, into: int, out: int) -> np.ndarray:
    """The synapse sampled by the definition of a cubic Bézier curve."""
    middle = (gap.x0 + gap.x1) / 2
    y0, y1 = gap.sources[into], gap.targets[out]
    points = np.array([(gap.x0, y0), (middle, y0), (middle, y1), (gap.x1, y1)])
    t = np.linspace(0, 1, 20_001)[:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3])
    sampled: np.ndarray = weights @ points
    return sampled


def test_distances_to_synapses_agree_with_sampled_curves() -> None:
    gap = NetworkGeometry(network(3, 5)).gaps[0]
    rng = np.random.default_rng(5)
    for _ in range(40):
        into, out = int(rng.integers(3)), int(rng.integers(5))
        samples = curve_points(gap, into, out)
        on_curve = samples[rng.integers(2_000, 18_000)]
        point = on_curve + rng.normal(0, 2, 2)
        true = np.hypot(*(samples - point).T).min()
        assert gap.distances(*point)[out, into] == pytest.approx(true, abs=0.25)


def test_the_point_of_a_synapse_lies_on_it() -> None:
    gap = NetworkGeometry(network(3, 5)).gaps[0]
    for t in (0.0, 0.3, 0.5, 1.0):
        point = gap.point(2, 4, t)
        samples = curve_points(gap, 2, 4)
        assert np.hypot(*(samples - (point.x(), point.y())).T).min() < 0.02
        assert gap.distances(point.x(), point.y())[4, 2] == pytest.approx(0, abs=1e-6)


def test_parameters_without_a_place_are_known() -> None:
    geometry = NetworkGeometry(network(2, 2, 1))
    (a, b), (c, d), (e,) = ([n.id for n in layer.neurons] for layer in geometry.network.layers)
    assert geometry.has(ParameterKey(a, d))
    assert geometry.has(ParameterKey(BIAS, e))
    assert not geometry.has(ParameterKey(a, e))
    assert not geometry.has(ParameterKey(BIAS, b))
    assert not geometry.has(ParameterKey(c, 99))


@pytest.mark.parametrize("sizes", [(2, 4, 2, 1), (4, 8, 3), (1, 1), (64, 128, 128, 10), (2, *[3] * 12, 1)])
@pytest.mark.parametrize("size", [(800, 420), (300, 200), (1400, 300)])
def test_fitting_shows_everything_inside_the_margins(sizes: tuple[int, ...], size: tuple[int, int]) -> None:
    geometry = NetworkGeometry(network(*sizes), with_tile=sizes[0] == 2)
    margins = QMarginsF(60, 10, 40, 46)
    view = fit(geometry, QSizeF(*size), margins)
    controls = geometry.controls(view.zoom)
    assert view.zoom <= LARGEST_FIT
    upper = view.to_screen(QPointF(geometry.left, controls.top))
    lower = view.to_screen(QPointF(geometry.right, controls.bottom))
    assert upper.x() >= 60 - 0.01
    assert upper.y() >= 10 - 0.01
    assert lower.x() <= size[0] - 40 + 0.01
    assert lower.y() <= size[1] - 46 + 0.01
    fills = (lower.x() - upper.x()) / (size[0] - 100), (lower.y() - upper.y()) / (size[1] - 56)
    assert max(fills) > 0.99 or view.zoom == pytest.approx(LARGEST_FIT)


def test_zooming_keeps_the_point_under_the_mouse() -> None:
    view = ViewTransform(1.3, 20, -7)
    mouse = QPointF(111, 222)
    before = view.to_scene(mouse)
    after = view.zoomed(1.7, mouse)
    assert after.zoom == pytest.approx(1.3 * 1.7)
    assert (after.to_screen(before) - mouse).manhattanLength() < 1e-9
    assert view.zoomed(1e9, mouse).zoom == 8.0


def test_headers_make_room_for_large_text() -> None:
    spec = network(2, 3, 1)
    for zoom in (0.3, 1.0, 1.3):
        plain, large = (NetworkGeometry(spec, text_scale=scale).controls(zoom) for scale in (1.0, 1.5))
        assert large.header(1).height() > plain.header(1).height()
        assert large.header(1).height() * zoom >= 33 * 1.5 * 0.8 - 1e-9


def test_controls_stay_hittable_when_zoomed_out() -> None:
    geometry = NetworkGeometry(network(2, 3, 1))
    near, far = geometry.controls(1.0), geometry.controls(0.2)
    assert near.add_button(1).width() == BUTTON
    assert far.add_button(1).width() * 0.2 == pytest.approx(BUTTON * 0.8)
    assert near.add_button(1).bottom() < geometry.top


@pytest.mark.parametrize("zoom", [0.2, 0.4, 0.7, 1.0, 1.35])
def test_nothing_above_the_layers_touches_its_neighbor(zoom: float) -> None:
    geometry = NetworkGeometry(network(4, 9, 12, 3), headers=((60, 18), (70, 18), (90, 20), (60, 20)))
    controls = geometry.controls(zoom)
    spans = []
    for index in range(4):
        header = controls.header(index)
        spans.append((header.left(), header.right()))
        if index and controls.discs:
            x, radius = controls.disc(index).x(), DISC / 2 * controls.k
            spans.append((x - radius, x + radius))
        if index in (1, 2) and controls.buttons:
            buttons = controls.remove_button(index), controls.add_button(index)
            spans += [(button.left(), button.right()) for button in buttons]
    spans.sort()
    assert all(end <= start + 1e-9 for (_, end), (start, _) in pairwise(spans))
    assert controls.buttons or zoom < 0.4
    assert controls.discs >= controls.buttons


def test_a_column_is_found_by_its_neurons_header_and_buttons() -> None:
    geometry = NetworkGeometry(network(4, 8, 3))
    controls = geometry.controls(0.7)
    for index, layer in enumerate(geometry.layers):
        assert controls.column_at(layer.x) == index
        assert controls.column_at(layer.neuron(0).left()) == index
    assert controls.column_at(controls.add_button(1).right()) == 1
    assert controls.column_at(controls.disc(1).x()) is None
