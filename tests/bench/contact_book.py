"""Contacts of a project in the program's cache, written once and kept from run to run."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from migma_desktop.core.account import Contact
from migma_desktop.storage.list_cache import ListCache
from tests.bench.processes import FOLDER

PROFILE, PROJECT = "bench", "p1"
LETTERS = ("love", "7654")  # beginnings of a name that all have, and of a number that few have

_PAGE = 1000
_NAMES = ("Ada", "Ben", "Cara", "Dev", "Ella", "Finn", "Gia", "Hugo", "Ines", "Jon", "Kira")


def opened(count: int) -> ListCache:
    """Return the cache with so many contacts, its file not yet opened."""
    path = Path(os.environ[FOLDER], f"contacts-{count}", "lists.db")
    cache = ListCache(path=path, now=lambda: datetime.now(UTC))
    if not path.exists():
        book = cache.begin_book(PROFILE, PROJECT)
        for start in range(0, count, _PAGE):
            page = [_contact(number) for number in range(start, min(start + _PAGE, count))]
            assert cache.add_to_book(book, page)
        cache.finish_book(book)
        cache.close()
    return cache


def path_of(count: int) -> Path:
    """Return where the file of so many contacts is."""
    opened(count).close()
    return Path(os.environ[FOLDER], f"contacts-{count}", "lists.db")


def _contact(number: int) -> Contact:
    name = _NAMES[number % len(_NAMES)]
    return Contact(
        id=f"{number:024x}",
        email=f"{name.lower()}.lovelace.{number}@example.com",
        first_name=name,
        last_name=f"Lovelace {number}",
        status="subscribed",
        tags=("vip", "newsletter"),
        custom_fields={"city": "London", "orders": number % 7},
    )
