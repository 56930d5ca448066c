"""Averaged descent has two ways: where it walks, thin, and the mean of that, which predicts, bold."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT
from playground.engine.network import Network
from playground.engine.specs import RunnerSpec
from playground.engine.trainer import Rows, Trainer
from playground.plots.legend_row import LegendEntry
from playground.plots.slice_picture import slice_picture
from playground.plots.surface_map import SurfaceMap, legend_entries
from playground.plots.surface_relief import SurfaceRelief
from tests.looking import present
from tests.plots.conftest import Case, MakeCase

BOTH = LegendEntry("line", "thin: updates, bold: mean")


@pytest.fixture
def averaged(case: MakeCase) -> Case:
    """A stochastic averaged runner after 300 updates, only two weights free."""
    one = case(only_two=True)
    runner = RunnerSpec(1, "Averaged", "averaged", learning_rate=0.3, batch_size=1)
    training = replace(one.project.training, runners=(runner,))
    project = replace(one.project, training=training)
    data = project.dataset
    rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    one = replace(one, project=project, trainer=Trainer(Network(project.network), training, *rows))
    one.trainer.run(updates=300)
    return one


def test_both_ways_are_in_the_picture_and_in_the_legend(averaged: Case, case: MakeCase) -> None:
    snapshot = averaged.snapshot()
    picture = slice_picture(averaged.pictures(snapshot), snapshot, averaged.project)
    assert picture is not None
    (trace,) = picture.traces
    runner, plane = snapshot.shown_runner, picture.surface.plane
    iterates = present(trace.iterates)
    np.testing.assert_allclose(iterates, plane.coordinates(present(runner.iterates)), atol=1e-12)
    np.testing.assert_allclose(trace.path[:-1], plane.coordinates(runner.path), atol=1e-12)
    for k in (1, 5, len(runner.path) // 2):  # every update is recorded here: the bold one is the mean
        np.testing.assert_allclose(trace.path[k], iterates[1 : k + 1].mean(axis=0), atol=1e-9)
    assert legend_entries(picture)[-1] == BOTH
    plain = case(only_two=True)
    without = slice_picture(plain.pictures(), plain.snapshot(), plain.project)
    assert without is not None
    assert all(trace.iterates is None for trace in without.traces)
    assert BOTH not in legend_entries(without)


def test_the_walk_is_drawn_thin_beside_its_mean(averaged: Case, qtbot: QtBot) -> None:
    snapshot = averaged.snapshot()
    picture = slice_picture(averaged.pictures(snapshot), snapshot, averaged.project)
    assert picture is not None
    only_mean = replace(picture, traces=tuple(replace(each, iterates=None) for each in picture.traces))
    flat, relief = SurfaceMap(LIGHT), SurfaceRelief(LIGHT)
    for plot, show in ((flat, partial(flat.show_picture, follow=True)), (relief, relief.show_picture)):
        qtbot.addWidget(plot)
        plot.resize(460, 380)
        plot.show()
        images = []
        for each in (only_mean, picture):
            show(each)
            qtbot.wait(1)
            images.append(plot.grab().toImage())
        below_legend = range(60, images[0].height())
        changed = [
            (x, y)
            for x in range(images[0].width())
            for y in below_legend
            if images[0].pixel(x, y) != images[1].pixel(x, y)
        ]
        assert len(changed) > 10, type(plot).__name__


def test_a_walk_out_of_sight_is_no_trouble(averaged: Case, qtbot: QtBot) -> None:
    snapshot = averaged.snapshot()
    picture = slice_picture(averaged.pictures(snapshot), snapshot, averaged.project)
    assert picture is not None
    (trace,) = picture.traces
    far = replace(picture, traces=(replace(trace, iterates=present(trace.iterates) * 1e9),))
    plot = SurfaceMap(LIGHT)
    qtbot.addWidget(plot)
    plot.show()
    plot.show_picture(far, follow=True)
    assert not plot.grab().isNull()
