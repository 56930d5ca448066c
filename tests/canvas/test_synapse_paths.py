"""Synapses drawn as straight lines lie on their curves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from playground.canvas.geometry import NetworkGeometry
from playground.canvas.synapse_paths import (
    DEVIATION,
    MOST_LINES,
    OVERLAP,
    ZOOM_RANGE,
    SynapsePaths,
    joints,
    line_counts,
)
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec


def network(*sizes: int) -> NetworkSpec:
    layers, next_id = [], 1
    for size in sizes:
        neurons = tuple(NeuronSpec(next_id + i, "tanh") for i in range(size))
        layers.append(LayerSpec(next_id + size, neurons))
        next_id += size + 1
    return NetworkSpec(tuple(layers), next_id)


@pytest.mark.parametrize("zoom", [0.3, 0.7, 1.35])
def test_lines_leave_their_curve_by_less_than_a_third_of_a_pixel(zoom: float) -> None:
    geometry = NetworkGeometry(network(2, 8, 8, 1), layer_pitch=200)
    paths = SynapsePaths(geometry)
    for gap, space in enumerate(geometry.gaps):
        for out in range(len(space.targets)):
            for into in range(len(space.sources)):
                for line in paths.lines(gap, [(out, into)], zoom)[0]:
                    middle = line.center()
                    distance = space.distances(middle.x(), middle.y())[out, into]
                    assert distance * zoom <= 1.6 * DEVIATION


def test_lines_run_from_end_to_end_and_overlap() -> None:
    geometry = NetworkGeometry(network(3, 5))
    gap = geometry.gaps[0]
    lines = SynapsePaths(geometry).lines(0, [(4, 0)], 1.0)[0]
    first, last = QPointF(gap.x0, gap.sources[0]), QPointF(gap.x1, gap.targets[4])
    assert (lines[0].p1() - first).manhattanLength() < 2 * OVERLAP
    assert (lines[-1].p2() - last).manhattanLength() < 2 * OVERLAP
    assert all(line.p2().x() > following.p1().x() for line, following in pairwise(lines))


def test_steep_curves_get_more_lines_and_flat_ones_a_single_one() -> None:
    counts = line_counts(np.array([0.0, 1.0, 10.0, 100.0, 1e6])).tolist()
    assert counts[0] == 1
    assert counts == sorted(counts)
    assert counts[-1] == MOST_LINES
    t = joints(20)
    assert t[0] == 0
    assert t[-1] == 1
    assert np.all(np.diff(t) > 0)


def test_lines_are_made_again_for_quite_another_zoom() -> None:
    paths = SynapsePaths(NetworkGeometry(network(2, 8, 1)))
    (near,) = paths.lines(0, [(7, 0)], 1.0)
    assert paths.lines(0, [(7, 0)], 1.0 / ZOOM_RANGE)[0] is near
    assert len(paths.lines(0, [(7, 0)], 0.2)[0]) < len(near)


def test_curves_made_together_are_those_made_one_by_one() -> None:
    geometry = NetworkGeometry(network(5, 9))
    pairs = [(out, into) for out in range(9) for into in range(5)]
    together = SynapsePaths(geometry).lines(0, pairs, 1.0)
    assert together == [SynapsePaths(geometry).lines(0, [pair], 1.0)[0] for pair in pairs]
