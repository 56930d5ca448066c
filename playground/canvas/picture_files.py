"""The network as a picture to keep: PNG, SVG, clipboard. Without buttons, hover and selection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPainter

from playground.appearance.picture_bytes import png, svg
from playground.canvas import paint
from playground.canvas.answer_points import PointsPixmap
from playground.canvas.scene import NetworkScene
from playground.canvas.view_transform import ViewTransform, fit
from playground.document.whole_file import write_whole

PIXELS_PER_UNIT: Final = 2.0
LARGEST: Final = QSizeF(2400, 1600)
"""A very large network is drawn smaller, to fit into this size."""


def network_image(scene: NetworkScene) -> QImage:
    """The whole network with its legend, at twice its size on screen."""
    with _page(scene) as (view, size):
        image = QImage((size * PIXELS_PER_UNIT).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(PIXELS_PER_UNIT)
        painter = QPainter(image)
        _paint(painter, scene, view, size)
        painter.end()
    return image


def network_svg(scene: NetworkScene) -> bytes:
    """The same as SVG; the neurons' pictures are embedded, everything else is lines and text."""
    with _page(scene) as (view, size):
        return svg(
            QSize(round(size.width()), round(size.height())),
            lambda painter: _paint(painter, scene, view, size),
            f"Network for {scene.project.name}",
        )


def save_picture(scene: NetworkScene, path: Path) -> None:
    """Write a PNG or, by the file's ending, an SVG. Raises `NotSavedError`."""
    is_svg = path.suffix.lower() == ".svg"
    write_whole(path, network_svg(scene) if is_svg else png(network_image(scene)))


@contextmanager
def _page(scene: NetworkScene) -> Iterator[tuple[ViewTransform, QSizeF]]:
    """The scene laid out for itself, with nothing hovered or selected; then again as it was."""
    on_screen, pitch = scene.exposed, scene.layer_pitch
    hovered, looked_at = scene.hovered, scene.view
    scene.hovered = None
    scene.set_view(replace(looked_at, selection=()))
    scene.set_layer_pitch(None)
    view, size = _frame(scene)
    scene.look_at(view.rect_to_scene(QRectF(QPointF(0, 0), size)))
    try:
        yield view, size
    finally:
        scene.set_layer_pitch(pitch)
        scene.set_view(looked_at)
        scene.hovered = hovered
        scene.look_at(on_screen)


def _frame(scene: NetworkScene) -> tuple[ViewTransform, QSizeF]:
    """The network at 100 %, or smaller where it would be too large, and the size it needs."""
    margins = paint.fit_margins(scene)
    controls = scene.geometry.controls(1.0)
    width = scene.geometry.right - scene.geometry.left + margins.left() + margins.right()
    height = controls.bottom - controls.top + margins.top() + margins.bottom()
    size = QSizeF(max(width, 480.0), height).boundedTo(LARGEST)
    view = fit(scene.geometry, size, margins)
    if view.zoom > 1.0:
        view = view.zoomed(1.0 / view.zoom, QPointF(size.width() / 2, size.height() / 2))
    return view, size


def _paint(painter: QPainter, scene: NetworkScene, view: ViewTransform, size: QSizeF) -> None:
    area = QRectF(QPointF(0, 0), size)
    painter.fillRect(area, scene.look.canvas)
    paint.paint_scene(painter, scene, view, size, PointsPixmap())
    paint.paint_legend_row(painter, scene, view, size, paint.MARGIN)
