"""Which inputs are the pixels of an image."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.data.features import Feature
from playground.data.images import PixelGrid, pixel_grid
from playground.data.reader import read_table
from playground.document.project import new_project
from playground.resources import resource


def pixels(rows: int, columns: int, form: str = "pixel_{}_{}") -> list[Feature]:
    names = [form.format(row, column) for row in range(rows) for column in range(columns)]
    return [Feature(name, name) for name in names]


@pytest.mark.parametrize("form", ["pixel_{}_{}", "p{}x{}", "{}_{}", "img({},{})", "r{}.{}"])
def test_names_say_row_and_column(form: str) -> None:
    assert pixel_grid(pixels(3, 4, form)) == PixelGrid(3, 4, tuple(range(12)))


def test_the_order_of_the_inputs_is_theirs_and_counting_may_begin_at_one() -> None:
    inputs = [Feature(f"p_{r}_{c}", f"p_{r}_{c}") for c in (3, 2, 1) for r in (1, 2, 3)]
    assert pixel_grid(inputs) == PixelGrid(3, 3, (2, 5, 8, 1, 4, 7, 0, 3, 6))


def test_pixels_may_be_missing_but_not_most() -> None:
    inputs = pixels(8, 8)
    grid = pixel_grid(inputs[:20] + inputs[24:])
    assert grid is not None
    assert (grid.rows, grid.columns) == (8, 8)
    assert grid.places == (*range(20), *range(24, 64))
    assert pixel_grid([inputs[i] for i in (0, 7, 9, 18, 27, 36, 45, 54, 63, 56)]) is None


@pytest.mark.parametrize(
    "inputs",
    [
        [],
        pixels(2, 2),
        [*pixels(3, 3), Feature("age", "age")],
        [*pixels(3, 3), Feature("p_9_9", "p_9_9")],
        [replace(pixels(3, 3)[0], category="a"), *pixels(3, 3)[1:]],
        [*pixels(3, 3), pixels(3, 3)[0]],
        [Feature(f"x{i}", f"x{i}") for i in range(64)],
        [Feature(f"day_1_{i}", f"day_1_{i}") for i in range(12)],
    ],
)
def test_other_inputs_are_no_image(inputs: list[Feature]) -> None:
    assert pixel_grid(inputs) is None


def test_the_digits_are_images_of_eight_by_eight() -> None:
    table = read_table(resource("examples", "digits.csv").read_bytes(), "digits.csv")
    grid = pixel_grid(new_project(table).dataset.inputs)
    assert grid is not None
    assert (grid.rows, grid.columns) == (8, 8)
