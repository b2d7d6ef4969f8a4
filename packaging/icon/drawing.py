"""The icon of the program, drawn from its one SVG at the sizes that a system asks for."""

import io
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).with_name("sessions.svg")
SIZES = (16, 24, 32, 48, 64, 256)
"""What Windows shows, from the bar of tasks to large tiles, in pixels."""


OF_MACOS = {b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}
"""The kinds of picture in an icon of macOS that are PNG, and their pixels."""


def png(size: int) -> bytes:
    """Return the icon as a PNG of `size` by `size` pixels; no window system is needed."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type stubs want a name of the format as text
    return held.data()


def ico() -> bytes:
    """Return the icon as Windows keeps it: a list of pictures, each a PNG."""
    pictures = [png(size) for size in SIZES]
    file = io.BytesIO()
    file.write(struct.pack("<HHH", 0, 1, len(pictures)))
    place = file.tell() + 16 * len(pictures)
    for size, picture in zip(SIZES, pictures, strict=True):
        shown = size % 256  # 256 is written as 0
        file.write(struct.pack("<BBBBHHII", shown, shown, 0, 0, 1, 32, len(picture), place))
        place += len(picture)
    for picture in pictures:
        file.write(picture)
    return file.getvalue()


def icns() -> bytes:
    """Return the icon as macOS keeps it: pictures one after the other, each with its kind."""
    parts = []
    for kind, size in OF_MACOS.items():
        picture = png(size)
        parts.append(kind + struct.pack(">I", 8 + len(picture)) + picture)
    data = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(data)) + data
