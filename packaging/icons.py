"""Draw the application's icon: ``icons.py application.svg FOLDER``, with a Python that has PySide6.

Writes one PNG per size of the icon theme, ``playground.ico`` (Windows) and ``playground.icns`` (macOS).
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

THEME_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def draw(renderer: QSvgRenderer, size: int) -> bytes:
    """The picture as PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon file: a table of sizes, then the PNGs (allowed since Windows Vista)."""
    offset = 6 + 16 * len(pictures)
    table = struct.pack("<HHH", 0, 1, len(pictures))
    for size, picture in pictures.items():
        edge = size % 256  # 0 stands for 256
        table += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return table + b"".join(pictures.values())


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon file: blocks of type, length and PNG."""
    blocks = b"".join(kind + struct.pack(">I", 8 + len(png)) + png for kind, png in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(blocks)) + blocks


def main(source: Path, folder: Path) -> int:
    _application = QGuiApplication([])  # it must live while pictures are drawn
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        print(f"{source} is not a picture that Qt can draw", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    for size in THEME_SIZES:
        (folder / f"{size}.png").write_bytes(draw(renderer, size))
    (folder / "playground.ico").write_bytes(ico({size: draw(renderer, size) for size in ICO_SIZES}))
    apple = {kind: draw(renderer, size) for kind, size in ICNS_TYPES.items()}
    (folder / "playground.icns").write_bytes(icns(apple))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
