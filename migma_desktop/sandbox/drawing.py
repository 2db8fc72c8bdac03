"""Pictures of emails as the sandbox takes them: bars for words, for it has no browser.

Written as PNG (ISO/IEC 15948) with a palette: a few kilobytes each.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache

from migma_desktop.sandbox.html_reading import read_page

_PALETTE = (
    b"\xff\xff\xff",  # paper
    b"\xe4\xe6\xec",  # the program around it
    b"\x54\x48\xd9",  # the program's bar
    b"\x9a\x9d\xaa",  # words
    b"\x33\x35\x40",  # the subject
)
_PAPER, _AROUND, _BAR, _WORD, _SUBJECT = range(len(_PALETTE))
_MARGIN, _LINE, _LETTER = 24, 18, 5  # px


class Canvas:
    """An image whose pixels are numbers of the palette."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows = [bytearray([_PAPER]) * width for _ in range(height)]

    def fill(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a box, as far as it lies within the image."""
        left, right = max(0, x), min(self.width, x + width)
        for row in self._rows[max(0, y) : max(0, y + height)]:
            row[left:right] = bytes([colour]) * max(0, right - left)

    def as_png(self) -> bytes:
        """Return the file."""
        size = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        pixels = b"".join(b"\0" + bytes(row) for row in self._rows)
        return b"".join(
            (
                b"\x89PNG\r\n\x1a\n",
                _chunk(b"IHDR", size),
                _chunk(b"PLTE", b"".join(_PALETTE)),
                _chunk(b"IDAT", zlib.compress(pixels, 9)),
                _chunk(b"IEND", b""),
            )
        )


def draw_email(words: Sequence[str], subject: str, *, width: int, height: int) -> bytes:
    """Draw an email in a mail program of this size, a bar for each word."""
    canvas = Canvas(width, height)
    canvas.fill(0, 0, width, height, _AROUND)
    canvas.fill(0, 0, width, 40, _BAR)
    canvas.fill(_MARGIN // 2, 56, width - _MARGIN, height - 68, _PAPER)
    y = _write(canvas, subject.split(), 72, colour=_SUBJECT, thick=10)
    _write(canvas, words, y + _LINE, colour=_WORD, thick=7)
    return canvas.as_png()


@lru_cache(maxsize=64)
def email_picture(html: str, subject: str) -> str:
    """Return the address of a small picture of an email; the picture is in it."""
    drawn = draw_email(read_page(html).words, subject, width=240, height=320)
    return f"data:image/png;base64,{b64encode(drawn).decode()}"


def _write(canvas: Canvas, words: Sequence[str], y: int, *, colour: int, thick: int) -> int:
    x = _MARGIN
    for word in words:
        length = min(max(1, len(word)) * _LETTER, canvas.width - 2 * _MARGIN)
        if x + length > canvas.width - _MARGIN:
            x, y = _MARGIN, y + _LINE
        if y > canvas.height - _MARGIN - _LINE:
            break
        canvas.fill(x, y, length, thick, colour)
        x += length + _LETTER
    return y + _LINE


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check
