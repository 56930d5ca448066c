"""The network beside simpler models, and the line that says so."""

from __future__ import annotations

import numpy as np
import pytest

from playground.appearance.standing_text import standing_text
from playground.data.dataset import prepare
from playground.data.linear_model import fit_linear_model
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.data.scores import baseline, score
from playground.document.edits import remove_layer
from playground.document.project import new_project
from playground.engine.network import Network
from playground.resources import resource
from playground.training.standing import StandingSample


def test_a_network_that_is_the_linear_model_is_as_good_as_it() -> None:
    project = new_project(read_table(resource("examples", "houses.csv")))
    project = remove_layer(project, project.network.hidden[0].id)
    data, model = project.dataset, fit_linear_model(project.dataset)
    standing = StandingSample(data).standing(Network(project.network), model.weights.ravel())
    reached = standing.reached
    assert reached.linear == score(data, model.outputs(data.x_test), data.y_test)
    # The same sums in another order: the mean absolute error differs in its last bit.
    network, linear = (
        [getattr(each, name) for name in ("r2", "rmse", "mae")] for each in (reached.network, reached.linear)
    )
    assert network == pytest.approx(linear, rel=1e-14)
    assert reached.guess == score(data, baseline(data, 36), data.y_test)
    assert standing.on_training is None
    assert (standing.comparison.rows, standing.comparison.are_test_rows, standing.unit) == (36, True, "k€")
    assert standing.comparison.against_linear == "alike"
    assert standing_text(standing) == (
        "mean 132 · linear 58.1 · this network 58.1\u2009k€ (typical error, test rows)"
    )
    assert "may be chance" in standing.comparison.sentence
    nothing = StandingSample(data).standing(Network(project.network), np.zeros(5))
    assert nothing.comparison.against_linear == "worse"
    assert "The linear model is better." in nothing.comparison.sentence


def test_categories_are_counted_and_the_guess_is_named() -> None:
    table = read_table(resource("examples", "iris.csv"))
    data = prepare(table, guess_recipe(table))
    project = new_project(table)
    network = Network(project.network)
    standing = StandingSample(data).standing(network, network.initial_theta(1))
    text = standing_text(standing)
    assert text.startswith("always setosa 33\u2009% · logistic ")
    assert text.endswith("% (right, test rows)")
    assert standing.margin is None


def test_without_test_rows_the_training_rows_are_judged() -> None:
    project = new_project(read_table(resource("examples", "xor.csv")))
    network = Network(project.network)
    standing = StandingSample(project.dataset).standing(network, network.initial_theta(1))
    comparison = standing.comparison
    assert (comparison.rows, comparison.are_test_rows) == (len(project.dataset.y_train), False)


def test_the_training_rows_are_judged_too_where_that_is_asked_for() -> None:
    data = new_project(read_table(resource("examples", "houses.csv"))).dataset
    project = new_project(read_table(resource("examples", "houses.csv")))
    network = Network(project.network)
    theta = network.initial_theta(1)
    reached = StandingSample(data).standing(network, theta, with_training=True).on_training
    assert reached is not None
    assert reached.network == score(data, network.outputs(theta, data.x_train), data.y_train)
    assert reached.guess == score(data, baseline(data, 144), data.y_train)
