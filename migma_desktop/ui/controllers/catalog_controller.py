"""Knows which fields the people have who would get the email, as Migma's catalogue says."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.errors import KnownError
from migma_desktop.core.models import Draft, RecipientType
from migma_desktop.core.ports import Mailer
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.draft_controller import DraftController

_FRESH_SECONDS = 300.0
"""After that a catalogue is read again, while the old one goes on being used."""


class _Whom(NamedTuple):
    """Whose fields."""

    profile_id: str
    project_id: str
    segment_id: str
    tag: str


class _Known(NamedTuple):
    """What was read, None where the account doesn't tell; and when, by the monotonic clock."""

    catalog: FieldCatalog | None
    at: float


class CatalogController(QObject):
    """Reads the catalogue for a batch behind the user's back, and remembers it per profile.

    It is advice: a key that may not read it, or no connection, is passed over in silence.

    Signals:
        changed(): something else is known now.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        account: AccountController,
        drafts: DraftController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._account = account
        self._drafts = drafts
        self._known: dict[_Whom, _Known] = {}
        self._asked: set[_Whom] = set()
        drafts.edited.connect(self._want)
        account.profile_changed.connect(lambda _profile: self._want(drafts.draft))

    def of(self, draft: Draft) -> FieldCatalog | None:
        """Return what the people have who would get this draft; None: not known."""
        whom = self._whom(draft)
        known = None if whom is None else self._known.get(whom)
        return None if known is None else known.catalog

    def _want(self, draft: Draft) -> None:
        whom = self._whom(draft)
        if whom is None or whom in self._asked:
            return
        known = self._known.get(whom)
        if known is not None and monotonic() - known.at < _FRESH_SECONDS:
            return
        self._asked.add(whom)
        self._runtime.spawn(self._read(whom), owner=self)

    def _whom(self, draft: Draft) -> _Whom | None:
        profile, recipient = self._account.profile, draft.recipient
        if profile is None or not draft.project_id or not recipient.type.is_batch:
            return None
        if not recipient.id:
            return None
        of_tag = recipient.type is RecipientType.TAG
        return _Whom(
            profile.id,
            draft.project_id,
            "" if of_tag else recipient.id,
            recipient.name if of_tag else "",
        )

    async def _read(self, whom: _Whom) -> None:
        before = self._known.get(whom)
        catalog = None if before is None else before.catalog
        try:
            catalog = await _catalog(self._account.mailer_for(whom.profile_id), whom)
        except KnownError:
            pass  # nobody asked for it, and nothing depends on it
        finally:
            self._asked.discard(whom)
        self._known[whom] = _Known(catalog, monotonic())
        if before is None or catalog != before.catalog:
            self.changed.emit()


async def _catalog(mailer: Mailer, whom: _Whom) -> FieldCatalog:
    return await mailer.field_catalog(whom.project_id, segment_id=whom.segment_id, tag=whom.tag)
