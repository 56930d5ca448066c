"""What the inputs and outputs stand for: a column's scaling, filling and categories, from training rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from playground.data.choices import ColumnChoice, Scaling
from playground.data.columns import MISSING, Codes, Column, Flags, Floats
from playground.data.derived import CYCLES, DAY, WEEK, YEAR, Derived, compute
from playground.data.errors import DataError

_MOST_DAYS_WITHOUT_WEEK = 4
_MOST_HOURS_WITHOUT_DAY = 3
"""Dates on fewer days of the week, or at fewer hours of the day, do not go round that cycle."""
_STAND_INS = 101
"""Evenly spread numbers by which a column without any is scaled, until it has some."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What one input or output neuron stands for.

    A number: scaled = (value - offset) / scale. A category: 1 where the column has ``category``, else 0;
    if the column has only two categories, ``otherwise`` names the one that is 0. ``fill`` is the original
    value put where it was missing (for a category 0 or 1). ``unknown`` are categories of the column that no
    training row has: nothing was learned about them, and where one stands, it counts as missing. A gap
    (``is_gap``): 1 where the column holds no value, else 0. A ``formula`` computes the original value from
    those of its ``sources``. ``name`` is for display, and so is ``span``: a range in original units that is
    drawn in any case (see `Column`).
    """

    name: str
    column: str
    category: str | None = None
    otherwise: str | None = None
    offset: float = 0.0
    scale: float = 1.0
    unit: str = ""
    fill: float = 0.0
    unknown: tuple[str, ...] = ()
    is_gap: bool = False
    formula: str = ""
    sources: tuple[Feature, ...] = ()
    span: tuple[float, float] | None = None

    def to_scaled(self, values: Floats | float) -> Floats:
        """Original units → what the network sees; any shape."""
        return np.asarray((np.asarray(values, dtype=np.float64) - self.offset) / self.scale)

    def to_original(self, scaled: Floats | float) -> Floats:
        """What the network sees → original units; any shape."""
        return np.asarray(np.asarray(scaled, dtype=np.float64) * self.scale + self.offset)


def fit_column(column: Column, choice: ColumnChoice, train: Codes) -> list[Feature]:
    """The features a column becomes, their numbers taken from the training rows."""
    gap = Feature(f"{column.label} is missing", column.name, is_gap=True)
    gaps = [gap] if choice.indicator and choice.role == "input" else []
    if choice.use_as == "category":
        return [*_fit_categories(column, choice, train), *gaps]
    if not column.has_values:
        raise DataError(f"The column “{column.name}” holds words: use it as categories or leave it out.")
    values = column.values[train]
    known = values[~np.isnan(values)]
    if not len(known) and column.span is not None:  # a sheet, to be painted on
        values = known = np.linspace(*column.span, _STAND_INS)
    if not len(known):
        raise DataError(f"The column “{column.name}” has no value in the training rows: leave it out.")
    fill = _fill(known, choice)
    offset, scale = _offset_and_scale(np.where(np.isnan(values), fill, values), choice.scaling)
    about = column.label, column.name
    feature = Feature(*about, offset=offset, scale=scale, unit=column.unit, fill=fill, span=column.span)
    return [feature, *_cycles(feature, known if column.kind == "date" else known[:0]), *gaps]


def _cycles(date: Feature, days: Floats) -> Iterator[Feature]:
    """The cycles that these dates go round: most of a year, the days of the week, the times of a day."""
    if not len(days):
        return
    names = []
    if np.ptp(days) > 0.8 * YEAR:
        names.append("year")
    if len(np.unique(np.floor(np.mod(days, WEEK)))) > _MOST_DAYS_WITHOUT_WEEK:
        names.append("week")
    if len(np.unique(np.floor(24 * np.mod(days, DAY)))) > _MOST_HOURS_WITHOUT_DAY:
        names.append("day")
    for name, cycle in CYCLES.items():
        if name.partition("_")[0] in names:
            yield Feature(cycle.pattern.format(date.name), date.column, formula=name, sources=(date,))


def fit_derived(
    derived: Derived, columns: Mapping[str, Column], fitted: Sequence[Feature], scaling: Scaling, train: Codes
) -> Feature:
    """A computed input, scaled from the training rows; it is made of features that are ``fitted`` already."""
    plain = {f.column: f for f in fitted if f.category is None and not f.is_gap and not f.formula}
    sources = tuple(plain[name] for name in derived.columns)
    feature = Feature(
        derived.name([source.name for source in sources]),
        sources[0].column,
        formula=derived.formula,
        sources=sources,
    )
    values = _original(columns, feature, train) if len(train) else _over_spans(feature)
    offset, scale = _offset_and_scale(values, scaling)
    return replace(feature, offset=offset, scale=scale)


def _over_spans(feature: Feature) -> Floats:
    """What a formula gives all over the ranges of its sources: it is scaled by that until there are rows."""
    spans = [np.linspace(*(source.span or (0.0, 1.0)), _STAND_INS) for source in feature.sources]
    return compute(feature.formula, [each.ravel() for each in np.meshgrid(*spans)])


def _fill(known: Floats, choice: ColumnChoice) -> float:
    if choice.missing == "mean":
        largest = float(np.max(np.abs(known))) or 1.0
        return float(np.mean(known / largest)) * largest
    if choice.missing == "most_frequent":
        distinct, counts = np.unique(known, return_counts=True)
        return float(distinct[np.argmax(counts)])
    return float(np.median(known))


def _offset_and_scale(values: Floats, scaling: Scaling) -> tuple[float, float]:
    """Offset and scale of a column without gaps; a constant column is only shifted to 0."""
    if scaling == "none":
        return 0.0, 1.0
    if scaling == "normalize":
        low, high = float(values.min()), float(values.max())
        return low, (high - low) or 1.0
    if scaling == "symmetric":
        low, high = float(values.min()), float(values.max())
        return low / 2 + high / 2, (high / 2 - low / 2) or 1.0
    # Divided first, by a power of two so that nothing is rounded: squares near 1e308 would overflow.
    # Measured from the first value: the spread of years or times would drown in their size.
    exponent = int(np.frexp(np.max(np.abs(values)))[1])
    relative = np.ldexp(values, -exponent)
    distances = relative - relative[0]
    offset = np.ldexp(relative[0] + np.mean(distances), exponent)
    scale = np.ldexp(np.std(distances), exponent)
    return float(offset), float(scale) or 1.0


def _fit_categories(column: Column, choice: ColumnChoice, train: Codes) -> Iterator[Feature]:
    codes, categories = column.coded
    seen = codes[train]
    counts = np.bincount(seen[seen != MISSING], minlength=len(categories))
    frequent = int(np.argmax(counts)) if len(categories) else MISSING
    is_input = choice.role == "input" and counts.any()
    unknown = tuple(categories[i] for i in np.flatnonzero(counts == 0)) if is_input else ()
    if len(categories) == 2 and not choice.one_hot:
        no, yes = categories
        fill = float(frequent == 1)
        yield Feature(f"{column.label}: {yes}", column.name, yes, no, fill=fill, unknown=unknown)
        return
    for code, category in enumerate(categories):
        name, fill = f"{column.label}: {category}", float(code == frequent)
        yield Feature(name, column.name, category, fill=fill, unknown=unknown)


def matrix(columns: Mapping[str, Column], features: Sequence[Feature], rows: Codes) -> Floats:
    """Scaled values of these features in these rows, read-only, shape (len(rows), len(features)).

    ``columns`` by name: those the features were fitted to, or others with the same categories.
    """
    scaled = np.empty((len(rows), len(features)))
    for i, feature in enumerate(features):
        original = _original(columns, feature, rows)
        scaled[:, i] = feature.to_scaled(original)
    scaled.flags.writeable = False
    return scaled


def _original(columns: Mapping[str, Column], feature: Feature, rows: Codes) -> Floats:
    if feature.formula:
        return compute(feature.formula, [_original(columns, source, rows) for source in feature.sources])
    column = columns[feature.column]
    missing: Flags = column.missing[rows]
    if feature.is_gap:
        return missing.astype(np.float64)
    if feature.category is None:
        return np.where(missing, feature.fill, column.values[rows])
    codes, categories = column.coded
    unknown = [categories.index(name) for name in feature.unknown]
    missing = missing | np.isin(codes[rows], unknown) if unknown else missing
    return np.where(missing, feature.fill, codes[rows] == categories.index(feature.category))
