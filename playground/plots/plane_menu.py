"""Choosing the plane of the cost surface: two weights, random directions, the paths' own, three points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from playground.document.document import Document
from playground.document.plane_choice import START, PlaneChoice, PlaneKind
from playground.document.project import Project
from playground.plots.axis_titles import point_name

AXES_TIP = "The values of two weights; all others stay as they are."
RANDOM_TIP = "Two random directions through the weights, for every neuron as long as its own weights."
ANOTHER_TIP = "Draw another pair of random directions."
PATHS_TIP = "The two directions in which the paths of the runners vary most: their principal components."
POINTS_TIP = "The plane through three places: the start, and where runners are now."
POINTS_TIP_NONE = "Needs two runners that train."
LOGARITHMIC_TIP = "Equal steps multiply the weights: for positive weights only."
PLACES = ("First point", "Second point", "Third point")


def add_axes(menu: QMenu, document: Document) -> None:
    """The entry for a plane of two weights: back to those that were chosen before."""
    _add_kind(menu, document, "axes", "Two weights or biases", AXES_TIP, partial(_choose, document))


def add_planes(menu: QMenu, document: Document) -> None:
    """One checkable entry for every kind of plane that is not one of two weights."""
    choose = partial(_choose, document)
    _add_kind(menu, document, "random", "Random directions", RANDOM_TIP, choose)
    if document.view.plane.kind == "random":
        another = menu.addAction("Another pair", partial(draw_another, document))
        another.setToolTip(ANOTHER_TIP)
    _add_kind(menu, document, "paths", "Main directions of the paths", PATHS_TIP, choose)
    points = first_points(document.project)
    action = _add_kind(menu, document, "points", "Through three points", POINTS_TIP, choose)
    if points is None:
        action.setEnabled(False)
        action.setToolTip(POINTS_TIP_NONE)
    elif document.view.plane.kind == "points":
        _add_places(menu, document, document.view.plane.points or points)


def draw_another(document: Document) -> None:
    """Another pair of random directions."""
    plane = document.view.plane
    document.set_view(document.view.on(replace(plane, kind="random", seed=plane.seed + 1)))


def set_logarithmic(document: Document, logarithmic: bool) -> None:
    """Draw two weights on logarithmic axes, or on linear ones again."""
    document.set_view(document.view.on(replace(document.view.plane, kind="axes", logarithmic=logarithmic)))


def first_points(project: Project) -> tuple[int, int, int] | None:
    """The three points if nobody chose: the start and the first two runners; None if there is only one."""
    ids = [runner.id for runner in project.training.runners if runner.enabled]
    return (START, ids[0], ids[1]) if len(ids) > 1 else None


def _add_kind(
    menu: QMenu,
    document: Document,
    kind: PlaneKind,
    text: str,
    tip: str,
    choose: Callable[[PlaneKind], None],
) -> QAction:
    action = menu.addAction(text, partial(choose, kind))
    action.setCheckable(True)
    action.setChecked(document.view.plane.kind == kind)
    action.setToolTip(tip)
    return action


def _choose(document: Document, kind: PlaneKind) -> None:
    document.set_view(document.view.on(replace(document.view.plane, kind=kind)))


def _add_places(menu: QMenu, document: Document, points: tuple[int, int, int]) -> None:
    runners = [runner.id for runner in document.project.training.runners if runner.enabled]
    for place, title in enumerate(PLACES):
        name = point_name(points[place], document.project)
        submenu = menu.addMenu(f"{title}: {name}")
        for point in (START, *runners):
            action = submenu.addAction(point_name(point, document.project))
            action.setCheckable(True)
            action.setChecked(point == points[place])
            action.triggered.connect(partial(_choose_point, document, points, place, point))


def _choose_point(
    document: Document, points: tuple[int, int, int], place: int, point: int, _checked: bool = False
) -> None:
    """The point that was there makes room if both would be the same."""
    chosen = [points[place] if each == point else each for each in points]
    chosen[place] = point
    plane: PlaneChoice = replace(document.view.plane, points=(chosen[0], chosen[1], chosen[2]))
    document.set_view(document.view.on(plane))
