"""The detour of an email whose account sends only what is stored in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from migma_desktop.core.importing import Importer, StoredCopy, by_copy
from migma_desktop.core.models import Profile, Recipient, Remedy, Send
from migma_desktop.core.ports import SendLog
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.send_controller import Letter, SendController


@dataclass(frozen=True, slots=True)
class StoringPlan:
    """An email that is to be stored at Migma and sent from there."""

    letter: Letter
    project_name: str
    key: str  # stands for this email, so that it is stored once however often it is tried
    instead_of: str = ""  # id of the refused send


class StoringController(QObject):
    """Stores emails once the user agrees, and hands what is stored over to be sent.

    Signals:
        wanted(StoringPlan, bool): lead the user through it; true when they agreed already.
        changed(StoredCopy): Migma's version differs; nothing was sent.
        failed(KnownError): it isn't stored; nothing was sent.
        handed_over(): it is stored, and on its way.
        stopped(StoringPlan): the user stopped it; a copy may be stored.
    """

    wanted = Signal(object, bool)
    changed = Signal(object)
    failed = Signal(object)
    handed_over = Signal()
    stopped = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        account: AccountController,
        sends: SendController,
        importer: Importer,
        log: SendLog,
        new_id: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._account = account
        self._sends = sends
        self._importer = importer
        self._log = log
        self._new_id = new_id
        self._asking: asyncio.Task[None] | None = None
        self._work: asyncio.Task[None] | None = None
        sends.storing_wanted.connect(self._on_storing_wanted)

    def request(self, send_id: str) -> None:
        """Offer the detour to a send that was refused; one offer at a time."""
        if self._asking is None or self._asking.done():
            self._asking = self._runtime.spawn(self._request(send_id), owner=self)

    def store(self, plan: StoringPlan) -> None:
        """Store the email, and send it if Migma keeps it as it is."""
        if not self._is_storing():
            self._work = self._runtime.spawn(
                self._store(plan), owner=self, on_known_error=self.failed.emit
            )

    def send(self, plan: StoringPlan, copy: StoredCopy) -> None:
        """Send what is stored."""
        html = plan.letter.html if copy.is_unchanged else copy.filled
        letter = replace(plan.letter, request=by_copy(plan.letter.request, copy), html=html)
        self._sends.send_stored(letter, instead_of=plan.instead_of)
        self.handed_over.emit()

    def stop(self, plan: StoringPlan) -> None:
        """Stop storing, if that is under way."""
        if self._work is not None and self._is_storing():
            self._work.cancel()
            self._work = None
            self.stopped.emit(plan)

    def _is_storing(self) -> bool:
        return self._work is not None and not self._work.done()

    async def _request(self, send_id: str) -> None:
        send = await self._runtime.in_thread(self._log.get, send_id)
        if send is None or send.problem is None or send.problem.remedy is not Remedy.STORE_FIRST:
            return  # another window was quicker
        self._account.mailer_for(send.profile_id)
        profile = self._account.profile
        if profile is not None:
            letter = _letter_of(send, profile)
            self.wanted.emit(self._plan(letter, key=send.key, instead_of=send.id), False)

    async def _store(self, plan: StoringPlan) -> None:
        letter = plan.letter
        copy = await self._importer.store(
            letter.request, profile_id=letter.profile.id, key=plan.key
        )
        if copy.is_unchanged:
            self.send(plan, copy)
        else:
            self.changed.emit(copy)

    def _plan(self, letter: Letter, *, key: str, instead_of: str = "") -> StoringPlan:
        name = self._account.project_name(letter.request.project_id)
        return StoringPlan(letter=letter, project_name=name, key=key, instead_of=instead_of)

    def _on_storing_wanted(self, letter: Letter) -> None:
        # A test is asked for in a dialog that doesn't speak of storing.
        self.wanted.emit(self._plan(letter, key=self._new_id()), not letter.is_test)


def _letter_of(send: Send, profile: Profile) -> Letter:
    request = send.request
    return Letter(
        request=request,
        profile=profile,
        recipient=Recipient(
            type=request.recipient_type,
            email=request.recipient_email,
            id=request.recipient_id,
            name=send.recipient_name,
            count=send.recipient_count,
        ),
        is_test=send.is_test,
        subject=send.subject,
        html=send.html,
        draft=send.draft,
        sample=send.sample,
    )
