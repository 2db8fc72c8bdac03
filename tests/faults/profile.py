"""The folder of a person who has used the program before: an account, a draft, a history."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from migma_desktop.core.draft import Draft, KeyKind, Profile, Recipient, Sender
from migma_desktop.core.models import Send
from migma_desktop.core.settings import Settings
from migma_desktop.paths import UserFolders
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.migrations import STEPS
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.storage.settings_file import SettingsFile
from tests.faults.hands import PERSON

PROFILE = "faults-profile"
TEXT = "Dear reader,\n\n"
_FIXTURES = Path(__file__).resolve().parents[1] / "storage" / "fixtures"
_OLD_SENDS = 200
_OLD_BYTES = 20_000


class Kept(NamedTuple):
    """What lies on disk."""

    text: str
    sends: dict[str, Send]  # by subject
    doubles: list[str]  # subjects that more than one send has


def prepare(folder: Path) -> None:
    """Make a profile with an account and an email that is ready to send."""
    folders = _settings(folder)
    database = open_database(folders.data / "migma.db", now=_now).database
    draft = Draft(
        id="faults-draft",
        recipient=Recipient(email=PERSON),
        sender=Sender(address=f"hello@{VERIFIED_DOMAIN}", name="Fern"),
        subject="Hello",
        markdown=TEXT,
        project_id=FERN,
    )
    DraftStore(database=database, now=_now).save(draft)
    database.close()


def prepare_old(folder: Path, *, version: int) -> None:
    """Make a profile whose database an older version of the program wrote."""
    folders = _settings(folder)
    with closing(sqlite3.connect(folders.data / "migma.db")) as db:
        db.executescript((_FIXTURES / f"v{version}.sql").read_text(encoding="utf-8"))
        _add_history(db)


def _add_history(db: sqlite3.Connection) -> None:
    """Copy a send many times, so that a migration takes long enough to be hit."""
    db.row_factory = sqlite3.Row
    pattern = dict(db.execute("SELECT * FROM sends WHERE seq = 1").fetchone())
    del pattern["seq"]
    columns, marks = ", ".join(pattern), ", ".join("?" * len(pattern))
    insert = f"INSERT INTO sends ({columns}) VALUES ({marks})"  # noqa: S608 - our own columns
    for number in range(_OLD_SENDS):
        changes = {"id": f"old-{number}", "key": f"old-key-{number}", "subject": f"Old {number}"}
        added = db.execute(insert, tuple({**pattern, **changes}.values()))
        db.execute(
            "INSERT INTO send_contents (seq, body, template, html) VALUES (?, ?, '', '')",
            (added.lastrowid, b"x" * _OLD_BYTES),
        )
        db.execute(
            "INSERT INTO send_events SELECT ?, number, at, state, note FROM send_events"
            " WHERE seq = 1",
            (added.lastrowid,),
        )
    db.commit()


def read(folder: Path, *, scratch: Path) -> Kept:
    """Read a profile as it lies there, from a copy: the next start shall find it untouched."""
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(UserFolders.below(folder).data, scratch)
    database = open_database(scratch / "migma.db", now=_now).database
    try:
        draft = DraftStore(database=database, now=_now).latest()
        sends = SqliteSendLog(database=database).recent(limit=5_000)
    finally:
        database.close()
    by_subject = {send.subject: send for send in sends}
    subjects = [send.subject for send in sends]
    doubles = sorted({each for each in subjects if subjects.count(each) > 1})
    return Kept("" if draft is None else draft.markdown, by_subject, doubles)


def version_of(folder: Path) -> int:
    """Return the version of the database as it lies there."""
    with closing(sqlite3.connect(UserFolders.below(folder).data / "migma.db")) as db:
        (version,) = db.execute("PRAGMA user_version").fetchone()
    return int(version)


def old_versions() -> range:
    """Return the versions of the database that can be migrated."""
    return range(1, len(STEPS))


def old_sends() -> int:
    """How many sends an old profile holds: those of the fixture, and our copies."""
    return 2 + _OLD_SENDS


def _settings(folder: Path) -> UserFolders:
    folders = UserFolders.below(folder)
    folders.make()
    account = Profile(id=PROFILE, name="Fern", kind=KeyKind.TEST, project_id=FERN)
    settings = Settings(last_profile_id=PROFILE, undo_seconds=0)
    SettingsFile(folders.config / "settings.json", now=_now).save(settings, [account])
    return folders


def _now() -> datetime:
    return datetime.now(UTC)
