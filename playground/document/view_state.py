"""ViewState: what the user looks at. Saved with the project, but not undoable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.document.project import Project, present_parameters
from playground.engine.specs import ParameterKey


@dataclass(frozen=True, slots=True)
class ViewState:
    """Where the user looks.

    ``selection`` holds neuron ids, layer ids and parameter keys. ``axes`` are the two parameters the cost
    surface is drawn over and ``window`` its limits (x0, x1, y0, y1); None means chosen automatically.
    ``row`` is a row number of the table (0 = first). ``speed`` is in updates per second, None unlimited.
    """

    selection: tuple[int | ParameterKey, ...] = ()
    axes: tuple[ParameterKey, ParameterKey] | None = None
    window: tuple[float, float, float, float] | None = None
    shown_runner: int = 1
    row: int | None = None
    speed: float | None = 30.0


def fitted(view: ViewState, project: Project) -> ViewState:
    """The view without what the project no longer has (the same object if nothing is missing)."""
    network = project.network
    ids = {neuron.id for neuron in network.neurons()} | {layer.id for layer in network.layers}
    keys = present_parameters(network) if _names_parameters(view) else frozenset()
    selection = tuple(s for s in view.selection if (s in keys if isinstance(s, ParameterKey) else s in ids))
    axes = view.axes if view.axes is not None and all(key in keys for key in view.axes) else None
    window = view.window if axes == view.axes else None
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
