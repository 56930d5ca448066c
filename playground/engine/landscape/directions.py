"""Planes that no two parameters span: random ones, along paths, and through three points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.landscape.planes import Plane
from playground.engine.layout import Array, ParameterLayout
from playground.engine.network import Network
from playground.engine.specs import Objective

MOST_POINTS = 256
LEAST_POINTS = 16
MOST_VALUES = 300_000
"""Before their principal components are sought, paths are thinned to so many points each, or as few as keep
the number of all their weights below this: for thousands of weights that takes some hundredths of a second,
for many more still less than their surface does."""
ONE_DIRECTION = 1e-9
"""A second component smaller than this share of the first one is rounding."""


@dataclass(frozen=True, eq=False)
class RandomPlane:
    """``cosine``: how far from orthogonal the directions are; 0 unless neurons have only one weight."""

    plane: Plane
    cosine: float


@dataclass(frozen=True, eq=False)
class PathPlane:
    """``shares``: of the paths' variation that lies along each axis, first and second."""

    plane: Plane
    shares: tuple[float, float]


def random_plane(layout: ParameterLayout, theta: Array, seed: int) -> RandomPlane:
    """Two random directions, scaled neuron by neuron to that neuron's own weights; biases and locked
    weights stay.

    Li, Xu, Taylor, Studer, Goldstein, Visualizing the Loss Landscape of Neural Nets, 2018, section 4.
    On small networks two such directions are far from orthogonal; here they are made so within every
    neuron of two or more weights. Raises ``ValueError`` where that leaves no plane (all weights 0, or
    only neurons of one weight).
    """
    rng = np.random.default_rng(seed)
    d1, d2 = np.zeros(layout.n_params), np.zeros(layout.n_params)
    for layer in range(1, layout.n_layers + 1):
        own, free = layout.weights(theta, layer), layout.weights(layout.trainable, layer)
        first, second = layout.weights(d1, layer), layout.weights(d2, layer)
        for neuron in range(len(own)):
            varied = np.flatnonzero(free[neuron])
            norm = float(np.linalg.norm(own[neuron, varied]))
            first[neuron, varied], second[neuron, varied] = _pair(rng, len(varied), norm)
    plane = Plane(theta, d1, d2)
    return RandomPlane(plane, float(d1 @ d2 / (np.linalg.norm(d1) * np.linalg.norm(d2))))


def _pair(rng: np.random.Generator, n: int, norm: float) -> tuple[Array, Array]:
    """Two random vectors ``(n,)`` of that norm, orthogonal if there are two or more numbers."""
    a, b = rng.normal(size=(2, n))
    if n > 1:
        # Twice, because the first time leaves rounding of a's size in a small rest.
        for _ in range(2):
            b = b - (a @ b) / (a @ a) * a
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    return (a * (norm / sizes[0]), b * (norm / sizes[1])) if n else (a, b)


def path_plane(paths: Sequence[Array], origin: Array, previous: Plane | None = None) -> PathPlane:
    """The plane through ``origin`` in which paths ``(n_points, n_params)`` vary most.

    The directions, of length 1, are principal components of what the points differ by from ``origin``
    (Li et al. 2018, section 7). They keep the sign and the order of ``previous``, the last such plane.
    Points that are not finite are left out. Raises ``ValueError`` if all points lie on one line.
    """
    most = min(MOST_POINTS, max(LEAST_POINTS, MOST_VALUES // (len(paths) * len(origin))))
    steps = np.concatenate([_thinned(path, most) for path in paths]) - origin
    steps = steps[np.isfinite(steps).all(axis=1)]
    # Weights that never move (cut, locked) have exactly no part in the directions.
    moving = np.any(steps != 0, axis=0)
    _, sizes, found = np.linalg.svd(steps[:, moving], full_matrices=False)
    if len(sizes) < 2 or not sizes[1] > ONE_DIRECTION * sizes[0]:
        raise ValueError("the paths run along one line: they span no plane")
    shares = np.square(sizes) / np.square(sizes).sum()
    directions = np.zeros((2, len(origin)))
    directions[:, moving] = found[:2]
    first, second = _aligned(directions, previous)
    return PathPlane(Plane(origin, first[1], second[1]), (float(shares[first[0]]), float(shares[second[0]])))


def _thinned(path: Array, most: int) -> Array:
    if len(path) <= most:
        return path
    return np.asarray(path[np.linspace(0, len(path) - 1, most).astype(np.int64)])


def _aligned(directions: Array, previous: Plane | None) -> list[tuple[int, Array]]:
    """(component, direction) for the first and the second axis."""
    if previous is None:
        # No sign is the right one: the largest entry is made positive, so that it is always the same.
        signs = [np.sign(each[np.argmax(np.abs(each))]) for each in directions]
        return [(i, signs[i] * directions[i]) for i in (0, 1)]
    last = np.stack([previous.d1, previous.d2])
    likeness = last @ directions.T / np.linalg.norm(last, axis=1)[:, np.newaxis]
    straight = abs(likeness[0, 0]) + abs(likeness[1, 1])
    order = (0, 1) if straight >= abs(likeness[0, 1]) + abs(likeness[1, 0]) else (1, 0)
    return [(i, (-1.0 if likeness[axis, i] < 0 else 1.0) * directions[i]) for axis, i in enumerate(order)]


def plane_through(first: Array, second: Array, third: Array) -> Plane:
    """The plane through three points ``(n_params,)``, at (0, 0), (1, 0) and (0, 1).

    Raises ``ValueError`` if they lie on one line.
    """
    return Plane(first, second - first, third - first)


def cost_gaps(
    network: Network,
    objective: str | Objective,
    plane: Plane,
    thetas: Array,
    x: Array,
    y: Array,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> Array:
    """What the cost at ``thetas`` ``(n, n_params)`` is above the one drawn at their feet, ``(n,)``.

    NaN for a point without a foot, on logarithmic axes. Raises ``CancelledError`` soon after ``cancelled()``
    becomes true.
    """
    feet = plane.coordinates(thetas)
    drawn = network.costs(objective, plane.points(feet[:, 0], feet[:, 1]), x, y, cancelled=cancelled)
    return np.asarray(network.costs(objective, thetas, x, y, cancelled=cancelled) - drawn)
