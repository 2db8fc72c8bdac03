"""Noticing that another window of the same profile has sent something."""

from __future__ import annotations

from migma_desktop.storage.database import Database

_NEWEST = 200
"""Sends that are compared: among older ones only those change that have not come to their end."""

_LOOKS = """
    SELECT coalesce(max(seq), 0), group_concat(seq || state || sent || failed || total) FROM (
        SELECT seq, state, coalesce(sent, '') AS sent, coalesce(failed, '') AS failed,
            coalesce(total, '') AS total
        FROM sends ORDER BY seq DESC LIMIT ?
    )
"""


class Neighbours:
    """Tells whether sends were changed over other connections. Blocks.

    SQLite counts what others commit (``PRAGMA data_version``); most of that are drafts, so the
    newest sends are compared as well.
    """

    def __init__(self, *, database: Database) -> None:
        self._database = database
        self._version = 0
        self._looks: tuple[object, ...] | None = None

    def have_sent(self) -> bool:
        """Whether a send came or changed since the last call. Raises StoreError."""
        with self._database.reading() as db:
            (version,) = db.execute("PRAGMA data_version").fetchone()
            if version == self._version:
                return False
            looks = tuple(db.execute(_LOOKS, (_NEWEST,)).fetchone())
        is_first = self._looks is None
        is_new = looks != self._looks
        self._version, self._looks = version, looks
        return is_new and not is_first
