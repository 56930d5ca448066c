"""Surfaces of little data, of nothing but one cost, of costs beyond all numbers, and over no width at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.data.reader import read_table
from playground.document import edits
from playground.document.project import Project, new_project
from playground.document.view_state import ViewState
from playground.engine.landscape.surface import NARROWEST, Window, window_of
from playground.engine.specs import BIAS, ParameterKey
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds, Pictures
from tests.training.conftest import Make, document_of


def project_of(text: str, activation: str = "tanh") -> Project:
    project = new_project(read_table(text.encode(), "few.csv"))
    return edits.set_activation(project, [each.id for each in project.network.hidden[0].neurons], activation)


def finished(controller: TrainingController, qtbot: QtBot, **view: Any) -> Pictures:
    """The pictures that come when all kinds of landmarks are known."""
    document = document_of(controller)
    kept: list[Pictures] = []
    controller.pictures_ready.connect(kept.append)
    document.set_view(replace(document.view, **view))
    controller.set_picture_needs(PictureNeeds(surface=True))
    wanted = document.view.window
    qtbot.waitUntil(lambda: bool(kept) and kept[-1].all_kinds and _shows(kept[-1], wanted), timeout=20_000)
    return kept[-1]


def _shows(pictures: Pictures, limits: tuple[float, float, float, float] | None) -> bool:
    return limits is None or (pictures.surface is not None and pictures.surface.window == window_of(*limits))


def test_one_row_is_enough(training: Make, qtbot: QtBot) -> None:
    pictures = finished(training(project_of("a,b,y\n1,2,3\n")), qtbot)
    assert pictures.surface is not None
    assert np.isfinite(pictures.surface.costs).all()
    assert pictures.landmarks


def test_a_constant_cost_is_one_level_area(training: Make, qtbot: QtBot) -> None:
    """Weights of a neuron whose answer nobody hears."""
    project = project_of("x,y\n" + "".join(f"{x},{x}\n" for x in range(-5, 6)))
    deaf, out = project.network.hidden[0].neurons[0].id, project.network.outputs.neurons[0].id
    project = edits.cut(project, [ParameterKey(deaf, out)])
    axes = ParameterKey(project.network.inputs.neurons[0].id, deaf), ParameterKey(BIAS, deaf)
    pictures = finished(training(project), qtbot, axes=axes)
    assert pictures.surface is not None
    assert np.ptp(pictures.surface.costs) == 0.0
    (area,) = pictures.landmarks
    assert (area.kind, area.flat) == ("valley", 2)
    assert area.cost == pytest.approx(pictures.snapshot.shown_runner.cost)


def test_costs_beyond_all_numbers_are_gaps(training: Make, qtbot: QtBot) -> None:
    project = project_of("x,y\n" + "".join(f"{x},{x}\n" for x in range(-5, 6)), "relu")
    first = project.network.hidden[0].neurons[0].id
    out = project.network.outputs.neurons[0].id
    axes = ParameterKey(project.network.inputs.neurons[0].id, first), ParameterKey(first, out)
    pictures = finished(training(project), qtbot, axes=axes, window=(-1e90, 1e90, -1e90, 1e90))
    assert pictures.surface is not None
    costs = pictures.surface.costs
    assert np.isnan(costs).any()
    assert np.isfinite(costs).any()
    assert all(np.isfinite(each.cost) for each in pictures.landmarks)


@pytest.mark.parametrize("limits", [(0.5, 0.5, -1.0, -1.0), (3e9, 3e9, 0.0, 1.0)])
def test_a_window_without_width_is_as_narrow_as_can_be(
    training: Make, qtbot: QtBot, limits: tuple[float, float, float, float]
) -> None:
    project = project_of("x,y\n" + "".join(f"{x},{x}\n" for x in range(-5, 6)))
    pictures = finished(training(project), qtbot, window=limits)
    assert pictures.surface is not None
    window = pictures.surface.window
    assert window.x0 <= limits[0] <= window.x1
    assert len(set(pictures.surface.x.tolist())) == 41, "the cells are apart"
    assert np.isfinite(pictures.surface.costs).all()


def test_any_finite_limits_make_a_window() -> None:
    for limits in ((0.0, np.inf, 0.0, 1.0), (np.nan, 1.0, 0.0, 1.0)):
        with pytest.raises(ValueError, match="window"):
            window_of(*limits)
    assert window_of(0.0, 1.0, -2.0, 3.0) == window_of(1.0, 0.0, 3.0, -2.0) == Window(0.0, 1.0, -2.0, 3.0)
    narrow = window_of(7e5, 7e5, 0.0, 0.0)
    assert narrow.width == pytest.approx(7e5 * NARROWEST, rel=1e-3)
    assert narrow.height == NARROWEST


def test_the_view_starts_without_a_window() -> None:
    assert ViewState().window is None
