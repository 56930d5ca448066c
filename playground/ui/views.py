"""All views of a document and its training, made one after another."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from playground.appearance.theme import Theme
from playground.canvas.network_view import NetworkView
from playground.document.document import Document
from playground.document.easel import Easel
from playground.panels.apply_panel import ApplyPanel
from playground.panels.data_panel import DataPanel
from playground.panels.inspector_panel import InspectorPanel
from playground.panels.learning_panel import LearningPanel
from playground.plots.confusion_view import ConfusionView
from playground.plots.history_view import HistoryView
from playground.plots.predictions_view import PredictionsView
from playground.plots.surface_view import SurfaceView
from playground.plots.weights_view import WeightsView
from playground.training.controller import TrainingController


@dataclass(frozen=True, slots=True)
class Views:
    """What stands in the window's cards."""

    network: NetworkView
    surface: SurfaceView
    history: HistoryView
    predictions: PredictionsView
    weights: WeightsView
    confusion: ConfusionView
    data: DataPanel
    learning: LearningPanel
    inspector: InspectorPanel
    apply: ApplyPanel
    easel: Easel
    """What points are painted with, in the data panel and on the map of predictions"""


def make_views(
    document: Document, controller: TrainingController, theme: Theme
) -> Generator[None, None, Views]:
    """Each takes up to 30 ms to make: between two of them the window may answer."""
    easel = Easel(document, document)  # before the views: they ask it what can be painted on now
    network = NetworkView(document, controller, theme)
    yield
    surface = SurfaceView(document, controller, theme)
    yield
    history = HistoryView(document, controller, theme)
    predictions = PredictionsView(document, controller, theme, easel=easel)
    weights = WeightsView(document, controller, theme)
    confusion = ConfusionView(document, controller, theme)
    yield
    data = DataPanel(document, controller, theme, easel=easel)
    yield
    learning = LearningPanel(document, controller, theme)
    yield
    inspector = InspectorPanel(document, controller, theme)
    yield
    apply = ApplyPanel(document, controller, theme)
    yield
    pictures = network, surface, history, predictions, weights, confusion
    return Views(*pictures, data, learning, inspector, apply, easel)
