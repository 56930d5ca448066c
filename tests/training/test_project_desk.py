"""ProjectDesk: a project file is read and written beside the window's thread, as it is in it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.document.project import Project
from playground.document.project_file import LoadedProject, load_project
from playground.document.view_state import ViewState
from playground.engine.network import Network
from playground.engine.trainer import Rows, Trainer, TrainerState
from playground.training import project_desk
from playground.training.project_desk import ProjectDesk
from tests.looking import now


@pytest.fixture
def desk() -> Iterator[ProjectDesk]:
    made = ProjectDesk()
    yield made
    made.shut_down()


def trained(project: Project) -> Future[TrainerState]:
    data = project.dataset
    rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    trainer = Trainer(Network(project.network), project.training, *rows)
    trainer.run(updates=7)
    state: Future[TrainerState] = Future()
    state.set_result(trainer.state())
    return state


@pytest.mark.parametrize("in_a_process", [False, True])
def test_what_was_written_is_read(
    desk: ProjectDesk,
    houses: Project,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    in_a_process: bool,
) -> None:
    if in_a_process:
        monkeypatch.setattr(project_desk, "LARGE", 0)
        monkeypatch.setattr(project_desk, "read_table", None)  # here, not in the child
    path, state = tmp_path / "houses.nnp", trained(houses)
    with qtbot.waitSignal(desk.saved, timeout=20_000) as saved:
        desk.save(path, houses, ViewState(row=3), state)
        assert now(desk.busy)
    assert saved.args == [path]
    assert not now(desk.busy)
    with qtbot.waitSignal(desk.loaded, timeout=20_000) as signal:
        desk.load(path)
    loaded: Any = signal.args
    assert isinstance(loaded[0], LoadedProject)
    assert (loaded[0].project, loaded[0].view, loaded[1]) == (houses, ViewState(row=3), path)
    assert loaded[0].project.table.raw == houses.table.raw
    assert loaded[0].state is not None
    assert np.array_equal(loaded[0].state.runners[1].theta, state.result().runners[1].theta)


def test_trouble_is_a_sentence(
    desk: ProjectDesk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(desk.refused) as missing:
        desk.load(tmp_path / "none.nnp")
    assert "There is no file" in str(missing.args)
    monkeypatch.setattr(project_desk, "load_project", None)
    with qtbot.waitSignal(desk.refused) as broken:
        desk.load(tmp_path / "none.nnp")
    assert "could not be read or written" in str(broken.args)


def test_a_file_is_written_whole_even_if_nobody_waits(
    desk: ProjectDesk, houses: Project, tmp_path: Path
) -> None:
    path = tmp_path / "houses.nnp"
    desk.save(path, houses, ViewState(), trained(houses))
    desk.shut_down()
    assert load_project(path).project == houses
