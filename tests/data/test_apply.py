"""New rows see the network exactly as training rows did; what the network cannot know is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.answers import answers, margin
from playground.data.apply import Value, date_text, days_of, input_fields, scaled_row
from playground.data.columns import Table
from playground.data.csv_output import csv_bytes, harmless, number_cells, word_cells
from playground.data.dataset import Dataset, prepare
from playground.data.dialect import ReadingChoice
from playground.data.errors import DataError
from playground.data.matching import has_an_input, match_table
from playground.data.reader import read_table
from playground.data.recipe import Recipe, guess_recipe


def mixed(n: int = 60, seed: int = 2) -> Table:
    """Number with gaps, three colors with gaps, yes/no, whole number; target a number with a unit."""
    rng = np.random.default_rng(seed)
    rows = (
        f"{'' if rng.random() < 0.1 else f'{rng.normal(5, 2):.3f}'},"
        f"{'' if rng.random() < 0.1 else 'rgb'[rng.integers(3)]},"
        f"{('yes', 'no')[rng.integers(2)]},{rng.integers(1, 7)},{rng.normal(100, 30):.2f}"
        for _ in range(n)
    )
    return read_table("\n".join(["a (m),color,ok,n,price (€)", *rows, ""]).encode(), "mixed.csv")


def usual() -> tuple[Table, Recipe, Dataset]:
    table = mixed()
    recipe = guess_recipe(table)
    recipe = recipe.with_choice(replace(recipe.choice("n"), use_as="category"))
    recipe = recipe.with_choice(replace(recipe.choice("a (m)"), indicator=True, missing="mean"))
    return table, recipe, prepare(table, recipe)


def cell(table: Table, recipe: Recipe, name: str, row: int) -> Value:
    column, choice = table.column(name), recipe.choice(name)
    if column.missing[row]:
        return None
    return float(column.values[row]) if choice.use_as == "number" else column.cell(row)


def test_a_row_typed_by_hand_is_the_training_row_bit_for_bit() -> None:
    table, recipe, data = usual()
    names = [choice.name for choice in recipe.inputs]
    for rows, x in ((data.train_rows, data.x_train), (data.test_rows, data.x_test)):
        for i, row in enumerate(rows):
            values = {name: cell(table, recipe, name, int(row)) for name in names}
            assert np.array_equal(scaled_row(table, recipe, data, values)[0], x[i])


def test_unknown_words_are_no_values() -> None:
    table, recipe, data = usual()
    with pytest.raises(ValueError):
        scaled_row(table, recipe, data, {"color": "purple"})
    with pytest.raises(ValueError):
        scaled_row(table, recipe, data, {"a (m)": "wide"})


def test_fields_have_the_training_rows_range_and_typical_value() -> None:
    table, recipe, data = usual()
    recipe = recipe.with_choice(replace(recipe.choice("ok"), missing="drop_row"))
    a, color, ok, n = input_fields(table, recipe, data)
    values = table.column("a (m)").values[data.train_rows]
    assert (a.kind, a.label, a.unit, a.whole, a.may_be_missing) == ("number", "a", "m", False, True)
    assert (a.low, a.high) == (np.nanmin(values), np.nanmax(values))
    assert a.typical == pytest.approx(np.nanmedian(values), rel=1e-13)
    assert (color.kind, color.categories) == ("category", ("b", "g", "r"))
    assert (ok.kind, ok.categories, ok.may_be_missing) == ("yes_no", ("no", "yes"), False)
    assert (n.kind, n.categories) == ("category", ("1", "2", "3", "4", "5", "6"))


def test_another_order_of_columns_and_more_of_them_change_nothing() -> None:
    table, recipe, data = usual()
    lines = table.raw.decode().splitlines()
    cells = [line.split(",") for line in lines]
    turned = "\n".join(",".join([f"note {i}", *row[::-1]]) for i, row in enumerate(cells))
    other = read_table(turned.replace("note 0", "remark").encode(), "turned.csv")
    matched = match_table(other, table, recipe, data)
    assert np.array_equal(matched.x[data.train_rows], data.x_train)
    assert np.array_equal(matched.x[data.test_rows], data.x_test)
    assert np.array_equal(matched.y[np.searchsorted(matched.known, data.test_rows)], data.y_test)
    assert matched.usable.all()


def test_names_may_differ_in_capitals_and_blanks() -> None:
    table, recipe, data = usual()
    text = table.raw.decode().replace("a (m),color,ok", "A  (m),COLOR,Ok")
    matched = match_table(read_table(text.encode()), table, recipe, data)
    assert np.array_equal(matched.x[data.train_rows], data.x_train)


def test_columns_that_are_missing_are_named() -> None:
    table, recipe, data = usual()
    other = read_table(b"ok,price,extra\nyes,1,2\nno,3,4\n", "other.csv")
    with pytest.raises(DataError, match=r"other.csv lacks 3 columns “a \(m\)”, “color”, “n”, which") as error:
        match_table(other, table, recipe, data)
    assert "it has “ok”, “price”, “extra”." in str(error.value)
    assert has_an_input(other, recipe)
    assert not has_an_input(read_table(b"u,v\n1,2\n3,4\n"), recipe)


def new_rows(*rows: str) -> Table:
    return read_table("\n".join(["a (m),color,ok,n", *rows, ""]).encode(), "new.csv")


def test_what_the_network_cannot_know_is_named_with_its_line_and_counts_as_missing() -> None:
    table, recipe, data = usual()
    new = new_rows("wide,purple,YES,7", "4.5,R,no,3", "wide,,no,3.0", "99,g,maybe,2")
    matched = match_table(new, table, recipe, data)
    said = "\n".join(matched.notes)
    assert "“a (m)”: “wide” (line 2) is no number: missing, 2 times." in said
    assert "“color”: “purple” (line 2) was not among the categories in training: missing, once." in said
    assert "“ok”: “maybe” (line 5) was not among" in said
    assert "“n”: “7” (line 2) was not among" in said
    assert "“a (m)”: 1 row is outside" in said
    gaps: dict[str, Value] = {"a (m)": None, "color": None, "ok": "yes", "n": None}
    assert np.array_equal(matched.x[0], scaled_row(table, recipe, data, gaps)[0])
    known: dict[str, Value] = {"a (m)": 4.5, "color": "r", "ok": "no", "n": "3"}
    assert np.array_equal(matched.x[1], scaled_row(table, recipe, data, known)[0])
    assert matched.x[2, -4] == 1.0, "3.0 is the category 3"


def test_a_gap_where_training_left_rows_out_has_no_answer() -> None:
    table, recipe, _ = usual()
    recipe = recipe.with_choice(replace(recipe.choice("color"), missing="drop_row"))
    matched = match_table(new_rows("4,,no,3", "4,r,no,3"), table, recipe, prepare(table, recipe))
    assert matched.usable.tolist() == [False, True]
    assert any("“color”: no value in line 2, no answer there." in note for note in matched.notes)


def test_answers_are_in_the_targets_own_words_and_units() -> None:
    _table, _recipe, data = usual()
    found = answers(data, data.y_train)
    assert found.values is not None
    assert np.allclose(found.values, mixed().column("price (€)").values[data.train_rows], rtol=0, atol=1e-12)
    kinds = prepare(mixed(), guess_recipe(mixed(), "color"))
    of_three = answers(kinds, kinds.y_train)
    assert of_three.names == ("b", "g", "r")
    assert of_three.best is not None
    assert [of_three.names[i] for i in of_three.best[:5]] == [
        mixed().column("color").cell(int(row)) for row in kinds.train_rows[:5]
    ]
    yes_no = prepare(mixed(), guess_recipe(mixed(), "ok"))
    of_two = answers(yes_no, np.array([[0.25], [0.75]]))
    assert of_two.names == ("no", "yes")
    assert of_two.shares is not None
    assert of_two.shares.tolist() == [[0.75, 0.25], [0.25, 0.75]]
    assert of_two.best is not None
    assert of_two.best.tolist() == [0, 1]


def test_nine_of_ten_new_rows_lie_within_the_margin() -> None:
    """Over many draws of test rows: split conformal intervals hold at least as often as they say."""
    rng = np.random.default_rng(5)
    _, _, data = usual()
    held = []
    for _ in range(200):
        errors = rng.standard_t(3, size=40)
        y = np.zeros((40, 1))
        around = margin(data, y + errors[:, None], y)
        assert around is not None
        held.append(np.mean(np.abs(rng.standard_t(3, size=500)) * data.outputs[0].scale <= around))
    assert 0.89 < float(np.mean(held)) < 0.94
    assert margin(data, np.zeros((5, 1)), np.zeros((5, 1))) is None


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\r=1", "−x", "＝1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "-1.5e3", "−3", "a=b", "", "5-3"])
def test_numbers_and_other_texts_stay(text: str) -> None:
    assert harmless(text) == text


def test_numbers_are_written_with_all_their_digits() -> None:
    numbers = number_cells(np.array([0.1 + 0.2, -3.0, 1e300, np.nan]))
    words = word_cells([0, -1, 1, 0], ["=1", 'a "b", c'])
    written = csv_bytes(["=x", "y"], [[numbers, words]])
    assert written.decode() == '\'=x,y\n0.30000000000000004,\'=1\n-3,\n1e+300,"a ""b"", c"\n,\'=1\n'


def dated(form: str, n: int = 60) -> Table:
    days = np.datetime64("2023-01-05") + np.arange(0, 9 * n, 9)
    rows = (f"{form.format(*str(day).split('-'))},{i % 7},{i % 5 + i / 50:.2f}" for i, day in enumerate(days))
    return read_table("\n".join(["day,a,y", *rows, ""]).encode(), "dated.csv")


def test_dates_are_matched_whatever_form_they_have() -> None:
    table = dated("{0}-{1}-{2}")
    recipe = guess_recipe(table, "y")
    recipe = recipe.with_choice(replace(recipe.choice("day"), role="input", use_as="number", reason=""))
    data = prepare(table, recipe)
    matched = match_table(dated("{2}.{1}.{0}"), table, recipe, data)
    assert np.array_equal(matched.x[data.train_rows], data.x_train)
    few = read_table(b"day,a\n2023-05-01,3\nsoon,4\n2031-01-01 12:00,2\n", "few.csv")
    notes = "\n".join(match_table(few, table, recipe, data).notes)
    assert "“soon” (line 3) is no date: missing, once." in notes
    assert "outside 2023-01-" in notes
    day = input_fields(table, recipe, data)[0]
    assert (day.kind, day.whole) == ("date", True)
    row = int(data.train_rows[3])
    values: dict[str, Value] = {"day": float(table.column("day").values[row]), "a": float(row % 7)}
    assert np.array_equal(scaled_row(table, recipe, data, values)[0], data.x_train[3])


@pytest.mark.parametrize("text", ["2024-03-01", "1969-12-31", "2024-03-01 14:30", "08:05", "00:00"])
def test_dates_read_back_as_they_are_written(text: str) -> None:
    days = days_of(text)
    assert days is not None
    assert date_text(days) == text
    assert days_of("soon") is None


def test_dates_that_could_be_either_are_read_as_in_training() -> None:
    table = dated("{2}/{1}/{0}")  # some first numbers are beyond 12: the day comes first for certain
    recipe = guess_recipe(table, "y")
    recipe = recipe.with_choice(replace(recipe.choice("day"), role="input", use_as="number", reason=""))
    data = prepare(table, recipe)
    few = read_table(b"day;a\n03/04/2023;3\n05/06/2023;4\n", "few.csv")
    matched = match_table(few, table, recipe, data)
    day = next(i for i, feature in enumerate(data.inputs) if feature.name == "day")
    dates = [date_text(float(data.inputs[day].to_original(value))) for value in matched.x[:, day]]
    assert dates == ["2023-04-03", "2023-06-05"]
    assert "Column “day”: the day before the month, as in training." in matched.notes


def test_a_yes_is_a_yes_in_other_words() -> None:
    table, recipe, data = usual()
    head, rows = "a (m),color,n,ok", [f"{i},r,3" for i in range(1, 5)]
    words = (("yes", "no", "yes", "no"), ("1", "0", "1", "0"), ("TRUE", "false", "True", "FALSE"))
    found = []
    for answers_ in words:
        lines = [f"{row},{word}" for row, word in zip(rows, answers_, strict=True)]
        matched = match_table(read_table("\n".join([head, *lines]).encode()), table, recipe, data)
        assert not any("“ok”" in note for note in matched.notes)
        found.append(matched.x)
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])


def test_a_category_that_only_test_rows_have_is_unknown_and_not_offered() -> None:
    cells = "".join(f"{'z' if i == 99 else 'pq'[i % 2]},{i % 7},{i}\n" for i in range(100))
    table = read_table(f"k,x,y\n{cells}".encode())
    recipe = replace(guess_recipe(table, "y"), split="in_order")
    data = prepare(table, recipe)
    assert input_fields(table, recipe, data)[0].categories == ("p", "q")
    matched = match_table(table, table, recipe, data)
    assert any("“z” (line 101) was not among the categories in training" in note for note in matched.notes)
    assert np.array_equal(matched.x[data.test_rows], data.x_test)


def test_a_number_that_stood_for_no_value_does_so_in_the_next_file() -> None:
    cells = "".join(f"{-999 if i % 9 == 4 else i / 10},{i % 5},{i}\n" for i in range(90))
    table = read_table(f"a,b,y\n{cells}".encode(), reading=ReadingChoice(absent="-999"))
    recipe = guess_recipe(table, "y")
    data = prepare(table, recipe)
    matched = match_table(read_table(b"a,b\n-999,2\n4,1\n"), table, recipe, data)
    assert matched.x[0, 0] == data.inputs[0].to_scaled(data.inputs[0].fill)
    assert any("no value in line 2, filled as in training" in note for note in matched.notes)
