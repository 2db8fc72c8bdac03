"""Saving what can be read of a damaged database into a new one.

A damaged page takes the rows on it along, and a query that meets it stops. So each table is read
from both ends up to the damage, then row by row across it: looking one row up touches only the
pages on the way to it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from migma_desktop.core.errors import FileRefused
from migma_desktop.core.models import SendState
from migma_desktop.core.texts import Text, say
from migma_desktop.storage import draft_json, raw_pages
from migma_desktop.storage.draft_versions import unpacked

_FARTHEST = 200_000  # rows that are looked up one by one across a damage

# The names come from our own tables, never from the damaged file.
_SELECT = "SELECT rowid, @columns FROM @table"
_OF_SEND = "SELECT @columns FROM @table WHERE seq = ?"
_OF_INDEX = "SELECT rowid FROM @table INDEXED BY @index ORDER BY rowid"
_INSERT = "INSERT OR IGNORE INTO @table (@columns) VALUES (@gaps)"

_UNFINISHED = frozenset({"held", "sending", "waiting", "processing", "throttled"})

Row = tuple[object, ...]
Named = dict[str, object]


class Salvaged(NamedTuple):
    """How much was saved, and how much was met that can't be read."""

    drafts: int = 0
    versions: int = 0
    sends: int = 0
    lost_drafts: int = 0
    lost_versions: int = 0
    lost_sends: int = 0

    def sentence(self) -> Text:
        """Say it in plain words."""
        if not self.drafts + self.versions + self.sends:
            return say("Nothing in it could be read.")
        saved = {"drafts": self.drafts, "versions": self.versions, "sends": self.sends}
        if not self.lost_drafts + self.lost_versions + self.lost_sends:
            return say(
                "Saved from it, as far as can be seen all there was: emails: {drafts}, earlier "
                "versions of them: {versions}, lines of the status log: {sends}.",
                **saved,
            )
        return say(
            "Saved from it: emails: {drafts}, earlier versions of them: {versions}, lines of the "
            "status log: {sends}. Could not be read: emails: {lost_drafts}, versions: "
            "{lost_versions}, lines of the log: {lost_sends}. Before you send something again, "
            "check with its readers whether it had gone out.",
            **saved,
            lost_drafts=self.lost_drafts,
            lost_versions=self.lost_versions,
            lost_sends=self.lost_sends,
        )


def rescue_raw(damaged: Path, target: sqlite3.Connection) -> Salvaged:
    """Copy what looks like ours from a file whose schema is destroyed.

    What of the past a row was can't be told then, so that the newest state of each draft wins,
    and of a send the one that leaves nothing to do.
    """
    drafts: dict[str, Named] = {}
    sends: dict[int, Named] = {}
    others: list[tuple[str, Named]] = []
    for row in raw_pages.rows(damaged):
        table, named = _recognised(row, target)
        if table == "drafts":
            known = drafts.get(str(named["id"]))
            if known is None or _number(known["changes"]) < _number(named["changes"]):
                drafts[str(named["id"])] = named
        elif table == "sends":
            known = sends.get(row.rowid)
            if known is None or known["state"] in _UNFINISHED:
                sends[row.rowid] = named
        elif table:
            others.append((table, named))
    count = sum(_put(target, "drafts", named) for named in drafts.values())
    sent = sum(_put(target, "sends", named) for named in sends.values())
    versions = sum(
        _put(target, table, named) * (table == "draft_versions") for table, named in others
    )
    for seq, named in sends.items():
        event = {"at": named["created_at"], "state": named["state"], "note": ""}
        _put(target, "send_events", {"seq": seq, "number": 0, **event})
        _put(target, "send_contents", {"seq": seq, "body": b"", "template": "", "html": ""})
    return Salvaged(count, versions, sent)


def _recognised(row: raw_pages.RawRow, target: sqlite3.Connection) -> tuple[str, Named]:
    """Tell by its values which table a row is of; an empty name means none of ours."""
    for table, is_sound in _LOOKS.items():
        columns = [column[1] for column in target.execute(f"PRAGMA table_info({table})")]
        named = dict(zip(columns, row.values, strict=False))
        if "seq" in named and named["seq"] is None:  # it is the rowid, and stored as such
            named["seq"] = row.rowid
        if len(row.values) <= len(columns) and is_sound(named):
            return table, named
    return "", {}


def _put(target: sqlite3.Connection, table: str, named: Named) -> int:
    try:
        return target.execute(_insert(table, list(named)), tuple(named.values())).rowcount
    except sqlite3.Error:  # such as a version whose draft is lost
        return 0


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def salvage(damaged: Path, target: sqlite3.Connection) -> Salvaged:
    """Copy every row that is sound into the new database, in its present transaction.

    The damaged file is only read; what its write-ahead log holds is read too.
    """
    with suppress(sqlite3.Error, OSError):
        source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro", uri=True)
        with closing(source):
            found = _Rescue(source, target).run()
        if found != Salvaged():
            return _searchable(target, found)
    with suppress(OSError):
        return _searchable(target, rescue_raw(damaged, target))
    return Salvaged()


def _searchable(target: sqlite3.Connection, found: Salvaged) -> Salvaged:
    """Let the index of words begin behind the sends that came over: they are added to it later."""
    with suppress(sqlite3.OperationalError):  # a database of other tables, as tests make it
        target.execute(
            """
            UPDATE send_words_kept SET first = (SELECT coalesce(max(seq), 0) + 1 FROM sends),
                last = (SELECT coalesce(max(seq), 0) FROM sends)
            """
        )
    return found


class _Rescue:
    """One passage from one file to another."""

    def __init__(self, source: sqlite3.Connection, target: sqlite3.Connection) -> None:
        self._source = source
        self._target = target

    def run(self) -> Salvaged:
        drafts, lost_drafts = self._copy("drafts", is_sound=_draft_is_sound)
        versions, lost_versions = self._copy("draft_versions", is_sound=_version_is_sound)
        self._copy("draft_views")
        self._copy("draft_removals")
        self._copy("own_templates", is_sound=_draft_is_sound)
        sends, lost_sends = self._copy_sends()
        return Salvaged(drafts, versions, sends, lost_drafts, lost_versions, lost_sends)

    def _copy(
        self, table: str, *, is_sound: Callable[[Named], bool] = lambda _row: True
    ) -> tuple[int, int]:
        """Copy a table; return how many rows came over and how many are known to be lost."""
        columns = self._columns(table)
        if not columns:
            return 0, 0
        put = _insert(table, columns)
        copied = lost = 0
        for row in self._rows(table, columns):
            if row is None or not is_sound(dict(zip(columns, row, strict=True))):
                lost += 1
            else:
                copied += self._put(put, row)
        return copied, lost

    def _copy_sends(self) -> tuple[int, int]:
        """Copy the sends, each with its events, and with what left if that can be read."""
        columns = self._columns("sends")
        contents, events = self._columns("send_contents"), self._columns("send_events")
        if not columns or "seq" not in columns:
            return 0, 0
        copied = lost = 0
        for row in self._rows("sends", columns):
            if row is None:
                lost += 1
                continue
            seq = row[columns.index("seq")]
            is_sound = _send_is_sound(dict(zip(columns, row, strict=True)))
            if not is_sound or not self._put(_insert("sends", columns), row):
                lost += 1
                continue
            copied += 1
            if not self._copy_of_send("send_contents", contents, seq):
                empty = _insert("send_contents", ("seq", "body", "template", "html"))
                self._put(empty, (seq, b"", "", ""))
            self._copy_of_send("send_events", events, seq)
        return copied, lost

    def _copy_of_send(self, table: str, columns: Sequence[str], seq: object) -> int:
        if not columns:
            return 0
        put = _insert(table, columns)
        with suppress(sqlite3.Error):
            rows = self._source.execute(_named(_OF_SEND, table, columns), (seq,)).fetchall()
            return sum(self._put(put, row) for row in rows if _event_is_sound(columns, row))
        return 0

    def _columns(self, table: str) -> Sequence[str]:
        """Return the columns that both files have: the damaged one may be of an older version."""
        with suppress(sqlite3.Error):
            there = [row[1] for row in self._source.execute(f"PRAGMA table_info({table})")]
            here = {row[1] for row in self._target.execute(f"PRAGMA table_info({table})")}
            return [name for name in there if name in here]
        return ()

    def _put(self, statement: str, row: Row) -> int:
        try:
            return self._target.execute(statement, row).rowcount
        except sqlite3.IntegrityError:  # such as a version whose draft is lost
            return 0

    def _rows(self, table: str, columns: Sequence[str]) -> Iterator[Row | None]:
        """Yield every row that can be read, and None for each that surely is lost."""
        select = _named(_SELECT, table, columns)
        first = last = None
        for rowid, row in self._until_damage(f"{select} ORDER BY rowid"):
            first = rowid
            yield row
        backwards = []
        for rowid, row in self._until_damage(f"{select} ORDER BY rowid DESC"):
            if first is not None and rowid <= first:
                break
            last = rowid
            backwards.append(row)
        yield from self._across(table, select, first, last)
        yield from reversed(backwards)

    def _until_damage(self, query: str) -> Iterator[tuple[int, Row]]:
        with suppress(sqlite3.Error):
            for rowid, *row in self._source.execute(query):
                yield rowid, tuple(row)

    def _across(
        self, table: str, select: str, first: int | None, last: int | None
    ) -> Iterator[Row | None]:
        """Look each row up that lies between the two ends."""
        known = self._known_rows(table)
        start = 1 if first is None else first + 1
        end = max(known, default=start - 1) + 1 if last is None else last
        for rowid in range(start, min(end, start + _FARTHEST)):
            try:
                found = self._source.execute(f"{select} WHERE rowid = ?", (rowid,)).fetchone()
            except sqlite3.Error:
                if not known or rowid in known:
                    yield None
                continue
            if found is not None:
                yield tuple(found[1:])
            elif rowid in known:
                yield None

    def _known_rows(self, table: str) -> frozenset[int]:
        """Return the rows that an index still knows of: it lies on other pages than the table."""
        names = []
        with suppress(sqlite3.Error):
            names = [row[1] for row in self._target.execute(f"PRAGMA index_list({table})")]
        for name in names:
            with suppress(sqlite3.Error):
                query = _named(_OF_INDEX, table, ()).replace("@index", name)
                return frozenset(rowid for (rowid,) in self._source.execute(query))
        return frozenset()


def _insert(table: str, columns: Sequence[str]) -> str:
    return _named(_INSERT, table, columns).replace("@gaps", ", ".join("?" * len(columns)))


def _named(statement: str, table: str, columns: Sequence[str]) -> str:
    return statement.replace("@table", table).replace("@columns", ", ".join(columns))


def _draft_is_sound(row: Named) -> bool:
    """Whether the document is whole: pages that only held its middle carry no sign of damage."""
    content = row.get("content")
    with suppress(FileRefused, ValueError):
        datetime.fromisoformat(str(row.get("created_at")))
        datetime.fromisoformat(str(row.get("updated_at")))
        return isinstance(content, str) and bool(draft_json.parse(content))
    return False


def _version_is_sound(row: Named) -> bool:
    content = row.get("content")
    with suppress(FileRefused, ValueError, zlib.error):
        datetime.fromisoformat(str(row.get("made_at")))
        return isinstance(content, str | bytes) and bool(draft_json.parse(unpacked(content)))
    return False


def _send_is_sound(named: Named) -> bool:
    with suppress(ValueError, KeyError):
        SendState(str(named["state"]))
        datetime.fromisoformat(str(named["created_at"]))
        json.loads(str(named["problem"] or "{}"))
        return bool(json.loads(str(named["request"])))
    return False


def _event_is_sound(columns: Sequence[str], row: Row) -> bool:
    named = dict(zip(columns, row, strict=True))
    if "state" not in named:  # what left: bytes, and nothing to check them by
        return True
    with suppress(ValueError):
        SendState(str(named["state"]))
        return bool(datetime.fromisoformat(str(named["at"])))
    return False


def _content_is_sound(named: Named) -> bool:
    """Whether it looks like what left with a send: nothing there can be checked."""
    kinds = {"body": bytes, "template": str, "html": str}
    return all(isinstance(named.get(name), kind) for name, kind in kinds.items())


_LOOKS: dict[str, Callable[[Named], bool]] = {
    "drafts": lambda named: isinstance(named.get("id"), str) and _draft_is_sound(named),
    "draft_versions": _version_is_sound,
    "sends": _send_is_sound,
    "send_contents": _content_is_sound,
}
