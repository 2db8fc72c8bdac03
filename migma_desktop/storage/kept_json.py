"""Lists of an account to JSON and back. What can't be read any more is left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from migma_desktop.core.account import Contact
from migma_desktop.core.made_emails import SeriesEmail, Topic
from migma_desktop.core.models import (
    DnsRecord,
    Domain,
    DomainState,
    Group,
    MigmaEmail,
    Project,
    StoredContent,
)
from migma_desktop.storage import lenient
from migma_desktop.storage.json_overlay import Document, is_document

T = TypeVar("T")


def encode(item: object) -> str:
    """Write one item. It must be one of the kinds that ``decode`` knows."""
    if isinstance(item, Contact):
        document = {**item._asdict(), "custom_fields": dict(item.custom_fields)}
    else:
        document = asdict(item)  # type: ignore[call-overload]  # a dataclass, all others
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def contacts(stored: str) -> list[Contact]:
    """Read contacts that stand in a row, divided by commas, with each letter that is typed.

    Raises:
        ValueError: they are not what ``encode`` has written.
    """
    try:
        return [
            Contact(**{**document, "tags": tuple(document["tags"])})
            for document in json.loads(f"[{stored}]")
        ]
    except (TypeError, KeyError) as error:
        raise ValueError(str(error)) from error


def from_document(kind: type[T], document: object) -> T | None:
    """Return the item that a piece of JSON tells of; None when it tells of none."""
    found: T | None = _KINDS[kind](document) if is_document(document) else None
    return found


def _project(source: Document) -> Project:
    return Project(
        id=lenient.text(source, "id"),
        name=lenient.text(source, "name"),
        status=lenient.text(source, "status", "active"),
    )


def _domain(source: Document) -> Domain:
    records = source.get("records")
    return Domain(
        name=lenient.text(source, "name"),
        state=lenient.choice(source, "state", DomainState.WAITING),
        records=tuple(map(_record, filter(is_document, records)))
        if isinstance(records, list)
        else (),
        connect_url=lenient.text(source, "connect_url"),
    )


def _record(source: Document) -> DnsRecord:
    known = {name: source[name] for name in DnsRecord.__dataclass_fields__ if name in source}
    return DnsRecord(**known)  # type: ignore[arg-type]  # names and kinds are our own


def _group(source: Document) -> Group:
    return Group(
        id=lenient.text(source, "id"),
        name=lenient.text(source, "name"),
        count=lenient.count(source, "count"),
        description=lenient.text(source, "description"),
    )


def _email(source: Document) -> MigmaEmail:
    known = {name: lenient.text(source, name) for name in MigmaEmail.__dataclass_fields__}
    return MigmaEmail(**known)


def _series_email(source: Document) -> SeriesEmail:
    return SeriesEmail(
        email_id=lenient.text(source, "email_id"),
        number=lenient.count(source, "number") or 0,
        subject=lenient.text(source, "subject"),
        status=lenient.text(source, "status"),
        send_offset_days=lenient.count(source, "send_offset_days"),
        thumbnail_url=lenient.text(source, "thumbnail_url"),
    )


def _content(source: Document) -> StoredContent:
    known = {name: lenient.text(source, name) for name in StoredContent.__dataclass_fields__}
    return StoredContent(**known)


def _topic(source: Document) -> Topic:
    return Topic(
        id=lenient.text(source, "id"),
        name=lenient.text(source, "name"),
        description=lenient.text(source, "description"),
        is_opt_in=source.get("is_opt_in") is True,
        is_public=source.get("is_public") is not False,
    )


def _contact(source: Document) -> Contact:
    tags = source.get("tags")
    return Contact(
        id=lenient.text(source, "id"),
        email=lenient.text(source, "email"),
        first_name=lenient.text(source, "first_name"),
        last_name=lenient.text(source, "last_name"),
        status=lenient.text(source, "status"),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        custom_fields=lenient.part(source, "custom_fields"),
    )


_KINDS: Mapping[type, Callable[[Document], Any]] = {
    Project: _project,
    Domain: _domain,
    Group: _group,
    MigmaEmail: _email,
    SeriesEmail: _series_email,
    StoredContent: _content,
    Topic: _topic,
    Contact: _contact,
}
