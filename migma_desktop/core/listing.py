"""A list that comes from the server: what is there, and how far the reading is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
    """The items read so far, with the state of the reading and its error, if it failed.

    While the reading goes on, or when it has failed, the items may be those of an earlier one.
    """

    items: tuple[_T, ...] = ()
    state: ListingState = ListingState.IDLE
    error: KnownError | None = None
    read_at: datetime | None = None  # when the items were read; None when there are none yet
