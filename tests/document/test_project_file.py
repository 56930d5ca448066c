"""Project files: what is saved comes back to the bit; what is damaged is refused in a sentence."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QSaveFile

from playground.data import sampling, source
from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document import edits
from playground.document.edits import EditError
from playground.document.plane_choice import PlaneChoice
from playground.document.project import Project, new_project
from playground.document.project_file import ProjectFileError, load_project, save_project
from playground.document.spec_json import view_from_json, view_to_json
from playground.document.view_state import ViewState, fitted
from playground.engine.layout import parameter_names
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey, PenaltySpec, RunnerSpec, ScheduleSpec, StopSpec
from playground.engine.trainer import Rows, Trainer, TrainerState


def trainer_of(project: Project, state: TrainerState | None = None) -> Trainer:
    dataset = project.dataset
    train, test = Rows(dataset.x_train, dataset.y_train), Rows(dataset.x_test, dataset.y_test)
    return Trainer(Network(project.network), project.training, train, test, state)


def same_state(a: TrainerState, b: TrainerState) -> bool:
    first, second = a.to_arrays(), b.to_arrays()
    return (
        a.to_json() == b.to_json()
        and first.keys() == second.keys()
        and all(np.array_equal(first[name], second[name], equal_nan=True) for name in first)
    )


class Saved(NamedTuple):
    path: Path
    project: Project
    view: ViewState
    state: TrainerState


@pytest.fixture
def saved(project: Project, tmp_path: Path) -> Saved:
    """A trained project with a bit of everything in it, and its file."""
    p = edits.add_layer(project, 2, 3, "relu")
    keys = sorted(parameter_names(p.network))
    p = edits.lock(edits.cut(p, keys[:2]), keys[2:4])
    p = edits.set_start(p, {keys[4]: 0.1 + 0.2})
    p = edits.set_stop(edits.set_clock(p, "updates"), StopSpec(epochs=9, updates=900, seconds=99.5))
    schedule = ScheduleSpec("cosine", (("epochs", 20.0),))
    settings = (("beta1", 0.8),)
    p = edits.add_runner(p, RunnerSpec(0, "Adam", "adam", 0.01, 7, settings=settings, schedule=schedule))
    p = replace(p, training=replace(p.training, penalty=PenaltySpec(0.001, 0.01, biases=True)))
    p = edits.set_runner(p, replace(p.training.runner(2), enabled=False))
    trainer = trainer_of(p)
    trainer.run(updates=25)
    view = ViewState((p.network.hidden[0].id, keys[5]), (keys[5], keys[6]), (-1.5, 1, 0, 1 / 3), 3, 4, None)
    path = tmp_path / "mine.nnp"
    save_project(path, p, view, trainer.state())
    return Saved(path, p, view, trainer.state())


def rewrite(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Change the members of a project file."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def put_member(path: Path, name: str, content: bytes) -> None:
    rewrite(path, lambda members: members.update({name: content}))


def rewrite_json(
    path: Path, change: Callable[[dict[str, Any]], object], member: str = "project.json"
) -> None:
    def edit(members: dict[str, bytes]) -> None:
        data = json.loads(members[member])
        change(data)
        members[member] = json.dumps(data).encode()

    rewrite(path, edit)


def test_everything_comes_back(saved: Saved) -> None:
    loaded = load_project(saved.path)
    assert loaded.project == saved.project
    assert loaded.project.network.next_id == saved.project.network.next_id
    assert loaded.project.table.raw == saved.project.table.raw
    assert loaded.view == saved.view
    assert loaded.state is not None
    assert same_state(loaded.state, saved.state)


def test_a_part_of_a_larger_file_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 20_000)
    monkeypatch.setattr(sampling, "KEPT_BYTES", 10_000)
    rows = "\n".join(f"{i},{i * i % 7}.5" for i in range(10_000))
    table = read_table(f"x,y\n{rows}\n".encode(), "large.csv")
    path = tmp_path / "large.nnp"
    save_project(path, new_project(table), ViewState(), None)
    opened = load_project(path).project.table
    assert opened.warnings == table.warnings
    assert "too many to read them all" in opened.warnings[0]
    assert np.array_equal(opened.row_lines, opened.column("x").values + 2)
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("lines.npy").compress_size < 500  # mostly the same step

    rewrite(path, lambda members: members.pop("lines.npy"))
    with pytest.raises(ProjectFileError, match="a part of it is missing"):
        load_project(path)


def test_what_was_learned_is_never_left_out_in_silence(saved: Saved) -> None:
    def misname(members: dict[str, bytes]) -> None:
        members["stote.json"] = members.pop("state.json")

    rewrite(saved.path, misname)
    with pytest.raises(ProjectFileError, match=r"damaged: a part of it is missing .*state\.json"):
        load_project(saved.path)


def test_lines_that_do_not_fit_are_damage(saved: Saved) -> None:
    rewrite_json(saved.path, lambda data: data["table"].update(part="1 in 3 is read."))
    for gaps in (
        np.ones(3, np.int64),
        np.ones((4, 4), np.int64),
        np.zeros(10_000, np.int64),
        np.ones(10_000),
    ):
        buffer = io.BytesIO()
        np.save(buffer, gaps)
        content = buffer.getvalue()
        put_member(saved.path, "lines.npy", content)
        with pytest.raises(ProjectFileError, match="its lines are not what was saved"):
            load_project(saved.path)


def test_a_reopened_training_goes_on_as_if_it_had_never_stopped(saved: Saved) -> None:
    straight = trainer_of(saved.project, saved.state)
    loaded = load_project(saved.path)
    reopened = trainer_of(loaded.project, loaded.state)
    for trainer in (straight, reopened):
        trainer.run(updates=40)
    assert same_state(straight.state(), reopened.state())


def test_a_project_without_training_state(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "fresh.nnp"
    save_project(path, project, ViewState(), None)
    loaded = load_project(path)
    assert (loaded.project, loaded.view, loaded.state) == (project, ViewState(), None)


def test_the_same_project_is_the_same_file(saved: Saved, tmp_path: Path) -> None:
    again = tmp_path / "again.nnp"
    save_project(again, saved.project, saved.view, saved.state)
    assert again.read_bytes() == saved.path.read_bytes()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_round_trip_of_any_project(
    data: st.DataObject, houses: Table, flowers: Table, tmp_path: Path
) -> None:
    p = new_project(data.draw(st.sampled_from([houses, flowers])))
    for _ in range(data.draw(st.integers(0, 3))):
        index = data.draw(st.integers(1, len(p.network.layers) - 1))
        name = data.draw(st.sampled_from(["tanh", "relu", "linear", "threshold", "sigmoid"]))
        p = edits.add_layer(p, index, data.draw(st.integers(1, 4)), name)
    keys = sorted(parameter_names(p.network))
    some = st.sets(st.sampled_from(keys), max_size=6)
    p = edits.cut(p, data.draw(some))
    p = edits.lock(p, data.draw(some) - p.network.cut)
    number = st.floats(allow_nan=False, allow_infinity=False)
    p = edits.set_start(p, data.draw(st.dictionaries(st.sampled_from(keys), number, max_size=4)))
    above = st.floats(min_value=1e-300, allow_nan=False, allow_infinity=False)
    runner = RunnerSpec(
        0,
        data.draw(st.text(max_size=8)),
        "momentum",
        data.draw(above),
        data.draw(st.none() | st.integers(1, 99)),
    )
    p = edits.set_seed(edits.add_runner(p, runner), data.draw(st.integers(0, 2**63)))
    p = edits.set_stop(
        p, StopSpec(data.draw(st.none() | number), None, data.draw(st.none() | st.integers(1, 9)))
    )
    recipe = replace(p.recipe, test_share=data.draw(st.floats(0, 0.9)), seed=data.draw(st.integers(0, 99)))
    try:
        p = edits.set_recipe(p, recipe)
    except EditError:
        return
    window = data.draw(st.none() | st.tuples(number, number, number, number))
    view = ViewState(axes=(keys[0], keys[1]), window=window, row=3, speed=data.draw(st.none() | above))
    path = tmp_path / "any.nnp"
    save_project(path, p, fitted(view, p), None)
    loaded = load_project(path)
    assert loaded.project == p
    assert loaded.view == fitted(view, p)


def refusal(path: Path) -> str:
    with pytest.raises(ProjectFileError) as caught:
        load_project(path)
    text = str(caught.value)
    assert text.endswith(".")
    assert path.name in text
    assert "\n" not in text
    return text


def test_what_is_no_project_file_is_refused(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "missing.nnp")
    folder = tmp_path / "folder.nnp"
    folder.mkdir()
    assert "is a folder" in refusal(folder)
    text = tmp_path / "text.nnp"
    text.write_text("a,b\n1,2\n")
    assert "is not a project file" in refusal(text)
    other = tmp_path / "other.nnp"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "is not a project file" in refusal(other)


def test_a_file_that_was_cut_off_is_refused(saved: Saved) -> None:
    saved.path.write_bytes(saved.path.read_bytes()[:-200])
    assert "only a part" in refusal(saved.path)


def test_a_newer_version_is_named(saved: Saved) -> None:
    rewrite_json(saved.path, lambda data: data.update(version=2))
    assert "newer version" in refusal(saved.path)
    assert "format 2" in refusal(saved.path)


@pytest.mark.parametrize(
    "member", ["project.json", "data.csv", "state/runner-1-theta.npy", "state/runner-3-order.npy"]
)
def test_a_missing_part_is_said(saved: Saved, member: str) -> None:
    rewrite(saved.path, lambda members: members.pop(member))
    refusal(saved.path)


def test_other_data_than_was_saved_is_refused(saved: Saved) -> None:
    rewrite(saved.path, lambda members: members.update({"data.csv": b"a,b\n1,2\n"}))
    assert "not what was saved" in refusal(saved.path)


def pickled() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    return buffer.getvalue()


def array_file(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pickled(),
        b"",
        b"\x93NUMPY",
        array_file(np.zeros(3)),
        array_file(np.zeros((3, 3))),
        array_file(np.zeros(47, np.float32)),
        array_file(np.full(47, np.nan)),
    ],
)
def test_damaged_numbers_are_refused_and_no_pickle_is_read(saved: Saved, content: bytes) -> None:
    rewrite(saved.path, lambda members: members.update({"state/runner-1-theta.npy": content}))
    assert "damaged" in refusal(saved.path)


def set_in(*path: Any) -> Callable[[dict[str, Any]], None]:
    """A change of one value deep inside: the last argument is the new value."""
    *way, last, value = path

    def change(data: Any) -> None:
        for step in way:
            data = data[step]
        data[last] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        set_in("format", "something else"),
        set_in("version", "1"),
        set_in("name", 5),
        set_in("network", None),
        set_in("network", "layers", []),
        set_in("network", "layers", 1, "neurons", []),
        set_in("network", "layers", 1, "neurons", 0, "activation", "magic"),
        set_in("network", "layers", 1, "neurons", 0, "id", 1),
        set_in("network", "layers", 0, "neurons", 0, "name", "elsewhere"),
        set_in("network", "layers", 1, "id", -4),
        set_in("network", "next_id", 2),
        set_in("network", "cut", [[998, 999]]),
        set_in("network", "locked", [[1, 2, 3]]),
        set_in("training", "cost", "magic"),
        set_in("training", "cost", "binary_cross_entropy"),
        set_in("training", "clock", "moon"),
        set_in("training", "seed", -1),
        set_in("training", "seed", True),
        set_in("training", "runners", []),
        set_in("training", "runners", 0, "learning_rate", -1.0),
        set_in("training", "runners", 0, "learning_rate", float("nan")),
        set_in("training", "runners", 0, "learning_rate", 10**400),
        set_in("training", "runners", 0, "batch_size", 0),
        set_in("training", "runners", 0, "optimizer", "magic"),
        set_in("training", "runners", 0, "id", 2),
        set_in("training", "runners", 0, "settings", [["beta1"]]),
        set_in("training", "runners", 0, "enabled", "yes"),
        set_in("training", "stop", "epochs", 0),
        set_in("recipe", "columns", []),
        set_in("recipe", "columns", 0, "role", "boss"),
        set_in("recipe", "test_share", 2),
        set_in("view", "axes", [[1, 2]]),
        set_in("view", "speed", 0),
        set_in("view", "selection", ["all"]),
    ],
)
def test_a_choice_that_cannot_be_is_refused(saved: Saved, change: Callable[[dict[str, Any]], None]) -> None:
    rewrite_json(saved.path, change)
    refusal(saved.path)


@pytest.mark.parametrize(
    "change",
    [
        set_in("clock", "moon"),
        set_in("runners", None),
        set_in("runners", 0, "id", 77),
        set_in("runners", 0, "place", -1),
        set_in("runners", 0, "place", 10**9),
        set_in("runners", 0, "updates", -5),
        set_in("runners", 0, "rng", {"state": 1}),
        set_in("runners", 0, "optimizer", "magic"),
        set_in("runners", 0, "optimizer", "adam"),
        set_in("runners", 0, "history_doublings", 10**9),
    ],
)
def test_a_training_state_that_cannot_be_is_refused(
    saved: Saved, change: Callable[[dict[str, Any]], None]
) -> None:
    rewrite_json(saved.path, change, "state.json")
    refusal(saved.path)


def test_what_the_view_looked_at_may_be_gone(saved: Saved) -> None:
    rewrite_json(saved.path, set_in("view", "selection", [12345, [0, 12345]]))
    assert load_project(saved.path).view == replace(saved.view, selection=())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_flipped_bytes_are_noticed_or_harmless(data: st.DataObject, saved: Saved, tmp_path: Path) -> None:
    content = bytearray(saved.path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "flipped.nnp"
    path.write_bytes(bytes(content))
    try:
        loaded = load_project(path)
    except ProjectFileError as error:
        assert str(error).endswith(".")  # noqa: PT017 (refusing is as right as loading all of it)
        return
    assert loaded.project == saved.project
    assert loaded.state is not None
    assert same_state(loaded.state, saved.state)


def test_saving_where_nothing_can_be_written(saved: Saved, tmp_path: Path) -> None:
    for path, said in (
        (tmp_path / "nowhere" / "x.nnp", "there is no folder"),
        (tmp_path, "a folder has that name"),
        (Path("/proc/x.nnp"), "may not write"),
    ):
        with pytest.raises(ProjectFileError, match=said):
            save_project(path, saved.project, saved.view, saved.state)


def test_a_full_disk_is_said_and_leaves_the_old_file(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.path.read_bytes()

    class FullDisk(QSaveFile):
        def commit(self) -> bool:
            self.cancelWriting()
            return super().commit()

    monkeypatch.setattr("playground.document.whole_file.QSaveFile", FullDisk)
    with pytest.raises(ProjectFileError, match="unchanged"):
        save_project(saved.path, edits.set_seed(saved.project, 99), saved.view, None)
    usage = shutil.disk_usage(saved.path.parent)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(ProjectFileError, match="the disk is full"):
        save_project(saved.path, edits.set_seed(saved.project, 99), saved.view, None)
    assert saved.path.read_bytes() == before


def test_a_bomb_is_not_unpacked(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playground.document.project_file.LARGEST", 1000)
    assert "unpacks to more" in refusal(saved.path)


def test_keys_survive_as_keys(saved: Saved) -> None:
    loaded = load_project(saved.path)
    assert all(isinstance(key, ParameterKey) for key in loaded.project.network.cut)
    assert any(key.source == BIAS for key in loaded.project.network.cut | loaded.project.network.locked)


@pytest.mark.parametrize(
    "plane",
    [
        PlaneChoice("random", seed=7),
        PlaneChoice("paths"),
        PlaneChoice("points", points=(2, 0, 1)),
        PlaneChoice(logarithmic=True),
    ],
)
def test_the_plane_is_saved(plane: PlaneChoice) -> None:
    view = ViewState(plane=plane, window=(-1.0, 1.0, -2.0, 0.5))
    assert view_from_json(json.loads(json.dumps(view_to_json(view)))) == view


def test_a_view_from_before_there_were_planes_is_read() -> None:
    old = view_to_json(ViewState(shown_runner=2))
    del old["plane"]
    assert view_from_json(json.loads(json.dumps(old))) == ViewState(shown_runner=2)


@pytest.mark.parametrize(
    "wrong", [{"kind": "sphere"}, {"points": [1, 1, 2]}, {"points": [1, 2]}, {"seed": -1}, {"logarithmic": 1}]
)
def test_a_wrong_plane_is_refused(wrong: dict[str, object]) -> None:
    data = json.loads(json.dumps(view_to_json(ViewState())))
    data["plane"] |= wrong
    with pytest.raises(ValueError, match="plane"):
        view_from_json(data)
