"""A draft as JSON: one row in the database, or one ``.migma`` file.

The format's name says what a reader must understand. A change that older programs would
misread gets a new name (``migma-draft-2``), which they refuse; any other change is a field more,
which they keep as they found it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace

from migma_desktop.core.draft import (
    ContentSource,
    Draft,
    MailKind,
    Provider,
    Recipient,
    RecipientType,
    Sender,
)
from migma_desktop.core.errors import FileRefused
from migma_desktop.core.texts import say
from migma_desktop.storage import lenient
from migma_desktop.storage.json_overlay import Document, dump, is_document, overlay

FORMAT = "migma-draft"
VERSION = 1

_USERS_OWN_NAMES = frozenset({"variables"})


def parse(stored: str) -> Document:
    """Read the document, unknown fields included.

    Raises:
        FileRefused: it isn't a draft that this version can read.
    """
    try:
        # NaN and the like are no JSON: as a number they would be neither equal to themselves nor
        # anything that Migma can read.
        document = json.loads(stored, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise not_a_draft(str(error)) from error
    if not is_document(document):
        raise not_a_draft("not a JSON object")
    named = document.get("format")
    if isinstance(named, str) and named.startswith(f"{FORMAT}-"):
        raise _of_the_future(named)
    if named != FORMAT:
        raise not_a_draft("the field 'format' is not 'migma-draft'")
    return document


def decode(document: Mapping[str, object]) -> Draft:
    """Read what this version understands; the rest takes its default."""
    recipient = lenient.part(document, "recipient")
    sender = lenient.part(document, "sender")
    fresh = Draft()
    return Draft(
        id=lenient.text(document, "id"),
        recipient=Recipient(
            type=lenient.choice(recipient, "type", RecipientType.PERSON),
            email=lenient.text(recipient, "email"),
            id=lenient.text(recipient, "id"),
            name=lenient.text(recipient, "name"),
            count=lenient.count(recipient, "count"),
        ),
        sender=Sender(
            address=lenient.text(sender, "address"),
            name=lenient.text(sender, "name"),
            reply_to=lenient.text(sender, "reply_to"),
        ),
        subject=lenient.text(document, "subject"),
        preheader=lenient.text(document, "preheader"),
        source=lenient.choice(document, "source", ContentSource(fresh.source)),
        markdown=lenient.text(document, "markdown"),
        html=lenient.text(document, "html"),
        mjml=lenient.text(document, "mjml"),
        text=lenient.text(document, "text"),
        conversation_id=lenient.text(document, "conversation_id"),
        email_id=lenient.text(document, "email_id"),
        project_id=lenient.text(document, "project_id"),
        provider=lenient.choice(document, "provider", Provider(fresh.provider)),
        kind=lenient.choice(document, "kind", MailKind(fresh.kind)),
        variables=lenient.variables(document),
        people=lenient.people(document),
        remote_content_allowed=lenient.flag(document, "remote_content_allowed"),
        spelling=lenient.words(document, "spelling"),
        profile_id=lenient.text(document, "profile_id"),
    )


def encode(draft: Draft, *, onto: Mapping[str, object] | None = None) -> str:
    """Write a draft, laid over the document that it was read from, if any."""
    document = _document(draft)
    if onto is not None:
        understood = _document(decode(onto))
        document = overlay(onto, understood, document, whole=_USERS_OWN_NAMES)
    return dump(document)


def not_a_draft(details: str) -> FileRefused:
    """Say that something can't be read as a draft."""
    return FileRefused(
        say("This is not a draft that the program can read"),
        say("The file was made by another program, or it is damaged. It was left as it is."),
        details=details,
    )


def _document(draft: Draft) -> Document:
    fields = asdict(replace(draft, variables={}, people=()))  # which would copy each value
    fields |= {"variables": dict(draft.variables), "people": [*map(dict, draft.people)]}
    return {"format": FORMAT, "version": VERSION} | fields


def _of_the_future(named: str) -> FileRefused:
    return FileRefused(
        say("This email was saved by a newer version of the program"),
        say(
            "It holds something that this version would misread, so it was left as it is. Install "
            "the newest Migma Desktop to open it."
        ),
        details=f"format {named!r}; this version reads {FORMAT!r}",
    )
