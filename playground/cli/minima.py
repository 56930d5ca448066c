"""``playground minima NAME|PROJECT``: what stands out of a cost surface, and which minimum is the lowest."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.cli.arguments import BadFileError, UsageError
from playground.cli.output import print_json
from playground.document.names import parameter_name
from playground.engine.landscape.analytic import ANALYTIC
from playground.engine.landscape.bounded import BoundedCost, NoBoundsError
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import landmarks_of
from playground.engine.landscape.network_bounds import NetworkBounds
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.proof import Proof, ProofProgress, prove
from playground.engine.landscape.slice_cost import NetworkSlice, SliceCost
from playground.engine.landscape.surface import Window, sample_surface
from playground.engine.network import Network
from playground.training.calm_window import calm_window
from playground.training.slices import default_axes

if TYPE_CHECKING:
    from playground.document.project_file import LoadedProject

N = 61
LOG_WINDOW = Window(-2.0, 1.0, -2.0, 1.0)
"""A function's window on logarithmic axes if none is given: from 0.01 to 10."""


@dataclass(frozen=True, eq=False)
class _Ground:
    """What is looked at. ``bounded`` is None where there are no bounds, for the ``reason``."""

    name: str
    axes: tuple[str, str]
    cost: SliceCost
    bounded: BoundedCost | None
    reason: str
    plane: Plane
    window: Window


def minima(options: argparse.Namespace) -> int:
    """Print the places and the proof's verdict, as text or as JSON, and return the exit code."""
    if options.what in ANALYTIC:
        ground = _function(options)
    else:
        ground = _project(options)
    landmarks = landmarks_of(ground.cost, sample_surface(ground.cost, ground.plane, ground.window, n=N))
    proof = None
    if ground.bounded is not None:
        proof = prove(
            ground.bounded, ground.window, landmarks, progress=_tell if sys.stderr.isatty() else None
        )
    result = _result(ground, landmarks, proof)
    if options.json:
        print_json(result)
    else:
        print(_report(result))
    return 0


def _function(options: argparse.Namespace) -> _Ground:
    function = ANALYTIC[options.what]
    cost = function.cost(logarithmic=options.log_axes)
    window = (
        Window(*options.window) if options.window else LOG_WINDOW if options.log_axes else function.window
    )
    return _Ground(function.name, ("x", "y"), cost, cost, "", cost.plane, window)


def _project(options: argparse.Namespace) -> _Ground:
    path = Path(options.what)
    if not path.exists() and not path.suffix:
        known = ", ".join(ANALYTIC)
        raise UsageError(f"There is no function and no project “{options.what}”; the functions are {known}.")
    # Imported only where a file must be read: it needs QtCore.
    from playground.document.project_file import ProjectFileError, load_project

    try:
        loaded = load_project(path)
    except ProjectFileError as error:
        raise BadFileError(str(error)) from None
    return _slice_of(loaded, options)


def _slice_of(loaded: LoadedProject, options: argparse.Namespace) -> _Ground:
    """The slice that the project's window shows: its axes through the shown runner's weights."""
    project, view = loaded.project, loaded.view
    network, training, data = Network(project.network), project.training, project.dataset
    runner = loaded.state.runners.get(view.shown_runner) if loaded.state else None
    theta = runner.theta if runner else network.initial_theta(training.seed, training.start)
    axes = view.axes or default_axes(network.layout)
    if axes is None:
        raise UsageError("The project's network has fewer than two weights to look along.")
    plane = axis_plane(theta, *(network.layout.index(key) for key in axes), logarithmic=options.log_axes)
    seen = view.plane.along_axes and view.plane.logarithmic == options.log_axes
    limits = options.window or (view.window if seen else None)
    window = Window(*limits) if limits else calm_window(plane.coordinates(theta[np.newaxis]), None)
    names = parameter_name(project.network, axes[0]), parameter_name(project.network, axes[1])
    cost = NetworkSlice(network, training.objective, plane, data.x_train, data.y_train)
    reason, bounded = "", None
    try:
        bounded = NetworkBounds(network, training.objective, plane, data.x_train, data.y_train)
    except NoBoundsError as error:
        reason = str(error)
    return _Ground(project.name, names, cost, bounded, reason, plane, window)


def _tell(progress: ProofProgress) -> None:
    line = f"{progress.done:.0%} of the window settled, gap {progress.gap:.3g}"
    print(f"\r{line:60}\r", end="", file=sys.stderr, flush=True)


def _result(ground: _Ground, landmarks: tuple[Landmark, ...], proof: Proof | None) -> dict[str, Any]:
    window = ground.window
    return {
        "name": ground.name,
        "axes": list(ground.axes),
        "log_axes": ground.plane.logarithmic,
        "window": [window.x0, window.x1, window.y0, window.y1],
        "points": [
            {
                "kind": each.kind,
                "x": float(each.position[0]),
                "y": float(each.position[1]),
                "cost": each.cost,
                "eigenvalues": each.eigenvalues.tolist(),
                "flat_directions": each.flat,
            }
            for each in landmarks
        ],
        "proof": _proof(proof) if proof else {"verdict": "none", "text": ground.reason},
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "verdict": proof.verdict,
        "text": proof.text,
        "between": [
            {"x": float(each.position[0]), "y": float(each.position[1]), "cost": each.cost}
            for each in proof.between
        ],
        "lower_bound": proof.lower_bound,
        "upper_bound": proof.upper_bound,
        "gap": proof.gap,
        "next_cost": proof.next_cost,
        "regions": proof.regions.tolist(),
        "boxes": proof.n_boxes,
        "seconds": proof.seconds,
    }


def _report(result: Mapping[str, Any]) -> str:
    x0, x1, y0, y1 = result["window"]
    scale = ", logarithms to the base 10" if result["log_axes"] else ""
    x_name, y_name = result["axes"]
    lines = [
        f"{result['name']}: {x_name} from {x0:g} to {x1:g}, {y_name} from {y0:g} to {y1:g}{scale}",
        "",
        f"{'':18}{'x':>14}{'y':>14}{'cost':>16}   curvatures",
    ]
    for each in result["points"]:
        curvatures = "  ".join(f"{value:.4g}" for value in each["eigenvalues"] if np.isfinite(value))
        # Rounding in the twelfth digit of the window is no place of its own.
        x, y = round(each["x"] / (x1 - x0), 12) * (x1 - x0), round(each["y"] / (y1 - y0), 12) * (y1 - y0)
        place = f"{each['kind']:18}{x + 0.0:>14.7g}{y + 0.0:>14.7g}{each['cost']:>16.9g}"
        lines.append(f"{place}   {curvatures}".rstrip())
    if not result["points"]:
        lines.append("Nothing stands out in this window.")
    return "\n".join([*lines, "", result["proof"]["text"]])
