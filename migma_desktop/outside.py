"""What the program needs now and then from api and storage, loaded when it is first wanted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from migma_desktop import __version__
from migma_desktop.core.claiming import ClaimDesk
from migma_desktop.core.models import Profile, SendRequest
from migma_desktop.core.ports import Mailer


def client(key: str) -> Mailer:
    """Return the client of an account. May run in any thread."""
    from migma_desktop.api.client import MigmaClient

    return MigmaClient(base_url=base_url(), key=key, version=__version__)


def claims() -> ClaimDesk:
    """Return where a key is asked for. May run in any thread."""
    from migma_desktop.api.claiming import ClaimClient

    return ClaimClient(base_url=base_url(), version=__version__)


def base_url() -> str:
    """Return the server's address. Raises NoConnection when the environment names a wrong one."""
    from migma_desktop.api.urls import BASE_URL_VARIABLE, DEFAULT_BASE_URL, parse_base_url

    return parse_base_url(os.environ.get(BASE_URL_VARIABLE, "") or DEFAULT_BASE_URL)


def encode(request: SendRequest) -> bytes:
    """Return the body of a send."""
    from migma_desktop.api.wire import encode_send

    return encode_send(request)


def read_profiles(path: Path) -> Sequence[Profile]:
    """Read the accounts of a file. Raises FileRefused."""
    from migma_desktop.storage import profiles_file

    return profiles_file.read_profiles(path)


def write_profiles(path: Path, profiles: Sequence[Profile]) -> int:
    """Write accounts without keys. Raises StoreError."""
    from migma_desktop.storage import profiles_file

    return profiles_file.write_profiles(path, profiles)
