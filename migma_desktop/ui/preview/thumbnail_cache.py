"""Pictures of emails on disk, so that a gallery has them at once the next time."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QByteArray, QIODevice, QSaveFile
from PySide6.QtGui import QImage, QImageWriter

_log = logging.getLogger(__name__)

_VERSION = "1"  # of how pictures are taken: another one makes all of them anew
_MOST = 200  # pictures


class ThumbnailCache:
    """Pictures by what they show. Blocks: call it off the GUI thread. May be deleted any time."""

    def __init__(self, *, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def key_of(html: str, *, is_dark: bool) -> str:
        """Return what names the picture of an email: another email has another one."""
        look = "dark" if is_dark else "light"
        text = "\0".join((_VERSION, look, html))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def get(self, key: str) -> QImage | None:
        """Return a picture, or None when there is none that can be read."""
        path = self._path(key)
        if not path.is_file():
            return None
        image = QImage(str(path))
        return None if image.isNull() else image

    def put(self, key: str, image: QImage) -> None:
        """Keep a picture. Where that isn't possible it is taken again the next time."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room()
        except OSError as error:
            _log.info("No pictures are kept: %s", error)
            return
        file = QSaveFile(str(self._path(key)))
        if not file.open(QIODevice.OpenModeFlag.WriteOnly):
            _log.info("The picture was not kept: %s", file.errorString())
            return
        QImageWriter(file, QByteArray(b"png")).write(image)
        if not file.commit():
            _log.info("The picture was not kept: %s", file.errorString())

    def _make_room(self) -> None:
        pictures = sorted(self._folder.glob("*.png"), key=lambda each: each.stat().st_mtime)
        for old in pictures[: max(0, len(pictures) - _MOST + 1)]:
            old.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.png"
