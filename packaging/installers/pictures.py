"""The program's icon in every size and form that a system asks for, from the one drawing."""

from __future__ import annotations

import io
from pathlib import Path

from installers.project import RESOURCES

HICOLOR = (16, 22, 24, 32, 48, 64, 128, 256, 512)  # sizes of the icon theme, in pixels
_ICO = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)  # what Windows asks for at 100 to 250 %
_LARGEST = 1024  # the largest in an .icns: 512 points on a display of twice the density
_DRAWING = RESOURCES / "icons" / "app.svg"


def draw(size: int) -> bytes:
    """Return the icon as a PNG of ``size`` pixels square."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(_DRAWING)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def make_ico(file: Path) -> None:
    """Write the icon of Windows; each size is drawn, none is scaled down."""
    _save(file, "ICO", _ICO)


def make_icns(file: Path) -> None:
    """Write the icon of macOS."""
    _save(file, "ICNS", (16, 32, 64, 128, 256, 512, _LARGEST))


def _save(file: Path, form: str, sizes: tuple[int, ...]) -> None:
    from PIL import Image

    images = [Image.open(io.BytesIO(draw(size))) for size in sizes]
    images[-1].save(file, form, append_images=images[:-1], sizes=[image.size for image in images])
