"""The draft on the screen: every edit passes here, and is on disk a moment later."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.forgetting import draft_without
from migma_desktop.core.kept_draft import EditorView, KeptDraft
from migma_desktop.core.models import Draft
from migma_desktop.core.ports import DraftStore
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.autosave import Autosave, SaveState


class DraftController(QObject):
    """Owns the current draft; widgets ask it to edit, and follow its signals.

    Signals:
        edited(Draft): something in the draft changed.
        replaced(Draft): another draft took its place; controls are to be filled anew.
        named(str): the draft has another name, or none.
        save_state_changed(SaveState): how safe the text is.
    """

    edited = Signal(object)
    replaced = Signal(object)
    named = Signal(str)
    save_state_changed = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        store: DraftStore,
        new_id: Callable[[], str],
        profile_of: Callable[[str], str] = lambda profile_id: profile_id,
        parent: QObject | None = None,
    ) -> None:
        """Make a controller; ``profile_of`` tells the account of a draft that bears this id."""
        super().__init__(parent)
        self._runtime = runtime
        self._store = store
        self._profile_of = profile_of
        self._new_id = new_id
        self._draft = Draft(id=new_id())
        self._name = ""
        self._view: EditorView | None = None
        self._autosave = Autosave(runtime=runtime, write=store.save, parent=self)
        self._autosave.state_changed.connect(self.save_state_changed)

    @property
    def name(self) -> str:
        """The name that its user gave the draft; empty until then."""
        return self._name

    @property
    def view(self) -> EditorView | None:
        """Where to go in a draft that was opened; None to stay, since typing has gone on there."""
        return self._view

    @property
    def save_state(self) -> SaveState:
        """How safe the text is."""
        return self._autosave.state

    @property
    def is_all_on_disk(self) -> bool:
        """Whether not even the last letter waits to be written."""
        return self._autosave.is_all_on_disk

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self._draft

    def edit(self, **changes: Any) -> None:
        """Replace fields of the draft, named as in ``Draft``."""
        edited = dataclasses.replace(self._draft, **changes)
        if edited == self._draft:
            return
        if (profile_id := self._profile_of(edited.profile_id)) != edited.profile_id:
            edited = dataclasses.replace(edited, profile_id=profile_id)
        self._draft = edited
        self.edited.emit(edited)
        self._autosave.put(edited)

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
        fresh = draft or self._blank()
        profile_id = self._profile_of(fresh.profile_id)
        fresh = dataclasses.replace(fresh, id=self._new_id(), profile_id=profile_id)
        self._show(fresh, name="", view=EditorView())
        self._autosave.put(self._draft)
        return self._draft

    def _blank(self) -> Draft:
        """Return an empty draft, from whom the present one is unless that is another account's."""
        if self._profile_of("") not in {"", self._draft.profile_id}:
            return Draft()
        return Draft(sender=self._draft.sender, project_id=self._draft.project_id)

    def forget_person(self, address: str) -> None:
        """Take an email address out of the current draft, wherever it stands."""
        kept = draft_without(self._draft, address)
        if kept != self._draft:
            self._show(kept, name=self._name, view=EditorView())
            self._autosave.put(kept)

    def address_sample(self, email: str) -> None:
        """Give the untouched sample a recipient, so that it is ready to send."""
        if not self._draft.recipient.email:
            self.edit_recipient(email=email)

    def restore(self, kept: KeptDraft, *, shown: Draft) -> None:
        """Go on with a draft that is on disk, as it is shown: with what was typed since."""
        self._show(shown, name=kept.name, view=None)
        if shown != kept.draft:
            self._autosave.put(shown)

    def open(self, kept: KeptDraft) -> None:
        """Leave the current draft (it is kept) and go on with one that is on disk."""
        self._show(kept.draft, name=kept.name, view=kept.view)

    def show_name(self, name: str) -> None:
        """Bear another name; whoever gave it has written it down."""
        if name != self._name:
            self._name = name
            self.named.emit(name)

    def try_to_save(self) -> None:
        """Try once more to bring to disk what isn't there yet."""
        self._autosave.save_soon()

    async def flush(self) -> None:
        """Return when all that was typed is on disk. Raises KnownError when it can't be."""
        await self._autosave.flush()

    async def bring_back(self, draft: Draft) -> bool:
        """Show a draft exactly as it stood when it was sent.

        Return whether something else was in the window: it is kept as a draft of its own.

        Raises:
            StoreError: it can't be kept; the window shows it still.
        """
        if _as_typed(draft) == _as_typed(self._draft):
            return False
        while True:
            await self.flush()
            shown = self._draft
            stored = await self._runtime.in_thread(self._store.get, draft.id)
            name = await self._runtime.in_thread(self._store.name_of, draft.id)
            if self._draft is shown:  # nothing was typed meanwhile
                break
        if stored is not None and _as_typed(stored) != _as_typed(draft):
            draft, name = dataclasses.replace(draft, id=self._new_id()), ""
        self._show(draft, name=name, view=EditorView())
        self._autosave.put(draft)
        return True

    def save_now(self) -> None:
        """Write the draft down without waiting; blocks for one small transaction."""
        self._autosave.save_now()

    def _show(self, draft: Draft, *, name: str, view: EditorView | None) -> None:
        self._draft, self._name, self._view = draft, name, view
        self.named.emit(self._name)
        self.replaced.emit(self._draft)
        self.edited.emit(self._draft)


def _as_typed(draft: Draft) -> Draft:
    """Leave out what the program adds by itself: how many people are in a group now."""
    recipient = dataclasses.replace(draft.recipient, name="", count=None)
    return dataclasses.replace(draft, recipient=recipient)
