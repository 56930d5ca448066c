"""Dates and times: read in one form for a whole column, learned as a line and as the cycles they go round."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.apply import input_fields, scaled_row
from playground.data.columns import Table
from playground.data.dataset import prepare
from playground.data.dates import is_date, parse_dates
from playground.data.matching import match_table
from playground.data.reader import read_table
from playground.data.recipe import Recipe, guess_recipe

MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)).map(lambda d: d.replace(microsecond=0))


@settings(deadline=None)
@given(
    st.lists(MOMENTS, min_size=1, max_size=20),
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%d %b %Y", "%B %d, %Y", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y"]
    ),
)
def test_dates_are_read_as_they_were_written(moments: list[datetime], form: str) -> None:
    texts = [moment.strftime(form) for moment in moments]
    found = parse_dates(texts)
    assert found is not None
    if found.doubt:
        assert form == "%d.%m.%Y"
    expected = [datetime.strptime(text, form).replace(tzinfo=UTC).timestamp() for text in texts]
    assert found.seconds.tolist() == expected


@pytest.mark.parametrize(
    ("texts", "form", "doubt"),
    [
        (["01/02/2020", "13/02/2020"], "dmy", False),
        (["01/02/2020", "02/13/2020"], "mdy", False),
        (["01/02/2020", "03/04/2020"], "mdy", True),
        (["01.02.2020", "03.04.2020"], "dmy", False),  # nobody writes points with the month first
        (["01/02/2020", "02/02/2020", "03/02/2020"], "dmy", False),  # day after day
        (["1/1/2019", "2/1/2019", "12/1/2019", "1/1/2020"], "mdy", False),  # month after month
        (["1/1/2019", "2/1/2019", "3/1/2019"], "mdy", True),  # month after month, or day after day
        (["9/1/2016 23:40", "9/1/2016 23:50", "10/1/2016 0:00"], "dmy", False),  # every ten minutes
        (["05/05/2020"], "dmy", False),
        (["18.00.00", "19.30.00"], "time", False),
        (["9:15 pm", "10:00 am"], "time", False),
        (["Jan 2020", "Feb 2020"], "mon y", False),
        (["2020-01", "2020-12"], "ym", False),
    ],
)
def test_the_form_is_found(texts: list[str], form: str, doubt: bool) -> None:
    found = parse_dates(texts)
    assert found is not None
    assert (found.form, found.doubt) == (form, doubt)


@pytest.mark.parametrize(
    "text", ["2020-02-30", "31.04.2020", "12.5", "1.2.3", "25:00", "v1.2.2020", "may", "2020"]
)
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


def years_of_sales(n: int = 400) -> bytes:
    first = datetime(2020, 1, 1, 6)
    rows = []
    for i in range(n):
        moment = first + timedelta(days=2 * i, hours=3 * (i % 5))
        rows.append(f"{moment:%Y-%m-%d %H:%M},{i % 7},{np.sin(2 * np.pi * (2 * i) / 365.2425):.4f}")
    return ("when,stock,sales\n" + "\n".join(rows)).encode()


def test_a_date_becomes_a_line_and_its_cycles() -> None:
    table = read_table(years_of_sales(), "sales.csv")
    assert table.column("when").kind == "date"
    recipe = guess_recipe(table)
    assert recipe.choice("when").role == "input"
    data = prepare(table, recipe)
    names = [feature.name for feature in data.inputs]
    assert names[0] == "when"
    assert names[1:7] == [
        "when: time of year, sine", "when: time of year, cosine", "when: day of the week, sine",
        "when: day of the week, cosine", "when: time of day, sine", "when: time of day, cosine",
    ]  # fmt: skip
    x = data.x_train
    assert np.all(np.isfinite(x))
    for i in (1, 3, 5):
        assert np.allclose(x[:, i] ** 2 + x[:, i + 1] ** 2, 1)
    # The yearly wave of the dates is the one that the sales were made of.
    assert abs(np.corrcoef(x[:, 1], data.y_train[:, 0])[0, 1]) > 0.95


def test_a_few_days_have_no_cycles() -> None:
    rows = "".join(f"2020-01-0{1 + i % 3},{i},{i * i}\n" for i in range(30))
    data = prepare(*_with_recipe(f"day,x,y\n{rows}".encode()))
    assert [feature.name for feature in data.inputs] == ["day", "x"]


def _with_recipe(raw: bytes) -> tuple[Table, Recipe]:
    table = read_table(raw, "days.csv")
    return table, guess_recipe(table)


def test_a_missing_date_is_filled() -> None:
    raw = years_of_sales().replace(b"2020-01-03 09:00", b"")
    table, recipe = _with_recipe(raw)
    assert table.column("when").n_missing == 1
    assert np.all(np.isfinite(prepare(table, recipe).x_train))


def test_new_dates_are_matched_and_one_can_be_typed() -> None:
    table, recipe = _with_recipe(years_of_sales())
    data = prepare(table, recipe)
    new = read_table(b"when,stock\n05.03.2021 09:00,3\n28.03.2021 12:00,4\n", "new.csv")
    matched = match_table(new, table, recipe, data)
    day = float(new.column("when").values[0])
    assert day == (datetime(2021, 3, 5, 9) - datetime(1970, 1, 1)) / timedelta(days=1)
    assert np.array_equal(matched.x[0], scaled_row(table, recipe, data, {"when": day, "stock": 3.0})[0])
    assert input_fields(table, recipe, data)[0].column == "when"


def test_words_that_only_begin_like_a_month_are_no_dates() -> None:
    assert not any(map(is_date, ("gene 12", "mark 30", "decile 10", "mayor 21")))
    assert all(map(is_date, ("gen 12", "sept 21", "January 12", "März 30", "gennaio 20")))
