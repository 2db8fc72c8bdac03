"""From pressing Send to the line in the log."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from migma_desktop.core.abilities import send_refusal
from migma_desktop.core.batch_guard import Audience, cap_refusal, lock_refusal
from migma_desktop.core.capacity import Capacity
from migma_desktop.core.composing import compose, compose_test, problems
from migma_desktop.core.errors import DraftRefused, KnownError
from migma_desktop.core.models import (
    Domain,
    Draft,
    MailKind,
    Profile,
    Recipient,
    RenderedEmail,
    Sender,
    SendRequest,
)
from migma_desktop.core.tested import SinceTest
from migma_desktop.core.wording import recipient_label
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.batch_gate import BatchGate
from migma_desktop.ui.controllers.belonging_controller import BelongingController
from migma_desktop.ui.controllers.content_controller import ContentController
from migma_desktop.ui.controllers.draft_controller import DraftController
from migma_desktop.ui.controllers.render_controller import RenderController
from migma_desktop.ui.controllers.sending_port import Sending
from migma_desktop.ui.translation import translated

_ORPHANS_MS = 60_000  # between two looks at what another window left


@dataclass(frozen=True, slots=True)
class SendPlan:
    """One send, rendered and checked, that waits for the user's yes."""

    draft: Draft
    rendered: RenderedEmail
    profile: Profile
    domain: Domain | None  # of the sender, as far as known
    stored_in: str = ""  # name of the project where it must be stored first, if it must
    audience: Audience | None = None  # of a mailing
    capacity: Capacity | None = None  # of the account, read before a mailing
    tested: SinceTest | None = None
    sample: str = ""  # who the preview shows: a test carries that one's values, a send never does

    @property
    def recipient_name(self) -> str:
        """Who gets it, for people."""
        return recipient_label(self.draft.recipient)

    @property
    def is_transactional(self) -> bool:
        """What the kind means for this recipient type."""
        return self.draft.kind.is_transactional(self.draft.recipient.type)


@dataclass(frozen=True, slots=True)
class Letter:
    """One email, composed: the request, and what people see of it."""

    request: SendRequest
    profile: Profile
    recipient: Recipient
    is_test: bool
    subject: str  # with its values
    html: str  # with its values
    draft: Draft | None = None  # what it was made from
    sample: str = ""  # the sample person whose values a test carries

    @property
    def sender(self) -> Sender:
        """From whom, as it travels."""
        request = self.request
        return Sender(request.from_address, request.from_name, request.reply_to)

    @property
    def kind(self) -> MailKind:
        """The kind of mail that was chosen."""
        if self.request.transactional is None:
            return MailKind.AUTOMATIC
        return MailKind.TRANSACTIONAL if self.request.transactional else MailKind.MARKETING


class SendController(QObject):
    """Plans, confirms and follows sends; it never sends anything that wasn't confirmed.

    Signals:
        refused(DraftRefused): the draft breaks a rule; nothing was sent.
        confirmation_wanted(SendPlan): ask the user.
        test_wanted(SendPlan): ask the user for the address of a test.
        profile_wanted(): there is no account to send with.
        other_account(Profile, bool): the draft was written for this account, which isn't the open
            one; the flag says that a test was wanted.
        changed(Send): its state or its counts moved.
        taken_back(Send): it was held, and never leaves.
        storing_wanted(Letter): confirmed, but the account sends only what is stored in it.
        trouble(KnownError): an order given in the log can't be carried out.
    """

    refused = Signal(object)
    confirmation_wanted = Signal(object)
    test_wanted = Signal(object)
    profile_wanted = Signal()
    other_account = Signal(object, bool)
    changed = Signal(object)
    taken_back = Signal(object)
    storing_wanted = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        *,
        runtime: AsyncRuntime,
        account: AccountController,
        drafts: DraftController,
        content: ContentController,
        renders: RenderController,
        sending: Sending,
        encode: Callable[[SendRequest], bytes],
        undo_seconds: Callable[[], float],
        gate: BatchGate,
        belonging: BelongingController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._account = account
        self._drafts = drafts
        self._content = content
        self._renders = renders
        self._sending = sending
        self._encode = encode
        self._undo_seconds = undo_seconds
        self._gate = gate
        self._belonging = belonging
        self._planning = False
        self._stores_first = False  # whether the open account is known to take no templates
        account.profile_changed.connect(self._on_profile_changed)
        self._orphans = QTimer(self, interval=_ORPHANS_MS)
        self._orphans.timeout.connect(self._on_time_for_orphans)

    def take_up_orphans(self) -> None:
        """Go on with what was left, now and whenever another window closes."""
        self._on_time_for_orphans()
        self._orphans.start()

    def request_send(self) -> None:
        """Check the draft and ask the user to confirm, or say what is missing."""
        if not self._planning:
            self._spawn(self._plan_to_send())

    def request_test(self) -> None:
        """Check what a test needs and ask for its address."""
        self._spawn(self._plan(for_test=True))

    def send(self, plan: SendPlan, *, accept_missing: bool) -> None:
        """Send what the user has just confirmed."""
        self._spawn(self._send(plan, accept_missing=accept_missing))

    def send_test(self, plan: SendPlan, to: str) -> None:
        """Send the same email to one address; an audience can't travel on this road."""
        self._spawn(
            self._carry(plan, lambda: compose_test(plan.draft, plan.rendered, to), is_test=True)
        )

    def send_test_of(self, draft: Draft, to: str) -> None:
        """Send a test of another email than the one being written, on the same road."""
        self._spawn(self._test_of(draft, to))

    def send_stored(self, letter: Letter, *, instead_of: str) -> None:
        """Send what is stored at Migma now, in place of a refused send if there was one.

        As long as the account is open, its next emails take that road at once.
        """
        self._stores_first = True
        self._spawn(self._leave(letter, instead_of=instead_of))

    def stop(self, send_id: str) -> None:
        """Stop a send, as long as that is still true."""
        self._spawn(self._sending.stop(send_id))

    def take_back(self, send_id: str) -> None:
        """Stop a held send and bring its email back."""
        self._spawn(self._take_back(send_id))

    def let_go(self, send_id: str) -> None:
        """Let a held send go now, unless its account was locked or its audience has changed."""
        profile = self._account.profile
        lock = None if profile is None else lock_refusal(profile)
        if lock is None:
            self._spawn(self._let_go(send_id))
        else:
            self.refused.emit(lock)

    def try_now(self, send_id: str) -> None:
        """End the pause of a waiting send."""
        self._spawn(self._sending.try_now(send_id))

    def ask_again(self, send_id: str) -> None:
        """Find out about an unclear send; at most the same key and body leave again."""
        self._spawn(self._ask_again(send_id))

    def close(self, send_id: str, *, as_sent: bool) -> None:
        """Record what the user knows of an unclear send."""
        self._spawn(self._sending.close(send_id, as_sent=as_sent))

    async def _plan_to_send(self) -> None:
        self._planning = True  # reading the count takes a moment, in which people press again
        try:
            await self._plan(for_test=False)
        finally:
            self._planning = False

    async def _plan(self, *, for_test: bool) -> None:
        profile = self._account.profile
        if profile is None:
            self.profile_wanted.emit()
            return
        if (other := self._belonging.other) is not None:
            self.other_account.emit(other, for_test)
            return
        draft = self._drafts.draft
        guise = self._renders.guise
        try:
            rendered = await self._renders.render_now(
                draft, self._content.content, guise=guise if for_test else None
            )
        except DraftRefused as refusal:
            self.refused.emit(refusal)
            return
        refusals = problems(draft, rendered, for_test=for_test, accept_missing=True)
        lock = send_refusal(profile) if for_test else lock_refusal(profile) or send_refusal(profile)
        if lock is not None:
            refusals = [lock]
        if refusals:
            self.refused.emit(refusals[0])
            return
        plan = SendPlan(
            draft=draft,
            rendered=rendered,
            profile=profile,
            domain=self._account.domain_of(draft.sender.address),
            stored_in=self._stored_in(draft),
            tested=None if for_test else await self._gate.tested(draft, rendered),
            sample="" if guise is None else translated(guise.name),
        )
        if for_test:
            self.test_wanted.emit(plan)
            return
        if draft.recipient.type.is_batch:
            audience, capacity = await asyncio.gather(
                self._gate.audience(draft, profile), self._account.capacity()
            )
            plan = replace(_counted(plan, audience), capacity=capacity)
        self._ask(plan)

    async def _test_of(self, draft: Draft, to: str) -> None:
        profile = self._account.profile
        if profile is None:
            self.profile_wanted.emit()
            return
        plan = SendPlan(
            draft=draft,
            rendered=await self._renders.render_now(draft, None),
            profile=profile,
            domain=self._account.domain_of(draft.sender.address),
            stored_in=self._stored_in(draft),
        )
        self.send_test(plan, to)

    def _ask(self, plan: SendPlan) -> None:
        refusal = None if plan.audience is None else cap_refusal(plan.profile, plan.audience)
        if refusal is not None:
            self.refused.emit(refusal)
        else:
            self.confirmation_wanted.emit(plan)

    async def _send(self, plan: SendPlan, *, accept_missing: bool) -> None:
        """Send what was confirmed, unless it would reach another number of people by now."""
        agreed = plan.audience
        if agreed is not None and agreed.count is not None:
            now = await self._gate.count_again(plan.draft, plan.profile)
            if now.count not in {None, agreed.count}:
                self._ask(_counted(plan, replace(now, usual=agreed.usual, before=agreed.count)))
                return
        await self._carry(
            plan,
            lambda: compose(plan.draft, plan.rendered, accept_missing=accept_missing),
            is_test=False,
        )

    def _stored_in(self, draft: Draft) -> str:
        if self._stores_first and draft.source.is_written_here:
            return self._account.project_name(draft.project_id)
        return ""

    async def _carry(
        self, plan: SendPlan, compose_request: Callable[[], SendRequest], *, is_test: bool
    ) -> None:
        try:
            request = await self._runtime.in_thread(compose_request)
        except DraftRefused as refusal:
            self.refused.emit(refusal)
            return
        letter = Letter(
            request=request,
            profile=plan.profile,
            recipient=Recipient(email=request.recipient_email)
            if request.recipient_email
            else plan.draft.recipient,
            is_test=is_test,
            subject=plan.rendered.subject,
            html=plan.rendered.html,
            draft=plan.draft,
            sample=plan.sample if is_test else "",
        )
        if plan.stored_in:
            self.storing_wanted.emit(letter)
        else:
            await self._leave(letter)

    async def _leave(self, letter: Letter, *, instead_of: str = "") -> None:
        profile = self._account.profile or letter.profile  # it may be locked since
        lock = None if letter.is_test else lock_refusal(profile)
        if lock is not None:
            self.refused.emit(lock)
            return
        sent = await self._sending.send(
            letter.request,
            await self._runtime.in_thread(self._encode, letter.request),
            is_test=letter.is_test,
            profile_id=letter.profile.id,
            recipient_name=recipient_label(letter.recipient),
            recipient_count=letter.recipient.count,
            subject=letter.subject,
            html=letter.html,
            draft=letter.draft,
            hold_seconds=0 if letter.is_test else self._undo_seconds(),
            instead_of=instead_of,
            sample=letter.sample,
        )
        await self._sending.follow(sent)

    async def _let_go(self, send_id: str) -> None:
        if not self._sending.counts_down(send_id):  # it was agreed to some time ago
            outdated = await self._gate.outdated(send_id)
            if outdated is not None:
                self.refused.emit(outdated)
                return
        await self._sending.try_now(send_id)

    async def _take_back(self, send_id: str) -> None:
        self.taken_back.emit(await self._sending.stop(send_id))

    async def _ask_again(self, send_id: str) -> None:
        await self._sending.follow(await self._sending.ask_again(send_id))

    def _spawn(self, coroutine: Coroutine[object, object, object]) -> None:
        self._runtime.spawn(coroutine, on_known_error=self._on_trouble)

    def _on_time_for_orphans(self) -> None:
        self._spawn(self._sending.resume_all())

    def _on_profile_changed(self) -> None:
        self._stores_first = False

    def _on_trouble(self, error: KnownError) -> None:
        self.trouble.emit(error)


def _counted(plan: SendPlan, audience: Audience) -> SendPlan:
    """Return a plan that says how many people it reaches by what Migma says now."""
    recipient = replace(plan.draft.recipient, count=audience.count)
    return replace(plan, draft=replace(plan.draft, recipient=recipient), audience=audience)
