"""What the program remembers about how its user likes it. Keys and emails are not in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

UNDO_SECONDS_LIMIT = 60
TYPE_COUNT_LIMIT = 1_000_000
PREVIEW_ZOOMS = (50, 67, 75, 90, 100, 110, 125, 150, 175, 200)
FREE_WIDTHS = (240, 1600)
"""The narrowest and the widest that somebody may draw the email, in CSS pixels."""
MAIL_PROGRAMS = ("gmail", "outlook-windows", "apple-mail", "yahoo")
"""Families that the checks speak of unless somebody chose others; keys of resources/caniemail."""


class ThemeMode(StrEnum):
    """Which colours the window wears."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class PreviewWidth(StrEnum):
    """How wide the preview draws the email."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """Where the window stood and how it was divided."""

    geometry: str = ""  # opaque to all but the window: base64
    state: str = ""  # likewise: docks and tool bars
    splitters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # by objectName, px
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # widths of tables, px
    bottom_tab: str = ""  # objectName of the tab below


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that survives a restart besides profiles, drafts and the outbox."""

    theme: ThemeMode = ThemeMode.SYSTEM
    layout: WindowLayout = field(default_factory=WindowLayout)
    last_profile_id: str = ""
    last_draft_id: str = ""
    last_folder: str = ""  # of the open and save dialogs
    test_address: str = ""  # the last one that a test went to
    preview_width: PreviewWidth = PreviewWidth.DESKTOP
    preview_dark: bool = False
    preview_free_width: int = 0  # CSS pixels, in FREE_WIDTHS; 0: as wide as there is room
    preview_zoom: int = 0  # percent, one of PREVIEW_ZOOMS; 0: whatever fits
    image_hosts: tuple[str, ...] = ()  # from which images load in every email
    editor_zoom: int = 0  # steps up or down from the system's font size
    undo_seconds: int = 10  # 0 to UNDO_SECONDS_LIMIT
    type_count_above: int = 50  # people of a mailing above which their number is typed
    mail_programs: tuple[str, ...] = MAIL_PROGRAMS  # families that the checks speak of
    language: str = ""  # empty: the system's
    keep_days: int = 0  # of the history of sends; 0: everything is kept
    checks_spelling: bool = True
    spelling: tuple[str, ...] = ()  # languages that were chosen last; empty: the system's
