"""Small pictures of the emails made in Migma: those of the rows in sight, and of the chosen one."""

from __future__ import annotations

import hashlib
import shutil
from collections import deque
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QWidget

from migma_desktop.core.errors import KnownError
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.preview.thumbnail_cache import ThumbnailCache
from migma_desktop.ui.widgets.content_box import MADE_HERE
from migma_desktop.ui.widgets.picker_list import PICTURE_SIZE

_SHARPNESS = 2  # pixels a px of a row, for screens that have them
_MOST_IN_MEMORY = 200
_MOST_WAITING = 12  # a window's rows; those that were scrolled past are asked for again
_WORKERS = 3
_MOST_PIXELS = 60_000_000  # of a picture as it comes


class EmailPictures(QObject):
    """Hands out pictures by their addresses, and gets those that are not there yet.

    Pictures come from the disk, or else from where Migma says they are, without the key. They are
    kept by account: at most 200 each.

    Signals:
        changed(): a picture came.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        account: AccountController,
        folder: Path,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._account = account
        self._folder = folder
        self._window = window
        self._known: dict[str, QImage | None] = {}  # None: there is none
        self._waiting: deque[str] = deque(maxlen=_MOST_WAITING)
        self._under_way: set[str] = set()
        self._workers = 0
        account.profile_changed.connect(self._on_profile_changed)

    def picture(self, address: str) -> QImage | None:
        """Return a picture if it is there; ``changed`` tells when it came later."""
        if address in self._known:
            return self._known[address]
        if address not in self._under_way and address not in self._waiting:
            self._waiting.append(address)
            if self._workers < _WORKERS:
                self._workers += 1
                self._runtime.spawn(self._work(), owner=self)
        return None

    def try_again(self) -> None:
        """Ask once more for those that could not be got."""
        self._known = {name: picture for name, picture in self._known.items() if picture}

    def make(self, name: str, html: str) -> None:
        """Take the picture of an email, unless it was taken before."""
        if self._known.get(name) is None and name not in self._under_way:
            self._under_way.add(name)
            self._runtime.spawn(self._make(self._account.profile_id, name, html), owner=self)

    def forget_account(self, profile_id: str) -> None:
        """Remove the pictures of an account that was removed."""
        folder = self._folder_of(profile_id)
        self._runtime.spawn(self._runtime.in_thread(shutil.rmtree, folder, ignore_errors=True))

    def forget_everybody(self) -> None:
        """Remove all pictures: an email that was made for one person may show their name."""
        self._known.clear()
        self._runtime.spawn(
            self._runtime.in_thread(shutil.rmtree, self._folder, ignore_errors=True)
        )

    def _on_profile_changed(self) -> None:
        self._known.clear()
        self._waiting.clear()

    async def _work(self) -> None:
        try:
            while self._waiting:
                address, profile_id = self._waiting.pop(), self._account.profile_id
                self._under_way.add(address)
                try:
                    picture = await self._get(profile_id, address)
                finally:
                    self._under_way.discard(address)
                self._put(profile_id, address, picture)
        finally:
            self._workers -= 1

    async def _get(self, profile_id: str, address: str) -> QImage | None:
        cache, key = self._cache(profile_id), _key(address)
        kept = await self._runtime.in_thread(cache.get, key)
        if kept is not None or address.startswith(MADE_HERE):
            return kept
        try:
            data = await self._account.mailer_for(profile_id).picture(address)
        except KnownError:
            return None  # the row has words
        picture = await self._runtime.in_thread(_small, data)
        if picture is not None:
            await self._runtime.in_thread(cache.put, key, picture)
        return picture

    async def _make(self, profile_id: str, name: str, html: str) -> None:
        kept = await self._runtime.in_thread(self._cache(profile_id).get, _key(name))
        if kept is not None:
            self._under_way.discard(name)
            self._put(profile_id, name, kept)
            return
        from migma_desktop.ui.preview.thumbnails import ThumbnailMaker

        maker = ThumbnailMaker(parent=self._window)

        def on_done(picture: QImage | None) -> None:
            self._under_way.discard(name)
            maker.deleteLater()
            if picture is not None:
                small = _fitted(picture)
                self._put(profile_id, name, small)
                self._runtime.spawn(self._keep(profile_id, name, small), owner=self)

        maker.made.connect(lambda _key, picture: on_done(picture))
        maker.given_up.connect(lambda _key: on_done(None))
        maker.make(name, html, is_dark=False)

    async def _keep(self, profile_id: str, name: str, picture: QImage) -> None:
        await self._runtime.in_thread(self._cache(profile_id).put, _key(name), picture)

    def _put(self, profile_id: str, address: str, picture: QImage | None) -> None:
        if profile_id != self._account.profile_id:
            return
        while len(self._known) >= _MOST_IN_MEMORY:
            del self._known[next(iter(self._known))]
        self._known[address] = picture
        if picture is not None:
            self.changed.emit()

    def _cache(self, profile_id: str) -> ThumbnailCache:
        return ThumbnailCache(folder=self._folder_of(profile_id))

    def _folder_of(self, profile_id: str) -> Path:
        return self._folder / _key(profile_id)[:16]


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _small(data: bytes) -> QImage | None:
    """Read a picture at the size of a row's; None for what is none, or far too large."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isEmpty() or size.width() * size.height() > _MOST_PIXELS:
        return None
    wanted = PICTURE_SIZE.width() * _SHARPNESS
    if size.width() > wanted:
        reader.setScaledSize(QSize(wanted, max(1, size.height() * wanted // size.width())))
    image = reader.read()
    return None if image.isNull() else _fitted(image)


def _fitted(image: QImage) -> QImage:
    """Make a picture as wide as a row's, and cut off what is below."""
    wanted = PICTURE_SIZE * _SHARPNESS
    scaled = image.scaledToWidth(wanted.width(), Qt.TransformationMode.SmoothTransformation)
    seen = QRect(0, 0, wanted.width(), min(scaled.height(), wanted.height()))
    return scaled.copy(seen)
