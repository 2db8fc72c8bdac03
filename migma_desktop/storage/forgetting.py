"""Taking a person's address out of what was written to them."""

from __future__ import annotations

import re
import sqlite3
import zlib
from contextlib import suppress

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.person import Person
from migma_desktop.storage import draft_json
from migma_desktop.storage.draft_versions import packed, unpacked
from migma_desktop.storage.json_overlay import dump, is_document

_KEPT = frozenset({"sender"})  # the user's own; it has to stay what emails are sent from


def drafts_with(db: sqlite3.Connection, address: str) -> set[str]:
    """Return the ids of the drafts that hold an address, or held it in a version."""
    pattern = Person(address).pattern
    found = set()
    for row in db.execute("SELECT id, name, content FROM drafts"):
        if pattern.search(row["name"]) or _without(row["content"], pattern)[1]:
            found.add(str(row["id"]))
    for row in db.execute("SELECT draft_id, content FROM draft_versions"):
        with suppress(zlib.error, UnicodeDecodeError):
            if _without(unpacked(row["content"]), pattern)[1]:
                found.add(str(row["draft_id"]))
    return found


def forget_address(db: sqlite3.Connection, address: str) -> int:
    """Take an address out of drafts, their names and versions, and templates; count the drafts."""
    wanted = address.strip()
    if not wanted:
        return 0
    found = len(drafts_with(db, wanted))
    db.execute("PRAGMA secure_delete = ON")  # nothing of it stays in pages that are let go
    pattern = Person(wanted).pattern
    _from_drafts(db, pattern)
    _from_versions(db, pattern)
    _from_templates(db, pattern)
    return found


def _from_drafts(db: sqlite3.Connection, pattern: re.Pattern[str]) -> None:
    for row in db.execute("SELECT id, name, subject, content FROM drafts").fetchall():
        content, found = _without(row["content"], pattern)
        name, in_name = pattern.subn("", row["name"])
        subject, in_subject = pattern.subn("", row["subject"])
        if found or in_name or in_subject:
            values = (name, subject, content, row["id"])
            db.execute("UPDATE drafts SET name = ?, subject = ?, content = ? WHERE id = ?", values)
            db.execute("DELETE FROM draft_cards WHERE draft_id = ?", (row["id"],))


def _from_versions(db: sqlite3.Connection, pattern: re.Pattern[str]) -> None:
    for seq in [row["seq"] for row in db.execute("SELECT seq FROM draft_versions")]:
        row = db.execute(
            "SELECT subject, content FROM draft_versions WHERE seq = ?", (seq,)
        ).fetchone()
        try:
            document = unpacked(row["content"])
        except (zlib.error, UnicodeDecodeError):  # damaged: nobody can read it in there
            continue
        content, found = _without(document, pattern)
        if found:
            db.execute(
                "UPDATE draft_versions SET subject = ?, content = ? WHERE seq = ?",
                (pattern.sub("", row["subject"]), packed(content), seq),
            )


def _from_templates(db: sqlite3.Connection, pattern: re.Pattern[str]) -> None:
    for row in db.execute("SELECT id, name, content FROM own_templates").fetchall():
        content, found = _without(row["content"], pattern)
        name, in_name = pattern.subn("", row["name"])
        if found or in_name:
            values = (name, content, row["id"])
            db.execute("UPDATE own_templates SET name = ?, content = ? WHERE id = ?", values)


def _without(content: str, pattern: re.Pattern[str]) -> tuple[str, int]:
    if not pattern.search(content) and "\\" not in content:
        return content, 0
    try:
        document = draft_json.parse(content)
    except FileRefused:
        return pattern.subn("", content)
    counted = [0]
    cleaned = {
        name: value if name in _KEPT else _cleaned(value, pattern, counted)
        for name, value in document.items()
    }
    return (dump(cleaned), counted[0]) if counted[0] else (content, 0)


def _cleaned(value: object, pattern: re.Pattern[str], counted: list[int]) -> object:
    if isinstance(value, str):
        text, found = pattern.subn("", value)
        counted[0] += found
        return text
    if isinstance(value, list):
        return [_cleaned(each, pattern, counted) for each in value]
    if is_document(value):
        return {name: _cleaned(each, pattern, counted) for name, each in value.items()}
    return value
