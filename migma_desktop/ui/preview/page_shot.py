"""A whole email as a picture or as a PDF, taken of a preview that nobody sees."""

from __future__ import annotations

import asyncio
import json

from PySide6.QtCore import QByteArray, QMarginsF, QPoint, QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWebEngineCore import QWebEngineScript
from PySide6.QtWidgets import QWidget

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.looks import Look
from migma_desktop.core.remote_permission import RemotePermission
from migma_desktop.core.texts import say
from migma_desktop.paths import resource
from migma_desktop.ui.preview.view import APPEARANCES, PreviewView

_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld
_TILE = 1600  # CSS pixels that are pictured at once
_STRIP = 16  # CSS pixels below them
_GLANCE = 0.016  # seconds between two looks at the strip
_PATIENCE = 20.0  # seconds for what takes a fraction of one
_PATIENCE_FOR_IMAGES = 10.0  # then the picture is taken without them
_MOST_PIXELS = 120_000_000  # of a picture: half a gigabyte while it is made
_COLOURS = ("#ff0000", "#0000ff")
_POINTS = 0.75  # of a CSS pixel
_SHAPE = 2**0.5  # of a page, like A4


class PageShot:
    """Opens an email, and pictures or prints it as wide as it is to be seen.

    Used by one coroutine, and closed by it. What the user has not allowed to load is not loaded
    here either.
    """

    def __init__(
        self,
        *,
        css_width: int,
        scale: int = 1,
        look: Look = Look.LIGHT,
        permission: RemotePermission,
        parent: QWidget,
    ) -> None:
        self._scale = scale
        self._width = css_width
        view = self._view = PreviewView(parent=parent)  # goes with it, whatever happens
        view.setWindowFlag(Qt.WindowType.Tool)
        view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.resize(QSize(css_width, _TILE + _STRIP) * scale)
        view.setZoomFactor(scale)
        view.set_appearance(APPEARANCES.get(look, APPEARANCES[Look.LIGHT]))
        view.set_permission(RemotePermission() if look is Look.IMAGELESS else permission)

    async def open(self, html: str) -> None:
        """Show the email, with its images as far as they may load.

        Raises:
            FileRefused: it could not be shown.
        """
        shown: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def on_end(_revision: int, good: bool) -> None:
            if not shown.done():
                shown.set_result(good)

        self._view.shown.connect(lambda revision: on_end(revision, True))
        self._view.failed.connect(lambda revision: on_end(revision, False))
        self._view.show_html(html)
        self._view.show()
        try:
            is_shown = await asyncio.wait_for(shown, _PATIENCE)
        except TimeoutError as error:
            raise _not_made("the page did not come") from error
        if not is_shown:
            raise _not_made("the page broke")
        await self._ask(resource("preview/shot.js").read_text(encoding="utf-8") + "\n0")
        waited = 0.0
        while not await self._ask("migmaShot.loaded()") and waited < _PATIENCE_FOR_IMAGES:
            await asyncio.sleep(0.1)
            waited += 0.1

    async def picture(self) -> QImage:
        """Return the whole email, however long it is.

        Raises:
            FileRefused: it is too long for one picture, or it was not painted.
        """
        answer = await self._ask(f"migmaShot.prepare({_STRIP}, {_TILE + _STRIP})")
        height = int(answer) if isinstance(answer, int | float) else 0
        size = QSize(self._width, height) * self._scale
        if not height or size.width() * size.height() > _MOST_PIXELS:
            raise _too_long(height)
        picture = QImage(size, QImage.Format.Format_RGB32)
        picture.fill(QColor("#ffffff"))
        painter = QPainter(picture)
        try:
            for number, top in enumerate(range(0, height, _TILE)):
                tile = await self._tile(top, _COLOURS[number % 2])
                painter.drawImage(QPoint(0, top * self._scale), tile)
        finally:
            painter.end()
        return picture

    async def pdf(self) -> bytes:
        """Return the email as a PDF whose pages are as wide as it is laid out.

        Raises:
            FileRefused: it could not be printed.
        """
        made: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        width = self._width * _POINTS
        page = QPageSize(QSizeF(width, round(width * _SHAPE)), QPageSize.Unit.Point)
        layout = QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF())

        def on_printed(data: QByteArray) -> None:
            if not made.done():
                made.set_result(bytes(data.data()))

        self._view.page().printToPdf(on_printed, layout)
        try:
            data = await asyncio.wait_for(made, _PATIENCE)
        except TimeoutError as error:
            raise _not_made("the page was not printed") from error
        if not data.startswith(b"%PDF"):
            raise _not_made("the printed page is no PDF")
        return data

    def close(self) -> None:
        """Let the page go."""
        self._view.hide()
        self._view.deleteLater()

    async def _tile(self, top: int, colour: str) -> QImage:
        """Picture what stands from ``top`` on, once the strip says that it is painted."""
        await self._ask(f"migmaShot.go({top}, {json.dumps(colour)})")
        size = QSize(self._width, _TILE) * self._scale
        spot = QPoint(size.width() // 2, size.height() + _STRIP * self._scale // 2)
        wanted = QColor(colour)
        waited = 0.0
        while waited < _PATIENCE:
            seen = self._view.grab(QRect(spot, QSize(1, 1))).toImage().pixelColor(0, 0)
            # A display's colour profile may bend them a little.
            is_red = seen.red() > 200 and seen.blue() < 60
            is_blue = seen.blue() > 200 and seen.red() < 60
            if is_red if wanted.red() else is_blue:
                tile = self._view.grab(QRect(QPoint(0, 0), size)).toImage()
                tile.setDevicePixelRatio(1)
                return tile if tile.size() == size else tile.scaled(size, mode=_SMOOTH)
            await asyncio.sleep(_GLANCE)
            waited += _GLANCE
        raise _not_made("the page was not painted")

    async def _ask(self, script: str) -> object:
        answered: asyncio.Future[object] = asyncio.get_running_loop().create_future()

        def on_answer(answer: object) -> None:
            if not answered.done():
                answered.set_result(answer)

        self._view.page().runJavaScript(script, _WORLD, on_answer)
        try:
            return await asyncio.wait_for(answered, _PATIENCE)
        except TimeoutError as error:
            raise _not_made("the page did not answer") from error


def _not_made(details: str) -> FileRefused:
    return FileRefused(
        say("The picture could not be made"),
        say("Your email is not touched by that. Try again, or save it as HTML instead."),
        details=details,
    )


def _too_long(height: int) -> FileRefused:
    return FileRefused(
        say("This email is too long for one picture"),
        say("Save it as a PDF instead, or as a picture of the simple size."),
        details=f"{height} CSS pixels high",
    )


_SMOOTH = Qt.TransformationMode.SmoothTransformation
