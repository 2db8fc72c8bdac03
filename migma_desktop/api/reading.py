"""Reading an answer's body within bounds, whatever the server does."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from typing import Protocol

from migma_desktop.api.lenient import Unreadable

_GZIP = 16 + zlib.MAX_WBITS
ACCEPT_ENCODING = "gzip, deflate"  # what ``Unpacker`` undoes


class Unpacker(Protocol):
    """Undoes a Content-Encoding piece by piece."""

    def feed(self, piece: bytes, room: int) -> bytes:
        """Return at most ``room`` + 1 bytes more. Raises Unreadable."""

    @property
    def is_complete(self) -> bool:
        """Whether the packed stream has come to its end."""


class _Plain:
    is_complete = True

    def feed(self, piece: bytes, room: int) -> bytes:
        return piece[: room + 1]


class _Packed:
    """gzip (RFC 1952), zlib (RFC 1950), and the bare deflate that some servers send for it.

    The room is handed to zlib: a few bytes that unpack to gigabytes are noticed in time.
    """

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._inflate = zlib.decompressobj(_GZIP if gzip else zlib.MAX_WBITS)
        self._started = False

    @property
    def is_complete(self) -> bool:
        return self._inflate.eof or not self._started

    def feed(self, piece: bytes, room: int) -> bytes:
        if not self._gzip and not self._started and piece:
            self._inflate = _deflate_reader(piece)
        self._started = self._started or bool(piece)
        try:
            return self._inflate.decompress(piece, room + 1)
        except zlib.error as error:
            raise Unreadable(f"the answer can't be unpacked: {error}") from error


def _deflate_reader(start: bytes) -> zlib._Decompress:
    try:
        zlib.decompressobj(zlib.MAX_WBITS).decompress(start, 1)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS)
    return zlib.decompressobj(zlib.MAX_WBITS)


def unpacker_for(encoding: str) -> Unpacker:
    """Return what undoes a Content-Encoding header. Raises Unreadable."""
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Packed(gzip=True)
        case "deflate":
            return _Packed(gzip=False)
        case _:
            raise Unreadable("the answer is packed in a way that wasn't asked for")


class BoundedBody:
    """Collects a body; what was read before something went wrong stays in ``content``."""

    def __init__(self, *, encoding: str, length: str, most_bytes: int) -> None:
        self._encoding = encoding
        self._length = length
        self._most = most_bytes
        self._content = bytearray()

    @property
    def content(self) -> bytes:
        """The unpacked bytes so far."""
        return bytes(self._content)

    async def read(self, pieces: AsyncIterator[bytes]) -> None:
        """Read to the end. Raises Unreadable when it is too large, cut, or can't be unpacked."""
        if self._length.isdecimal() and int(self._length[:20]) > self._most:
            raise self._too_large()
        unpacker = unpacker_for(self._encoding)
        packed = 0
        async for piece in pieces:
            packed += len(piece)
            self._content += unpacker.feed(piece, self._most - len(self._content))
            if max(packed, len(self._content)) > self._most:
                raise self._too_large()
        if not unpacker.is_complete:
            raise Unreadable("the packed answer was cut off")

    def _too_large(self) -> Unreadable:
        self._content.clear()
        return Unreadable(f"the answer is larger than {self._most} bytes")
