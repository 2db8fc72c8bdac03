"""A list that comes from the server: what is there, and how far the reading is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from migma_desktop.core.errors import KnownError

_T = TypeVar("_T")


class ListingState(Enum):
    """How far the reading is."""

    IDLE = auto()
    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Listing(Generic[_T]):
    """The items read so far, with the state of the reading and its error, if it failed."""

    items: tuple[_T, ...] = ()
    state: ListingState = ListingState.IDLE
    error: KnownError | None = None
