"""The draft on the screen: every edit passes here, and is on disk a moment later."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.errors import KnownError
from migma_desktop.core.forgetting import draft_without
from migma_desktop.core.models import Draft
from migma_desktop.core.ports import DraftStore
from migma_desktop.ui.async_runtime import AsyncRuntime

_AUTOSAVE_MS = 400  # after the last edit
_AUTOSAVE_LIMIT_MS = 900  # after the first edit that isn't on disk yet


class DraftController(QObject):
    """Owns the current draft; widgets ask it to edit, and follow its signals.

    Signals:
        edited(Draft): something in the draft changed.
        replaced(Draft): another draft took its place; controls are to be filled anew.
        save_state_changed(str): "saving", "saved" or "not_saved".
        not_saved(KnownError): the draft is not on disk, and why.
    """

    edited = Signal(object)
    replaced = Signal(object)
    save_state_changed = Signal(str)
    not_saved = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        store: DraftStore,
        new_id: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._store = store
        self._new_id = new_id
        self._draft = Draft(id=new_id())
        self._on_disk: Draft | None = None
        self._saving = False
        self._rest = self._timer(_AUTOSAVE_MS)
        self._limit = self._timer(_AUTOSAVE_LIMIT_MS)

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self._draft

    def edit(self, **changes: Any) -> None:
        """Replace fields of the draft, named as in ``Draft``."""
        edited = dataclasses.replace(self._draft, **changes)
        if edited == self._draft:
            return
        self._draft = edited
        self.edited.emit(edited)
        self._save_soon()

    def edit_recipient(self, **changes: Any) -> None:
        """Replace fields of the recipient."""
        recipient = dataclasses.replace(self._draft.recipient, **changes)
        self.edit(recipient=recipient)

    def edit_sender(self, **changes: str) -> None:
        """Replace fields of the sender."""
        self.edit(sender=dataclasses.replace(self._draft.sender, **changes))

    def set_value(self, name: str, value: object) -> None:
        """Give a placeholder its value."""
        self.edit(variables={**self._draft.variables, name: value})

    def forget_value(self, name: str) -> None:
        """Take a placeholder's value away."""
        values = {key: value for key, value in self._draft.variables.items() if key != name}
        self.edit(variables=values)

    def start_new(self, draft: Draft | None = None) -> Draft:
        """Leave the current draft (it is kept) and begin another, perhaps from a template."""
        self._save_now()
        fresh = draft or Draft(sender=self._draft.sender, project_id=self._draft.project_id)
        self._draft = dataclasses.replace(fresh, id=self._new_id())
        self.replaced.emit(self._draft)
        self.edited.emit(self._draft)
        self._save_soon()
        return self._draft

    def forget_person(self, address: str) -> None:
        """Take an email address out of the current draft, wherever it stands."""
        kept = draft_without(self._draft, address)
        if kept != self._draft:
            self._draft = kept
            self.replaced.emit(kept)
            self.edited.emit(kept)
            self._save_soon()

    def address_sample(self, email: str) -> None:
        """Give the untouched sample a recipient, so that it is ready to send."""
        if not self._draft.recipient.email:
            self.edit_recipient(email=email)

    def restore(self, stored: Draft, *, shown: Draft) -> None:
        """Go on with a draft that is on disk, as it is shown: with what was typed since."""
        self._draft = shown
        self._on_disk = stored
        self.replaced.emit(shown)
        self.edited.emit(shown)
        if shown != stored:
            self._save_soon()

    async def bring_back(self, draft: Draft) -> bool:
        """Show a draft exactly as it stood when it was sent.

        Return whether something else was in the window: it is kept as a draft of its own.

        Raises:
            StoreError: it can't be kept; the window shows it still.
        """
        if _as_typed(draft) == _as_typed(self._draft):
            return False
        while True:
            await self._save()
            stored = await self._runtime.in_thread(self._store.get, draft.id)
            if self._draft == self._on_disk:  # nothing was typed meanwhile
                break
        if stored is not None and _as_typed(stored) != _as_typed(draft):
            draft = dataclasses.replace(draft, id=self._new_id())
        self._draft = draft
        self.replaced.emit(draft)
        self.edited.emit(draft)
        self._save_soon()
        return True

    def save_now(self) -> None:
        """Write the draft down without waiting; blocks for one small transaction."""
        self._save_now()

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self._on_time_to_save)
        return timer

    def _save_soon(self) -> None:
        self.save_state_changed.emit("saving")
        self._rest.start()
        if not self._limit.isActive():
            self._limit.start()

    def _save_now(self) -> None:
        self._rest.stop()
        self._limit.stop()
        if self._draft == self._on_disk:
            return
        try:
            self._store.save(self._draft)
        except KnownError as error:
            self._report(error)
            return
        self._on_disk = self._draft
        self.save_state_changed.emit("saved")

    def _on_time_to_save(self) -> None:
        self._rest.stop()
        self._limit.stop()
        if not self._saving:
            self._runtime.spawn(self._save(), owner=self, on_known_error=self._report)

    async def _save(self) -> None:
        self._saving = True
        try:
            while self._draft != self._on_disk:
                draft = self._draft
                await self._runtime.in_thread(self._store.save, draft)
                self._on_disk = draft
        finally:
            self._saving = False
        self.save_state_changed.emit("saved")

    def _report(self, error: KnownError) -> None:
        self.save_state_changed.emit("not_saved")
        self.not_saved.emit(error)


def _as_typed(draft: Draft) -> Draft:
    """Leave out what the program adds by itself: how many people are in a group now."""
    recipient = dataclasses.replace(draft.recipient, name="", count=None)
    return dataclasses.replace(draft, recipient=recipient)
