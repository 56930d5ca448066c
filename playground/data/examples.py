"""The examples that come along: what each is, and how the synthetic ones are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from playground.data import generators, point_sets

Kind = Literal["number", "category"]


class Amount(NamedTuple):
    """A number that a generator takes: what it is at first, and its limits."""

    first: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Example:
    """One example.

    ``file`` is its name in ``resources/examples``, where it lies as it is at first. ``learns`` says whether
    its target is a number or a category. ``make`` writes it as CSV text (None: it was measured, ``source``
    says by whom). It takes ``n_rows``, ``noise`` and ``seed``, where these have an `Amount` or a first seed.
    """

    file: str
    title: str
    sentence: str
    learns: Kind
    make: Callable[..., str] | None = None
    rows: Amount | None = None
    noise: Amount | None = None
    seed: int | None = None
    source: str = ""

    @property
    def adjustable(self) -> bool:
        """Whether there is anything to choose about it."""
        return self.seed is not None

    def text(self, n_rows: int | None = None, noise: float | None = None, seed: int | None = None) -> str:
        """A synthetic example as CSV text; what is not given, or not to be chosen, is as it is at first."""
        assert self.make is not None
        chosen: dict[str, float] = {}
        if self.rows is not None:
            chosen["n_rows"] = int(self.rows.first) if n_rows is None else n_rows
        if self.noise is not None:
            chosen["noise"] = self.noise.first if noise is None else noise
        if self.seed is not None:
            chosen["seed"] = self.seed if seed is None else seed
        return self.make(**chosen)


_POINTS: Final = Amount(300, 20, 2000)
_SYNTHETIC: Final = "Synthetic: drawn by a random generator, measured nowhere."


def _points(file: str, title: str, sentence: str, make: Callable[..., str], noise: float = 0.0) -> Example:
    return Example(
        file, title, sentence, "category", make, _POINTS, Amount(noise, 0.0, 0.5), seed=1, source=_SYNTHETIC
    )


# fmt: off
EXAMPLES: Final = (
    Example("two_valleys.csv", "Two valleys", "Sleep, missed lessons: who passes? Its cost has two valleys.",
            "category", generators.two_valleys, source=_SYNTHETIC),
    Example("meal.csv", "A meal", "Burgers, fries and sodas: the weights are their prices.", "number",
            generators.meal, Amount(40, 5, 1000), Amount(0.0, 0.0, 0.5), seed=1, source=_SYNTHETIC),
    Example("one_exam.csv", "One student", "One row: what does a single observation do to the weights?",
            "number", generators.one_exam, source=_SYNTHETIC),
    Example("class.csv", "A class", "Study, sleep and a quiz: the mark in the exam, for the whole class.",
            "number", generators.exam_class, Amount(120, 10, 2000), Amount(0.05, 0.0, 0.5), seed=1,
            source=_SYNTHETIC),
    Example("houses.csv", "House prices", "Area, bedrooms, distance, age: what is a house worth?", "number",
            generators.property_prices, Amount(180, 20, 2000), Amount(0.05, 0.0, 0.5), seed=7,
            source=_SYNTHETIC),
    Example("line.csv", "A straight line", "One slope, one intercept: a cost surface that is exact.",
            "number", generators.line, Amount(40, 5, 2000), Amount(0.1, 0.0, 0.5), seed=3, source=_SYNTHETIC),
    Example("xor.csv", "XOR", "Exclusive or of two bits, four rows: impossible without a hidden layer.",
            "category", generators.xor, source="A definition."),
    _points("circle.csv", "Circle", "A disk inside a ring: squares as inputs make it easy.",
            point_sets.circle),
    _points("quadrants.csv", "Quadrants", "XOR with many points: x · y as an input is all it takes.",
            point_sets.quadrants),
    _points("gaussians.csv", "Gaussians", "Two round clouds: one straight line tells them apart.",
            point_sets.gaussians, noise=0.1),
    _points("spiral.csv", "Spiral", "Two arms wound around each other: sines as inputs help.",
            point_sets.spiral),
    _points("moons.csv", "Moons", "Two half circles that reach into each other.", point_sets.moons,
            noise=0.06),
    Example("plane.csv", "Plane", "A tilted plane over x and y: one linear neuron is enough.", "number",
            point_sets.plane, _POINTS, Amount(0.0, 0.0, 0.5), seed=1, source=_SYNTHETIC),
    Example("waves.csv", "Waves", "Hills and valleys over x and y: neurons add up to a landscape.", "number",
            point_sets.waves, Amount(500, 20, 2000), Amount(0.0, 0.0, 0.5), seed=1, source=_SYNTHETIC),
    Example("iris.csv", "Iris flowers", "Four lengths of a flower: which of three species is it?", "category",
            source="Measured by E. Anderson, R. A. Fisher 1936. UCI Machine Learning Repository, CC BY 4.0."),
    Example("digits.csv", "Handwritten digits", "Images of 8 × 8 pixels: which digit is it?", "category",
            source="E. Alpaydin, C. Kaynak 1998. UCI Machine Learning Repository, CC BY 4.0."),
)
# fmt: on


def example(file: str) -> Example:
    """The example of that file name; ``KeyError`` if there is none."""
    for each in EXAMPLES:
        if each.file == file:
            return each
    raise KeyError(file)
