"""Settings and profiles as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from migma_desktop.core.draft import PROFILE_COLORS, KeyKind, Profile, Sender
from migma_desktop.core.settings import (
    FREE_WIDTHS,
    PREVIEW_ZOOMS,
    TYPE_COUNT_LIMIT,
    UNDO_SECONDS_LIMIT,
    PreviewWidth,
    Settings,
    ThemeMode,
    WindowLayout,
)
from migma_desktop.storage import lenient
from migma_desktop.storage.json_overlay import Document, is_document, overlay

_USERS_OWN_NAMES = frozenset({"splitters", "columns", "permissions"})


def settings_from(document: Mapping[str, object]) -> Settings:
    """Read what this version understands; the rest takes its default."""
    fresh = Settings()
    undo_seconds = lenient.number(document, "undo_seconds", fresh.undo_seconds)
    type_above = lenient.number(document, "type_count_above", fresh.type_count_above)
    return Settings(
        theme=lenient.choice(document, "theme", ThemeMode(fresh.theme)),
        layout=_layout_from(lenient.part(document, "layout")),
        last_profile_id=lenient.text(document, "last_profile_id"),
        last_draft_id=lenient.text(document, "last_draft_id"),
        last_folder=lenient.text(document, "last_folder"),
        test_address=lenient.text(document, "test_address"),
        preview_width=lenient.choice(document, "preview_width", PreviewWidth(fresh.preview_width)),
        preview_dark=lenient.flag(document, "preview_dark"),
        preview_free_width=_free_width(lenient.number(document, "preview_free_width", 0)),
        preview_zoom=_zoom(lenient.number(document, "preview_zoom", 0)),
        image_hosts=_words(document.get("image_hosts"), fresh.image_hosts),
        editor_zoom=lenient.number(document, "editor_zoom", fresh.editor_zoom),
        undo_seconds=min(max(undo_seconds, 0), UNDO_SECONDS_LIMIT),
        type_count_above=min(max(type_above, 0), TYPE_COUNT_LIMIT),
        mail_programs=lenient.words(document, "mail_programs", fresh.mail_programs),
        language=lenient.text(document, "language"),
        keep_days=max(0, lenient.number(document, "keep_days", fresh.keep_days)),
        checks_spelling=lenient.flag(document, "checks_spelling", fallback=True),
        spelling=lenient.words(document, "spelling"),
    )


def settings_onto(settings: Settings, raw: Mapping[str, object]) -> Document:
    """Write settings over the document that they were read from."""
    understood = _document(settings_from(raw))
    return overlay(raw, understood, _document(settings), whole=_USERS_OWN_NAMES)


def profiles_from(documents: Sequence[Mapping[str, object]]) -> tuple[Profile, ...]:
    """Read the profiles; one without an id can't be told apart and is left out."""
    profiles = map(_profile_from, documents)
    return tuple(profile for profile in profiles if profile.id)


def profiles_onto(
    profiles: Sequence[Profile], raw: Sequence[Mapping[str, object]]
) -> list[Document]:
    """Write profiles, each over the document with its id, if there is one."""
    found = {lenient.text(document, "id"): document for document in raw}
    return [_profile_onto(profile, found.get(profile.id, {})) for profile in profiles]


def documents(value: object) -> list[Document]:
    """Return the objects in a JSON list."""
    return [item for item in value if is_document(item)] if isinstance(value, list) else []


def _document(settings: Settings) -> Document:
    return asdict(settings)


def _layout_from(document: Mapping[str, object]) -> WindowLayout:
    return WindowLayout(
        geometry=lenient.text(document, "geometry"),
        state=lenient.text(document, "state"),
        splitters=_sizes(lenient.part(document, "splitters")),
        columns=_sizes(lenient.part(document, "columns")),
        bottom_tab=lenient.text(document, "bottom_tab"),
    )


def _sizes(document: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    return {
        name: tuple(value)
        for name, value in document.items()
        if isinstance(value, list | tuple) and all(type(size) is int for size in value)
    }


def _free_width(width: int) -> int:
    narrowest, widest = FREE_WIDTHS
    return min(max(width, narrowest), widest) if width else 0


def _zoom(percent: int) -> int:
    return percent if percent in PREVIEW_ZOOMS else 0


def _words(value: object, fallback: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return fallback
    return tuple(word for word in value if isinstance(word, str))


def _profile_from(document: Mapping[str, object]) -> Profile:
    sender = lenient.part(document, "sender")
    return Profile(
        id=lenient.text(document, "id"),
        name=lenient.text(document, "name"),
        # A kind that can't be read is treated as the one that asks for the most care.
        kind=lenient.choice(document, "kind", KeyKind.LIVE),
        key_tail=lenient.text(document, "key_tail")[-4:],
        project_id=lenient.text(document, "project_id"),
        sender=Sender(
            address=lenient.text(sender, "address"),
            name=lenient.text(sender, "name"),
            reply_to=lenient.text(sender, "reply_to"),
        ),
        tests_only=lenient.flag(document, "tests_only"),
        batch_cap=_cap(document),
        color=_color(document),
        permissions=_answers(lenient.part(document, "permissions")),
    )


def _cap(document: Mapping[str, object]) -> int | None:
    cap = lenient.count(document, "batch_cap")
    return None if cap is None else max(cap, 0)


def _color(document: Mapping[str, object]) -> str:
    color = lenient.text(document, "color")
    return color if color in PROFILE_COLORS else ""


def _answers(document: Mapping[str, object]) -> dict[str, bool]:
    return {name: value for name, value in document.items() if isinstance(value, bool)}


def _profile_onto(profile: Profile, raw: Mapping[str, object]) -> Document:
    understood = asdict(_profile_from(raw)) if raw else {}
    fields = asdict(profile)
    fields["key_tail"] = profile.key_tail[-4:]  # whatever happens, never a whole key in a file
    return overlay(raw, understood, fields, whole=_USERS_OWN_NAMES)
