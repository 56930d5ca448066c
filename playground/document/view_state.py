"""ViewState: what the user looks at. Saved with the project, but not undoable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.document.plane_choice import OVER_AXES, PlaneChoice
from playground.document.project import Project, present_parameters
from playground.engine.specs import ParameterKey


@dataclass(frozen=True, slots=True)
class ViewState:
    """Where the user looks.

    ``selection`` holds neuron ids, layer ids and parameter keys. ``plane`` says what kind of axes the cost
    surface has, ``axes`` which two parameters they are, if they are such, and ``window`` its limits
    (x0, x1, y0, y1) in the plane's coordinates; None means chosen automatically.
    ``slopes``: whether it shows where the next update leads; ``log_cost``: whether its colors, heights and
    curves follow the logarithm of the cost, None: where costs differ by much.
    ``row`` is a row number of the table (0 = first). ``speed`` is in updates per second, None unlimited.
    """

    selection: tuple[int | ParameterKey, ...] = ()
    axes: tuple[ParameterKey, ParameterKey] | None = None
    window: tuple[float, float, float, float] | None = None
    shown_runner: int = 1
    row: int | None = None
    speed: float | None = 30.0
    plane: PlaneChoice = OVER_AXES
    slopes: bool = False
    log_cost: bool | None = None

    def over(self, axes: tuple[ParameterKey, ParameterKey] | None) -> ViewState:
        """The view with the surface over these two parameters (None: chosen for you), all of it."""
        plane = self.plane if self.plane.along_axes else OVER_AXES
        return replace(self, axes=axes, window=None, plane=plane)

    def on(self, plane: PlaneChoice) -> ViewState:
        """The view with the surface over that plane, all of it."""
        return self if plane == self.plane else replace(self, plane=plane, window=None)


def fitted(view: ViewState, project: Project) -> ViewState:
    """The view without what the project no longer has (the same object if nothing is missing)."""
    network = project.network
    ids = {neuron.id for neuron in network.neurons()} | {layer.id for layer in network.layers}
    keys = present_parameters(network) if _names_parameters(view) else frozenset()
    selection = tuple(s for s in view.selection if (s in keys if isinstance(s, ParameterKey) else s in ids))
    axes = view.axes if view.axes is not None and all(key in keys for key in view.axes) else None
    window = view.window if axes == view.axes or not view.plane.along_axes else None
    row = view.row if view.row is not None and 0 <= view.row < project.table.n_rows else None
    new = replace(
        view, selection=selection, axes=axes, window=window, row=row, shown_runner=_shown(view, project)
    )
    return view if new == view else new


def _names_parameters(view: ViewState) -> bool:
    return view.axes is not None or any(isinstance(item, ParameterKey) for item in view.selection)


def _shown(view: ViewState, project: Project) -> int:
    enabled = [runner.id for runner in project.training.runners if runner.enabled]
    return view.shown_runner if view.shown_runner in enabled else enabled[0]
