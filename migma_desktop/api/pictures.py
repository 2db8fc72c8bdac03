"""Fetches a picture that an answer names. The key never goes along: its host may be anybody's."""

from __future__ import annotations

import asyncio
import base64
import binascii
import ssl
from urllib.parse import urlsplit

from migma_desktop.api.lenient import Unreadable
from migma_desktop.api.reading import ACCEPT_ENCODING, BoundedBody
from migma_desktop.api.urls import is_loopback
from migma_desktop.core.errors import ServiceFault
from migma_desktop.core.texts import say

_MOST_BYTES = 30 * 1024 * 1024
_WHOLE = 60.0  # seconds for one picture
_MOST_REDIRECTS = 3
_DATA = "data:image/"
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


async def fetch(address: str, *, base_url: str) -> bytes:
    """Return the bytes of a PNG, JPEG, GIF or WebP picture.

    Only over https, or from this very computer where Migma itself is there.

    Raises:
        ServiceFault: there is no such picture at that address.
    """
    if address.lower().startswith(_DATA):
        return _checked(_decoded(address))
    _check_address(address, base_url)
    import httpx

    try:
        async with asyncio.timeout(_WHOLE):
            return _checked(await _download(address, base_url))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, Unreadable) as error:
        raise _no_picture(f"{type(error).__name__}: {error}") from error


async def _download(address: str, base_url: str) -> bytes:
    import httpx
    import truststore

    is_local = is_loopback(urlsplit(address).hostname or "")
    async with httpx.AsyncClient(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        trust_env=not is_local,
        follow_redirects=False,
        headers={"Accept": "image/*", "Accept-Encoding": ACCEPT_ENCODING},
    ) as client:
        for _ in range(_MOST_REDIRECTS + 1):
            async with client.stream("GET", address) as response:
                if response.next_request is not None:
                    address = str(response.next_request.url)
                    _check_address(address, base_url)
                    continue
                if not response.is_success:
                    raise Unreadable(f"the server answered {response.status_code}")
                body = BoundedBody(
                    encoding=response.headers.get("content-encoding", ""),
                    length=response.headers.get("content-length", ""),
                    most_bytes=_MOST_BYTES,
                )
                await body.read(response.aiter_raw())
                return body.content
    raise Unreadable("the address leads from one to the next")


def _check_address(address: str, base_url: str) -> None:
    try:
        parts, own = urlsplit(address), urlsplit(base_url)
        is_fine = bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_fine = False
    if is_fine and parts.scheme == "https":
        return
    is_home = is_fine and parts.scheme == own.scheme == "http" and parts.netloc == own.netloc
    if not is_home:
        raise _no_picture("its address is neither https nor Migma's own")


def _decoded(address: str) -> bytes:
    head, _, body = address.partition(",")
    if not head.lower().endswith(";base64") or len(body) > 2 * _MOST_BYTES:
        raise _no_picture("its data can't be read")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _no_picture("its data can't be read") from error


def _checked(data: bytes) -> bytes:
    if not data.startswith(_STARTS):
        raise _no_picture("what came is no picture")
    return data


def _no_picture(details: str) -> ServiceFault:
    return ServiceFault(
        say("A picture could not be loaded."),
        say("The others are not touched by that. It may be found in Migma itself."),
        details=details,
    )
