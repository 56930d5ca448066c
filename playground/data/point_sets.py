"""Synthetic points of the plane, to be told apart or to be given a value. None of them was measured anywhere.

Every set lies between about −6 and 6, comes out the same for the same seed, and is CSV text: ``x``, ``y``
and what is to be learned. ``noise`` moves the points: a standard deviation of ``noise`` times `REACH`
in both directions; of values, of ``noise`` times their largest size. The ideas are classics: TensorFlow
Playground (Smilkov, Carter 2016) for circle, xor, gaussians and spiral; scikit-learn's ``make_moons``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.data.csv_text import Floats, csv_text, rounded

Flags = npt.NDArray[np.bool_]

REACH = 5.0
"""How far from the middle the points lie."""
BOTH = ("A", "B")
"""The two categories"""


def circle(n_rows: int = 300, noise: float = 0.0, seed: int = 1) -> str:
    """A disk of one category inside a ring of the other."""
    rng = np.random.default_rng(seed)
    inside = np.arange(n_rows) % 2 == 0
    radius = np.where(inside, rng.uniform(0, 0.5, n_rows), rng.uniform(0.7, 1.0, n_rows)) * REACH
    angle = rng.uniform(0, 2 * np.pi, n_rows)
    return _categories(radius * np.cos(angle), radius * np.sin(angle), inside, noise, rng)


def quadrants(n_rows: int = 300, noise: float = 0.0, seed: int = 1) -> str:
    """Exclusive or with many points: one category where x and y have the same sign."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-1, 1, (2, n_rows)) * (REACH - 0.3)
    x, y = x + 0.3 * np.sign(x), y + 0.3 * np.sign(y)  # a gap along the axes
    return _categories(x, y, x * y > 0, noise, rng)


def gaussians(n_rows: int = 300, noise: float = 0.1, seed: int = 1) -> str:
    """Two round clouds; the noise says how far they spread and overlap."""
    rng = np.random.default_rng(seed)
    first = np.arange(n_rows) % 2 == 0
    middle = np.where(first, 2.0, -2.0)
    spread = rng.normal(0, 0.5, (2, n_rows))
    return _categories(middle + spread[0], middle + spread[1], first, noise, rng)


def spiral(n_rows: int = 300, noise: float = 0.0, seed: int = 1) -> str:
    """Two arms that wind around each other, one turn and three quarters."""
    rng = np.random.default_rng(seed)
    first = np.arange(n_rows) % 2 == 0
    along = (np.arange(n_rows) // 2 + 0.5) / max(1, (n_rows + 1) // 2)
    angle = 1.75 * 2 * np.pi * along + np.where(first, 0.0, np.pi)
    return _categories(REACH * along * np.sin(angle), REACH * along * np.cos(angle), first, noise, rng)


def moons(n_rows: int = 300, noise: float = 0.06, seed: int = 1) -> str:
    """Two half circles, each reaching into the other."""
    rng = np.random.default_rng(seed)
    upper = np.arange(n_rows) % 2 == 0
    angle = rng.uniform(0, np.pi, n_rows)
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle)) - 0.5
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle)) - 0.25
    return _categories(3.2 * x, 3.2 * y, upper, noise, rng)


def plane(n_rows: int = 300, noise: float = 0.0, seed: int = 1) -> str:
    """A tilted plane: z = (x + y) / 2."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-REACH, REACH, (2, n_rows))
    return _values(x, y, (x + y) / 2, noise, rng)


def waves(n_rows: int = 500, noise: float = 0.0, seed: int = 1) -> str:
    """Hills and valleys: z = sin x · cos y."""
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-REACH, REACH, (2, n_rows))
    return _values(x, y, np.sin(x) * np.cos(y), noise, rng)


def _categories(x: Floats, y: Floats, first: Flags, noise: float, rng: np.random.Generator) -> str:
    """Points in random order; ``first`` (n_rows,) is true for those of the first category."""
    shift = rng.normal(0, 1, (2, len(x))) * noise * REACH
    rows = rng.permutation(len(x))
    x, y = rounded((x + shift[0])[rows], 3), rounded((y + shift[1])[rows], 3)
    words = [BOTH[0] if is_first else BOTH[1] for is_first in first[rows]]
    return csv_text(("x", "y", "class"), zip(x, y, words, strict=True))


def _values(x: Floats, y: Floats, z: Floats, noise: float, rng: np.random.Generator) -> str:
    top = float(np.abs(z).max(initial=0.0))
    z = rounded(z + rng.normal(0, 1, len(z)) * noise * top, 3)
    return csv_text(("x", "y", "z"), zip(rounded(x, 3), rounded(y, 3), z, strict=True))
