"""Minima and the like: in the table, as marks, and which of them is proven to be the lowest."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.color_maps import viridis_lut
from playground.appearance.theme import DARK, LIGHT, Theme
from playground.engine.landscape.landmark import EDGE_KINDS, Landmark, LandmarkKind
from playground.engine.landscape.proof import Candidate, Proof
from playground.engine.landscape.surface import Window
from playground.plots.landmark_marks import paint_landmark
from playground.plots.picture_files import save_table
from playground.plots.places import KIND_NAMES, Places, kind_sentence, with_found
from playground.plots.places_panel import ONLY_LEVEL
from playground.plots.places_table import PlacesModel
from playground.plots.proof_desk import INVITATION, proof_sentence
from playground.training.proving import SliceProof
from tests.looking import now, present
from tests.plots.conftest import MakeCase, StillSurface

NAN = np.full(2, np.nan)
WIDE = Window(-9.0, 8.0, -7.0, 7.5)
"""With several places."""


def landmark(
    kind: LandmarkKind, cost: float, x: float = 0.5, y: float = 0.25, bends: tuple[float, float] = (1.0, 2.0)
) -> Landmark:
    eigenvalues = NAN if kind in (*EDGE_KINDS, "kink") else np.array(bends)
    return Landmark(kind, np.array([x, y]), np.zeros(3), cost, eigenvalues)


def places(*landmarks: Landmark, **options: Any) -> Places:
    return Places(landmarks, ("weight a → y", "bias y"), Window(-2.0, 2.0, -1.0, 1.0), **options)


class Make(Protocol):
    def __call__(self, *, size: tuple[int, int] = (460, 360), only_two: bool = False) -> StillSurface: ...


@pytest.fixture
def view(case: MakeCase) -> Make:
    def make(*, size: tuple[int, int] = (460, 360), only_two: bool = False) -> StillSurface:
        one = case(only_two=only_two)
        one.trainer.run(updates=5)
        surface = StillSurface(one, size)
        surface.show()
        surface.hand_out()
        return surface

    return make


# -- in words and numbers --


def test_cells_are_the_exact_numbers_in_the_weights_own_units() -> None:
    one = places(landmark("minimum", 0.0312345, -1.25, 0.5))
    assert one.cells(one.landmarks[0]) == ("minimum", "−1.25", "0.500", "0.03123", "1.0, 2.0")
    log = places(landmark("saddle", 2.0, -1.0, 1.0), logarithmic=True)
    assert log.coordinates(log.landmarks[0]) == pytest.approx((0.1, 10.0))


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_kind_is_said_in_plain_words(kind: LandmarkKind) -> None:
    one = places(landmark(kind, 1.0))
    text = one.sentence(one.landmarks[0])
    assert text.startswith("weight a → y 0.500, bias y 0.250: ")
    assert kind_sentence(one.landmarks[0]) in text
    assert ("curvatures" in text) == (kind not in (*EDGE_KINDS, "kink"))


def test_the_file_has_every_digit(tmp_path: Path) -> None:
    one = places(landmark("minimum", 1 / 3, 1 / 7, -1 / 9), landmark("kink", 0.5))
    save_table(one.table(), tmp_path / "places.csv")
    rows = list(csv.reader((tmp_path / "places.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0][:4] == ["kind", "weight a → y", "bias y", "cost"]
    assert [float(v) for v in rows[1][1:4]] == pytest.approx([1 / 7, -1 / 9, 1 / 3], rel=1e-11)
    assert rows[2][4:6] == ["", ""]


def test_a_place_is_known_again_on_the_next_surface() -> None:
    before = landmark("minimum", 0.3, 0.5, 0.25)
    after = places(landmark("saddle", 0.2, 0.5, 0.25), landmark("minimum", 0.31, 0.6, 0.3))
    assert after.same_as(before) is after.landmarks[1]
    assert after.same_as(landmark("minimum", 0.3, -1.5, 0.25)) is None
    assert after.same_as(landmark("maximum", 0.3)) is None
    assert after.same_as(None) is None


# -- as marks --


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_kind_has_a_shape_of_its_own(theme: Theme) -> None:
    """Told apart without color: as silhouettes they differ in a tenth of their pixels at least."""
    shapes = {kind: painted(kind, theme, "#000000") for kind in KIND_NAMES}
    for first, second in combinations(KIND_NAMES, 2):
        differing = (shapes[first] != shapes[second]).sum()
        larger = max((shapes[kind] != 0).sum() for kind in (first, second))
        assert differing > 0.1 * larger, (first, second)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_marks_are_seen_on_every_color_of_the_cost_map(kind: LandmarkKind) -> None:
    for ground in viridis_lut()[::32]:
        color = QColor(*(int(v) for v in ground[:3]))
        values = painted(kind, LIGHT, color.name())
        light = luminance(values)
        here = luminance(np.array([color.rgb() & 0xFFFFFF])).item()
        ratio = np.maximum((light + 0.05) / (here + 0.05), (here + 0.05) / (light + 0.05))
        assert (ratio > 3.0).sum() > 20, color.name()


def painted(kind: LandmarkKind, theme: Theme, ground: str) -> np.ndarray:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    paint_landmark(painter, theme, kind, QPointF(20, 20))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(40, 40).copy() & 0xFFFFFF


def luminance(rgb: np.ndarray) -> np.ndarray:
    channels = np.stack([(rgb >> shift) & 0xFF for shift in (16, 8, 0)]) / 255.0
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return np.tensordot([0.2126, 0.7152, 0.0722], linear, axes=1)


def test_the_legend_shows_the_kinds_that_are_there_and_no_other(view: Make) -> None:
    surface = view()
    kinds = {each.kind for each in present(surface.picture).landmarks}
    labeled = {present(surface.picture).lowest, present(surface.picture).lower_edge}
    expected = {each.kind for each in present(surface.picture).landmarks if each not in labeled}
    for frame, index in ((surface.map, 1), (surface.relief, 2)):
        surface.show_frame(index)
        marks = [entry.kind for entry in frame.legend.entries if entry.sample == "mark"]
        assert set(marks) == expected <= kinds
        assert len(marks) == len(expected)


# -- in the card --


def test_the_table_takes_the_picture_s_place_where_one_has_room(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(460, 330))
    qtbot.mouseClick(surface.places.button, Qt.MouseButton.LeftButton)
    assert surface.places.panel.isVisible()
    assert not surface.map.isVisible()
    assert surface.places.button.isVisible()
    assert surface.rect().contains(surface.places.panel.geometry())
    qtbot.keyClick(surface.places.panel.table, Qt.Key.Key_Escape)
    assert surface.map.isVisible()
    assert not surface.places.panel.isVisible()


@pytest.mark.parametrize("size", [(900, 360), (460, 700)], ids=["wide", "tall"])
def test_where_there_is_room_both_are_seen(view: Make, size: tuple[int, int]) -> None:
    surface = view(size=size)
    surface.places.open()
    QApplication.processEvents()
    assert surface.map.isVisible()
    assert surface.places.panel.isVisible()
    assert not surface.map.geometry().intersects(
        surface.places.panel.geometry().translated(-surface._frames.pos())
    )
    surface.places.open()
    assert not surface.places.panel.isVisible()


def test_the_table_lists_what_is_marked_lowest_first(view: Make) -> None:
    surface = view(size=(900, 400))
    surface.places.open()
    model = surface.places.panel.table.model()
    shown = [model.index(row, 3).data() for row in range(model.rowCount())]
    assert len(shown) == len(present(surface.picture).landmarks) > 0
    costs = [each.cost for each in present(surface.picture).landmarks]
    assert costs == sorted(costs)
    network, cost = surface.case.network, surface.case.project.training.cost
    data = surface.case.project.dataset
    for each in present(surface.picture).landmarks:
        assert each.cost == pytest.approx(
            network.cost(cost, each.theta, data.x_train, data.y_train), rel=1e-9
        )


def test_a_row_highlights_its_mark_and_a_mark_its_row(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(900, 400))
    surface.hand_out(window=WIDE)
    surface.places.open()
    QApplication.processEvents()
    table = surface.places.panel.table
    plain = surface.map.grab().toImage()
    at = table.visualRect(table.model().index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QApplication.processEvents()
    chosen = present(surface.picture).landmarks[1]
    assert present(surface.map.picture).chosen is chosen
    assert surface.map.grab().toImage() != plain

    other = present(surface.picture).landmarks[0]
    spot = surface.map.scene_position(*other.position).toPoint()
    qtbot.mouseClick(surface.map.widget.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QApplication.processEvents()
    assert present(surface.map.picture).chosen is other
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Down)
    QApplication.processEvents()
    assert present(surface.map.picture).chosen is chosen
    # The surface moves on, the choice stays where it was.
    surface.case.trainer.run(updates=1)
    surface.hand_out(window=WIDE)
    assert present(surface.map.picture).chosen is not chosen
    assert present(present(surface.map.picture).chosen).kind == chosen.kind


def test_in_space_a_click_on_a_mark_chooses_it_too(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(600, 420))
    surface.show_frame(2)
    scene = surface.relief.scene
    for each in present(surface.picture).landmarks:
        at = scene.pixel_of(each.position)
        if scene.landmark_at(at) is each:
            qtbot.mouseClick(scene, Qt.MouseButton.LeftButton, pos=at.toPoint())
            QApplication.processEvents()
            assert present(surface.picture).chosen is each
            break
    else:
        pytest.fail("no mark is in sight")


def test_hovering_a_mark_says_what_it_is(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(600, 420))
    lowest = present(present(surface.picture).lowest)
    spot = surface.map.scene_position(*lowest.position).toPoint()
    qtbot.mouseMove(surface.map.widget.viewport(), spot - QPoint(40, 40))
    qtbot.mouseMove(surface.map.widget.viewport(), spot)
    lines = surface.map.readout().split("\n")
    assert lines[0] == KIND_NAMES[lowest.kind]
    assert lines[1].startswith("cost ")


def test_the_verdict_follows_the_scheme(view: Make) -> None:
    surface = view(only_two=True)
    surface.places.button.click()
    verdict = surface.places.panel.verdict
    assert LIGHT.muted in verdict.styleSheet()
    surface.restyle(DARK)
    assert DARK.muted in verdict.styleSheet()


def test_copying_puts_the_table_on_the_clipboard(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(900, 400))
    surface.places.open()
    qtbot.mouseClick(surface.places.panel.copy_button, Qt.MouseButton.LeftButton)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[0] == "kind"
    assert len(lines) == 1 + len(present(surface.picture).landmarks)


def test_what_has_not_been_sought_yet_is_said(view: Make) -> None:
    surface = view(size=(900, 400))
    surface.places.open()
    assert ONLY_LEVEL not in surface.places.panel.title.full_text
    surface.still.hand_out(replace(surface.case.pictures(), all_kinds=False))
    QApplication.processEvents()
    assert surface.places.panel.title.full_text.endswith(ONLY_LEVEL)


# -- the proof --


def test_the_lowest_is_called_global_only_after_its_proof(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(900, 400), only_two=True)
    surface.places.open()
    panel = surface.places.panel
    assert panel.verdict.text() == INVITATION
    assert "global" not in present(surface.picture).sentence()
    qtbot.mouseClick(panel.prove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.prove_button.text() == "Cancel", timeout=2_000)
    assert panel.bar.isVisible()
    qtbot.waitUntil(lambda: present(surface.picture).proof is not None, timeout=30_000)
    assert panel.verdict.text().startswith("Global in this window, proven: ")
    assert present(surface.picture).places.proven is present(surface.picture).landmarks[0]
    assert "proven" in surface.places.panel.table.model().index(0, 0).data()
    assert not panel.bar.isVisible()
    # With two free weights the surface stays, and so does its proof.
    surface.case.trainer.run(updates=9)
    surface.still.hand_out(snapshot=surface.case.snapshot())
    QApplication.processEvents()
    assert present(surface.picture).places.proven is not None
    # Another window is another question.
    surface.still.hand_out(surface.case.pictures(window=Window(-1.0, 3.0, -3.0, 2.0)))
    QApplication.processEvents()
    assert present(surface.picture).proof is None
    assert panel.verdict.text().startswith("Proof for Gradient descent at update 5: Global")
    assert panel.verdict.text().endswith("The surface is another one now.")


def test_a_proof_belongs_to_the_weights_it_was_made_for(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(900, 400))
    surface.places.prove()
    surface.case.trainer.run(updates=3)  # training goes on meanwhile
    surface.hand_out()
    qtbot.waitUntil(lambda: not surface.places.desk.is_proving, timeout=30_000)
    QApplication.processEvents()
    assert present(surface.picture).proof is None
    assert "for Gradient descent at update 5" in surface.places.panel.verdict.text()
    assert all(
        "proven" not in present(surface.picture).places.kind(each)
        for each in present(surface.picture).landmarks
    )


def proof_of(
    verdict: Literal["proven", "undecided"], *between: Landmark, low: float, high: float, regions: int = 1
) -> Proof:
    candidates = tuple(Candidate(each.position, each.cost) for each in between)
    return Proof(verdict, candidates, low, high, None, np.zeros((regions, 4)), 64, 0.1, "")


@pytest.mark.parametrize(
    ("proof", "sentence"),
    [
        (
            proof_of("proven", landmark("minimum", 0.25), low=0.2499, high=0.25),
            "Global in this window, proven: 0.2500. Nothing here is lower by more than 1 × 10⁻⁴.",
        ),
        (
            proof_of("undecided", landmark("minimum", 0.25), landmark("kink", 0.25), low=0.2, high=0.25),
            "Undecided between 2 places of nearly equal cost: no cost here is below 0.2000.",
        ),
        (
            proof_of("undecided", landmark("minimum", 0.25), low=-np.inf, high=0.25, regions=3),
            "Undecided: the lowest found is 0.2500, nothing is known about how low it can be; "
            "3 regions could not be ruled out in time.",
        ),
    ],
)
def test_verdicts_say_what_is_known(proof: Proof, sentence: str) -> None:
    assert proof_sentence(proof) == sentence


def test_between_whom_it_is_undecided_is_said_in_the_table(case: MakeCase) -> None:
    surface = present(case(only_two=True).pictures().surface)
    first, second, third = (landmark("minimum", 0.25, x) for x in (0.1, 1.1, -1.0))
    undecided = proof_of("undecided", first, second, low=0.2, high=0.25)
    one = places(first, second, third, proof=SliceProof(surface, (first, second, third), undecided))
    assert one.proven is None
    assert [one.kind(each) for each in one.landmarks] == ["minimum, lowest?", "minimum, lowest?", "minimum"]
    assert one.sentence(first).endswith("; may be the lowest.")


def test_a_lower_place_that_only_the_proof_came_across_is_listed(case: MakeCase) -> None:
    surface = present(case(only_two=True).pictures().surface)
    known, missed = landmark("minimum", 0.25, 0.1), landmark("minimum", 0.2, 1.1)
    proof = SliceProof(surface, (known,), proof_of("proven", missed, low=0.1999, high=0.2))
    lowest, other = with_found((known,), proof)
    assert (lowest.kind, lowest.cost, lowest.position.tolist()) == ("minimum", 0.2, [1.1, 0.25])
    assert other is known
    assert places(lowest, other, proof=proof).proven is lowest


def test_while_training_runs_the_table_changes_only_as_often_as_it_can_be_read(
    view: Make, qtbot: QtBot
) -> None:
    surface = view(size=(900, 400))
    surface.places.open()
    resets = []
    surface.places.panel.table.model().modelReset.connect(lambda: resets.append(1))
    surface.still.running = True
    surface.places._later.setInterval(60_000)
    for _ in range(6):
        surface.case.trainer.run(updates=1)
        surface.hand_out()
    assert not resets
    surface.places._later.setInterval(10)
    qtbot.waitUntil(lambda: len(resets) == 1, timeout=2_000)
    model = surface.places.panel.table.model()
    assert isinstance(model, PlacesModel)
    shown = model.landmark(0)
    assert shown is present(surface.picture).landmarks[0], "the newest"


def test_cancel_ends_the_proof(view: Make, qtbot: QtBot) -> None:
    surface = view(size=(900, 400))
    surface.places.prove()
    assert now(surface.places.desk.is_proving)
    qtbot.mouseClick(surface.places.panel.prove_button, Qt.MouseButton.LeftButton)
    assert not surface.places.desk.is_proving
    qtbot.waitUntil(lambda: surface.places.panel.verdict.text() == INVITATION, timeout=2_000)
    surface.still.prover.shut_down()


def test_places_are_read_aloud(view: Make) -> None:
    surface = view(size=(900, 400))
    surface.places.open()
    table = surface.places.panel.table
    assert table.accessibleName() == "Places on the cost surface, lowest first"
    model = table.model()
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert spoken == present(surface.picture).places.sentence(present(surface.picture).landmarks[0])
    header = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert header == present(surface.picture).axis_titles[0].text
    for button in (surface.places.button, surface.places.panel.copy_button, surface.places.panel.save_button):
        assert button.accessibleName()
