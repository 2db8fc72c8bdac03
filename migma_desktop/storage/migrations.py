"""The shape of the database, as the steps that lead to it.

A released step is never edited: a change is a new step at the end, together with a fixture of
the version before it in ``tests/storage/fixtures``.
"""

from __future__ import annotations

Step = tuple[str, ...]

_DRAFTS_AND_OUTBOX: Step = (
    """
    CREATE TABLE drafts (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        changes INTEGER NOT NULL,  -- rises with every save: the order, whatever the clock says
        subject TEXT NOT NULL,
        content TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX drafts_in_order ON drafts (changes)",
    # Everything that a list shows; the heavy parts lie apart so that reading many stays cheap.
    """
    CREATE TABLE sends (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order, whatever the clock says
        id TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL,
        profile_id TEXT NOT NULL,
        is_test INTEGER NOT NULL,
        request TEXT NOT NULL,
        subject TEXT NOT NULL,  -- as filled
        recipient_name TEXT NOT NULL,
        recipient_count INTEGER,
        state TEXT NOT NULL,
        provider TEXT NOT NULL,
        remote_id TEXT NOT NULL,
        batch_id TEXT NOT NULL,
        sent INTEGER,
        failed INTEGER,
        total INTEGER,
        problem TEXT
    )
    """,
    """
    CREATE INDEX sends_unfinished ON sends (seq)
    WHERE state IN ('held', 'sending', 'waiting', 'processing', 'throttled')
        OR (state = 'accepted' AND batch_id <> '')
    """,
    """
    CREATE TABLE send_contents (
        seq INTEGER PRIMARY KEY REFERENCES sends (seq) ON DELETE CASCADE,
        body BLOB NOT NULL,
        template TEXT NOT NULL,
        html TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE send_events (
        seq INTEGER NOT NULL REFERENCES sends (seq) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        state TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (seq, number)
    ) WITHOUT ROWID
    """,
)

_WHAT_A_SEND_WAS_MADE_FROM: Step = (
    "ALTER TABLE sends ADD COLUMN draft_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sends ADD COLUMN fingerprint TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sends ADD COLUMN held_until TEXT",
    "ALTER TABLE send_contents ADD COLUMN draft TEXT",
    "CREATE INDEX sends_of_draft ON sends (draft_id, seq) WHERE draft_id <> ''",
)

_HISTORY: Step = (
    # What the history filters by, in the order in which it is shown: a twentieth of the rows.
    "CREATE INDEX sends_in_log ON sends (seq, state, is_test, created_at)",
    "CREATE INDEX sends_by_remote_id ON sends (remote_id) WHERE remote_id <> ''",
    # Words without their places and without the texts: see ``storage.history_index``.
    """
    CREATE VIRTUAL TABLE send_words USING fts5 (
        words, content = '', columnsize = 0, detail = 'none', prefix = '1 2 3',
        tokenize = "unicode61 remove_diacritics 0"
    )
    """,
    # The sends from ``first`` to ``last`` are in the index; those before this step come later.
    """
    CREATE TABLE send_words_kept (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        version INTEGER NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL
    )
    """,
    """
    INSERT INTO send_words_kept (only, version, first, last)
    SELECT 1, 1, coalesce(max(seq), 0) + 1, coalesce(max(seq), 0) FROM sends
    """,
)

_WHO_CARRIES_A_SEND: Step = (
    "ALTER TABLE sends ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sends ADD COLUMN next_try_at TEXT",
)

# Beside the drafts, not in their table: a row with a long email is not read or written anew for a
# cursor that moved, a list that is shown, or a draft that is taken away.
_A_DRAFTS_PAST: Step = (
    """
    CREATE TABLE draft_versions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order, whatever the clock says
        draft_id TEXT NOT NULL REFERENCES drafts (id) ON DELETE CASCADE,
        made_at TEXT NOT NULL,
        reason TEXT NOT NULL,
        subject TEXT NOT NULL,
        size INTEGER NOT NULL,  -- characters of the document
        content NOT NULL  -- the document: as text, or as a BLOB that zlib has packed
    )
    """,
    "CREATE INDEX draft_versions_in_order ON draft_versions (draft_id, seq)",
    """
    CREATE TABLE draft_views (
        draft_id TEXT PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE,
        opened INTEGER NOT NULL,  -- rises together with drafts.changes
        view TEXT NOT NULL  -- where the caret stood: JSON
    )
    """,
    "CREATE INDEX draft_views_in_order ON draft_views (opened)",
    """
    CREATE TABLE draft_removals (
        draft_id TEXT PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE,
        removed_at TEXT NOT NULL
    )
    """,
    # What a list shows and a search looks through; made from the drafts whenever it is missing.
    """
    CREATE TABLE draft_cards (
        draft_id TEXT PRIMARY KEY REFERENCES drafts (id) ON DELETE CASCADE,
        of_change INTEGER NOT NULL,  -- drafts.changes when the card was made
        recipient TEXT NOT NULL,
        size INTEGER NOT NULL,
        words TEXT NOT NULL
    )
    """,
)

_OWN_TEMPLATES: Step = (
    """
    CREATE TABLE own_templates (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        content TEXT NOT NULL  -- a draft without a recipient, as in drafts.content
    )
    """,
)

_WHOSE_VALUES_A_TEST_CARRIED: Step = (
    "ALTER TABLE sends ADD COLUMN sample TEXT NOT NULL DEFAULT ''",
)

_WITH_WHICH_KEY_A_SEND_LEFT: Step = (
    "ALTER TABLE sends ADD COLUMN key_mark TEXT NOT NULL DEFAULT ''",
)

_WHEN_A_SEND_LEFT_BY_MIGMAS_CLOCK: Step = ("ALTER TABLE sends ADD COLUMN left_at TEXT",)

STEPS: tuple[Step, ...] = (
    _DRAFTS_AND_OUTBOX,
    _WHAT_A_SEND_WAS_MADE_FROM,
    _HISTORY,
    _WHO_CARRIES_A_SEND,
    _A_DRAFTS_PAST,
    _OWN_TEMPLATES,
    _WHOSE_VALUES_A_TEST_CARRIED,
    _WITH_WHICH_KEY_A_SEND_LEFT,
    _WHEN_A_SEND_LEFT_BY_MIGMAS_CLOCK,
)
"""Step n leads from version n - 1 to version n; an empty file is version 0."""
