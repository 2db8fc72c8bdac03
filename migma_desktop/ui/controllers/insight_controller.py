"""Says beside the recipient what Migma knows of it, once choosing and typing rest."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from migma_desktop.core.abilities import Ability
from migma_desktop.core.account import Contact
from migma_desktop.core.errors import KnownError
from migma_desktop.core.insight import about_group, about_person, read_group, read_person
from migma_desktop.core.models import Draft
from migma_desktop.core.texts import Text
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.belonging_controller import BelongingController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.recipient_box import RecipientBox

_REST_MS = 500


class InsightController(QObject):
    """Asks Migma about the recipient; quiet where the key may not read it."""

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        box: RecipientBox,
        drafts: DraftController,
        account: AccountController,
        belonging: BelongingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._box = box
        self._drafts = drafts
        self._account = account
        self._belonging = belonging
        self._about: tuple[str, ...] = ()  # whom the question now is about
        self._person: Contact | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rest)
        drafts.edited.connect(self._on_edited)
        account.groups.changed.connect(self._rest.start)
        account.profile_changed.connect(self._on_profile_changed)

    def note(self, draft: Draft) -> Text | None:
        """Return what is known against sending this draft to its person; asks nobody."""
        person = self._person
        if person is None or person.email.casefold() != draft.recipient.email.strip().casefold():
            return None
        is_transactional = draft.kind.is_transactional(draft.recipient.type)
        return about_person(person, is_transactional=is_transactional)

    def _on_profile_changed(self) -> None:
        self._about, self._person = (), None
        self._rest.start()

    def _on_edited(self, draft: Draft) -> None:
        """Wait until typing rests; the text of the email is none of its business."""
        about = self._whom(draft)
        if about != self._about:
            self._about = about
            self._box.show_insight("")
            self._rest.start()
        elif about and not self._box.has_email_message:
            self._show_note(draft)

    def _whom(self, draft: Draft) -> tuple[str, ...]:
        recipient = draft.recipient
        if recipient.type.is_batch:
            whom = (recipient.type.value, recipient.id, recipient.name)
        else:
            whom = (recipient.type.value, recipient.email.strip(), "")
        return (*whom, draft.project_id, draft.kind.value) if whom[1] else ()

    def _on_rest(self) -> None:
        draft = self._drafts.draft
        self._about = self._whom(draft)
        profile = self._account.profile
        if not self._about or profile is None or not draft.project_id:
            return
        if self._belonging.other is not None:
            return  # its project is another account's
        if profile.permissions.get(Ability.READ_PEOPLE.value) is False:
            return
        self._runtime.spawn(self._ask(draft, self._about), owner=self)

    async def _ask(self, draft: Draft, about: tuple[str, ...]) -> None:
        try:
            mailer = self._account.mailer_for(self._account.profile_id)
        except KnownError:
            return
        if draft.recipient.type.is_batch:
            insight = await read_group(mailer, draft)
            if about == self._about:
                self._box.show_insight(" ".join(map(translated, about_group(insight))))
        elif "@" in draft.recipient.email:
            person = await read_person(mailer, draft.project_id, draft.recipient.email.strip())
            if about == self._about:
                self._person = person
                self._show_note(self._drafts.draft)

    def _show_note(self, draft: Draft) -> None:
        note = self.note(draft)
        if note is not None:
            self._box.set_email_message(translated(note), "warning")
