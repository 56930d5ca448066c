"""Short easing of what a person does: hover, selection, neurons that come and go. Data never tween.

Everything is in its new state at once: mouse and keyboard meet the new network. Only the picture takes a
moment to get there.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtWidgets import QApplication

from playground.canvas.geometry import LayerGeometry, NetworkGeometry
from playground.canvas.view_transform import ViewTransform
from playground.engine.specs import ParameterKey

HOVER: Final = 80
HALO: Final = 120
LAYOUT: Final = 160
"""Milliseconds."""
MOST_NEURONS: Final = 80
"""A larger network is shown as it is now: its many synapses would make the motion stutter."""
NEW_SCALE: Final = 0.4
"""The size in which a new layer begins, in parts of its own."""


def system_reduces_motion() -> bool:
    """Whether the system asks for less motion. Qt 6.11 knows that on Windows only."""
    return sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)


@dataclass(frozen=True, slots=True)
class OldPlaces:
    """Where things were on screen before a change, in the scene pixels of the view after it."""

    layers: Mapping[int, tuple[float, float]]
    """By layer id: x, and the size of its neurons"""
    neurons: Mapping[int, float]
    top: float
    tile: QRectF | None


def old_places(geometry: NetworkGeometry, before: ViewTransform, after: ViewTransform) -> OldPlaces:
    """``geometry`` as it was seen through ``before``."""

    def now(x: float, y: float) -> QPointF:
        return after.to_scene(before.to_screen(QPointF(x, y)))

    grown = before.zoom / after.zoom
    tile = geometry.tile
    return OldPlaces(
        {layer.layer_id: (now(layer.x, 0).x(), layer.scale * grown) for layer in geometry.layers},
        {
            neuron.id: now(0, y).y()
            for layer, spec in zip(geometry.layers, geometry.network.layers, strict=True)
            for y, neuron in zip(layer.ys, spec.neurons, strict=True)
        },
        now(0, geometry.top).y(),
        None if tile is None else after.rect_to_scene(before.rect_to_screen(tile)),
    )


def eased(geometry: NetworkGeometry, old: OldPlaces, share: float) -> NetworkGeometry:
    """The layout on its way: at ``share`` 0 everything is where it was, at 1 where it belongs.

    A new layer grows between its neighbors, a new neuron comes out of the one before it.
    """

    def between(start: float, end: float) -> float:
        return start + (end - start) * share

    layers = []
    for index, layer in enumerate(geometry.layers):
        x, scale = old.layers.get(layer.layer_id) or (_new_x(geometry, old, index), NEW_SCALE * layer.scale)
        starts = _old_ys(geometry, old, index)
        ys = tuple(between(start, y) for start, y in zip(starts, layer.ys, strict=True))
        place = between(x, layer.x)
        layers.append(LayerGeometry(layer.layer_id, place, ys, between(scale, layer.scale), layer.pitch))
    tile = geometry.tile
    if tile is not None and old.tile is not None:
        corners = [
            QPointF(between(a.x(), b.x()), between(a.y(), b.y()))
            for a, b in ((old.tile.topLeft(), tile.topLeft()), (old.tile.bottomRight(), tile.bottomRight()))
        ]
        tile = QRectF(*corners)
    return geometry.moved(tuple(layers), between(old.top, geometry.top), tile)


def _new_x(geometry: NetworkGeometry, old: OldPlaces, index: int) -> float:
    """In the middle between the layers beside it."""
    known = [old.layers.get(layer.layer_id) for layer in geometry.layers]
    before = next((place for place in reversed(known[:index]) if place), None)
    after = next((place for place in known[index + 1 :] if place), None)
    ends = [place[0] for place in (before, after) if place]
    return sum(ends) / len(ends) if ends else geometry.layers[index].x


def _old_ys(geometry: NetworkGeometry, old: OldPlaces, index: int) -> list[float]:
    known = [old.neurons.get(neuron.id) for neuron in geometry.network.layers[index].neurons]
    ys: list[float] = []
    for place, y in enumerate(known):
        after = next((other for other in known[place:] if other is not None), 0.0)
        ys.append(y if y is not None else ys[-1] if ys else after)
    return ys


class Motion(QObject):
    """The clocks of one canvas, and how far each has come (1: at rest).

    Signals:
        moved(): paint again.
    """

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_reduced = system_reduces_motion()
        self.fresh: frozenset[int | ParameterKey] = frozenset()
        """What was selected last, and is getting its ring."""
        self._old: OldPlaces | None = None
        self._hover, self._halo, self._layout = (self._clock(ms) for ms in (HOVER, HALO, LAYOUT))

    @property
    def hover(self) -> float:
        return _share(self._hover)

    @property
    def halo(self) -> float:
        return _share(self._halo)

    def geometry(self, final: NetworkGeometry) -> NetworkGeometry:
        """The layout to paint now."""
        share = _share(self._layout)
        return final if self._old is None or share == 1.0 else eased(final, self._old, share)

    def start_hover(self) -> None:
        self._start(self._hover)

    def start_halo(self, fresh: frozenset[int | ParameterKey]) -> None:
        self.fresh = fresh
        self._start(self._halo)

    def start_layout(self, old: OldPlaces, n_neurons: int) -> None:
        self._old = old
        if n_neurons <= MOST_NEURONS:
            self._start(self._layout)

    def stop(self) -> None:
        """Everything is where it belongs."""
        for clock in (self._hover, self._halo, self._layout):
            clock.stop()
        self.moved.emit()

    def _start(self, clock: QVariantAnimation) -> None:
        clock.stop()
        if not self.is_reduced:
            clock.start()

    def _clock(self, milliseconds: int) -> QVariantAnimation:
        clock = QVariantAnimation(self)
        clock.setStartValue(0.0)
        clock.setEndValue(1.0)
        clock.setDuration(milliseconds)
        clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        clock.valueChanged.connect(self.moved)
        return clock


def _share(clock: QVariantAnimation) -> float:
    running = clock.state() == QVariantAnimation.State.Running
    return float(clock.currentValue()) if running else 1.0
