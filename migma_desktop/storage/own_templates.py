"""The user's own templates, in the program's database and as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from migma_desktop.core.draft import Draft
from migma_desktop.core.templates import OwnTemplate, template_of
from migma_desktop.storage import draft_json
from migma_desktop.storage.database import Database
from migma_desktop.storage.json_overlay import mended

_KEEP = """
    INSERT INTO own_templates (id, name, created_at, updated_at, content)
    VALUES (:id, :name, :moment, :moment, :content)
    ON CONFLICT (id) DO UPDATE
    SET name = :name, updated_at = :moment, content = :content
"""


class OwnTemplateStore:
    """Own templates, each a draft without a recipient. Blocks: call it off the GUI thread.

    Every method may raise StoreError.
    """

    def __init__(self, *, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def all(self) -> Sequence[OwnTemplate]:
        """Read all templates, by name."""
        with self._database.reading() as db:
            rows = db.execute("SELECT id, name, content FROM own_templates").fetchall()
        templates = (
            OwnTemplate(row["id"], row["name"], self.from_file(row["content"])) for row in rows
        )
        return sorted(templates, key=lambda each: (each.name.casefold(), each.id))

    def keep(self, template: OwnTemplate) -> None:
        """Keep a template under its id, new or again."""
        fields = {
            "id": template.id,
            "name": mended(template.name),
            "moment": self._moment(),
            "content": self.as_file(template.draft),
        }
        with self._database.writing() as db:
            db.execute(_KEEP, fields)

    def rename(self, template_id: str, name: str) -> None:
        """Give a template another name."""
        with self._database.writing() as db:
            db.execute(
                "UPDATE own_templates SET name = ?, updated_at = ? WHERE id = ?",
                (mended(name), self._moment(), template_id),
            )

    def remove(self, template_id: str) -> None:
        """Forget a template; no error when there is none."""
        with self._database.writing() as db:
            db.execute("DELETE FROM own_templates WHERE id = ?", (template_id,))

    def as_file(self, draft: Draft) -> str:
        """Return the text of a ``.migma`` file that holds a template."""
        return draft_json.encode(template_of(draft))

    def from_file(self, text: str) -> Draft:
        """Read the text of a ``.migma`` file.

        Raises:
            FileRefused: it isn't one that this version can read.
        """
        return template_of(draft_json.decode(draft_json.parse(text)))

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="microseconds")
