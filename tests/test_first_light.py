"""The window comes with the last email, whatever has happened to the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from migma_desktop.core.models import Draft
from migma_desktop.first_light import open_records
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore

PAGE = 4096


def test_damage_that_only_reading_meets_is_mended_before_the_window(tmp_path: Path) -> None:
    path = tmp_path / "migma.db"
    database = open_database(path, now=lambda: datetime.now(UTC)).database
    store = DraftStore(database=database, now=lambda: datetime.now(UTC))
    for number in range(40):
        store.save(Draft(id=str(number), subject=f"Email {number}", markdown="x" * 3000))
    database.close()
    whole = bytearray(path.read_bytes())
    at = whole.index(b'"subject":"Email 39"') // PAGE * PAGE  # the page of the latest
    whole[at : at + PAGE] = b"\xa5" * PAGE
    path.write_bytes(whole)

    opened, kept = open_records(path)
    opened.database.close()
    assert kept is not None
    assert kept.draft.subject == "Email 38"
    assert "was damaged" in str(opened.notices[0])
    assert "Could not be read: emails: 1, " in str(opened.notices[1])
