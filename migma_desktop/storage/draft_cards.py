"""What the list of drafts shows and searches, made from the drafts when it is wanted.

Nothing of it is done while somebody types: a draft that has changed since gets a new card when
the list is opened.
"""

from __future__ import annotations

import re
import unicodedata

from migma_desktop.core.draft import ContentSource, Draft
from migma_desktop.core.errors import FileRefused
from migma_desktop.storage import draft_json
from migma_desktop.storage.database import Database
from migma_desktop.storage.json_overlay import mended

_AT_ONCE = 200  # drafts in one transaction: saving what is typed must not wait for all of them
_STALE = """
    SELECT id, changes, name, content FROM drafts LEFT JOIN draft_cards ON draft_id = id
    WHERE of_change IS NULL OR of_change <> changes LIMIT ?
"""
_PUT = """
    INSERT OR REPLACE INTO draft_cards (draft_id, of_change, recipient, size, words)
    VALUES (?, ?, ?, ?, ?)
"""
_HIDDEN = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SPACES = re.compile(r"\s+")


def refresh(database: Database) -> None:
    """Make the cards that are missing or out of date. Raises StoreError."""
    while True:
        with database.reading() as db:
            stale = db.execute(_STALE, (_AT_ONCE,)).fetchall()
        if not stale:
            return
        cards = [(row["id"], row["changes"], *_card(row["name"], row["content"])) for row in stale]
        with database.writing() as db:
            db.executemany(_PUT, cards)


def folded(text: str) -> str:
    """Return a text as it is searched: without case and accents."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def _card(name: str, content: str) -> tuple[str, int, str]:
    try:
        draft = draft_json.decode(draft_json.parse(content))
    except FileRefused:  # listed all the same, so that it can be seen and deleted
        return "", len(content), folded(mended(name))
    recipient = draft.recipient
    whom = recipient.name if recipient.type.is_batch else recipient.email
    words = " ".join((name, draft.subject, draft.preheader, recipient.email, whom, _text(draft)))
    return mended(whom), len(content), _SPACES.sub(" ", folded(mended(words)))


def _text(draft: Draft) -> str:
    if draft.source in {ContentSource.MARKDOWN, ContentSource.TEXT}:
        return draft.written
    tags = draft.written if draft.source.has_tags else draft.html
    return _TAG.sub(" ", _HIDDEN.sub(" ", tags))
