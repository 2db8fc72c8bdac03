"""A line about the age of a list, for below the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from migma_desktop.core.kept_lists import age_of
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.search_picker import SearchPicker

T = TypeVar("T")


def show_listing(picker: SearchPicker, listing: Listing[T], items: Sequence[PickerItem]) -> None:
    """Show what there is of a list: its items with their age, that it is coming, or why not.

    A list that could not be read anew is still a list: it is shown with the reason below it.
    """
    if listing.state is ListingState.LOADING and not items:
        picker.set_loading()
        return
    if listing.error is not None and not items:
        picker.set_error(translated(listing.error.title))
        return
    picker.set_items(items)
    picker.set_note(note_of(listing))


def note_of(listing: Listing[T]) -> str:
    """Say how old a list is, and why it could not be read anew; "" where there is nothing."""
    age = None if listing.read_at is None else age_of(listing.read_at, datetime.now(UTC))
    parts = [] if age is None else [f"{translated(age)}."]
    if listing.error is not None:
        parts.append(translated(listing.error.title))
    return " ".join(parts)
