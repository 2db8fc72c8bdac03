"""The life of a send as pure functions: which state may follow which, and what each step records.

::

    held ──> cancelled
      │ └─> waiting (behind an earlier one)
      v
    sending ──> accepted ──> processing <──> throttled ──> completed | partial | failed
      │ ├─> waiting ──> sending | cancelled
      │ ├─> failed
      │ └─> unconfirmed ──> sending | accepted (Migma's log shows it) | closed
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from migma_desktop.core import sending_texts as texts
from migma_desktop.core.errors import BugError, KnownError, TemplateRefused
from migma_desktop.core.models import (
    BatchStatus,
    Problem,
    Remedy,
    Send,
    SendEvent,
    SendReceipt,
    SendState,
)
from migma_desktop.core.texts import say

_BATCH_ENDS = frozenset({SendState.COMPLETED, SendState.PARTIAL, SendState.FAILED})

_ARROWS: dict[SendState, frozenset[SendState]] = {
    SendState.HELD: frozenset({SendState.CANCELLED, SendState.SENDING, SendState.WAITING}),
    SendState.SENDING: frozenset(
        {SendState.ACCEPTED, SendState.WAITING, SendState.FAILED, SendState.UNCONFIRMED}
    ),
    SendState.WAITING: frozenset({SendState.SENDING, SendState.CANCELLED}),
    SendState.ACCEPTED: frozenset({SendState.PROCESSING, SendState.THROTTLED}) | _BATCH_ENDS,
    SendState.PROCESSING: frozenset({SendState.THROTTLED}) | _BATCH_ENDS,
    SendState.THROTTLED: frozenset({SendState.PROCESSING}) | _BATCH_ENDS,
    SendState.UNCONFIRMED: frozenset({SendState.SENDING, SendState.ACCEPTED, SendState.CLOSED}),
}

CAN_BE_STOPPED = frozenset({SendState.HELD, SendState.WAITING})
"""States in which surely nothing has left this computer."""

BATCH_ON_ITS_WAY = frozenset({SendState.ACCEPTED, SendState.PROCESSING, SendState.THROTTLED})
"""States of a batch whose counts may still change."""

KEY_MEMORY = timedelta(hours=24)
"""How long Migma answers a known Idempotency-Key from memory (contract, section 2)."""

KEY_MEMORY_MARGIN = timedelta(hours=1)
"""Kept back for clocks that differ and for the time that a question travels."""


def allowed(state: SendState) -> frozenset[SendState]:
    """Return the states that may follow ``state``; none for an end."""
    return _ARROWS.get(state, frozenset())


def advance(
    send: Send, state: SendState, *, at: datetime, note: str = "", problem: Problem | None = None
) -> Send:
    """Return ``send`` one step further, with the step in its events.

    ``problem`` replaces the one of the step before: it always speaks of the present state, as
    does ``next_try_at``, which ends with the step.

    Raises:
        BugError: the diagram has no such arrow.
    """
    if state not in allowed(send.state):
        raise BugError(f"A send can't go from {send.state} to {state}.")
    event = SendEvent(at=at, state=state, note=note)
    return replace(
        send, state=state, problem=problem, events=(*send.events, event), next_try_at=None
    )


def accept(send: Send, receipt: SendReceipt, *, at: datetime) -> Send:
    """Return ``send`` as Migma accepted it. Accepted is not delivered."""
    is_batch = send.request.recipient_type.is_batch
    # Older replies name the batch in ``id`` alone (contract, section 3).
    batch_id = (receipt.batch_id or receipt.id) if is_batch else ""
    remote_id = batch_id or receipt.send_id or receipt.id
    accepted = advance(send, SendState.ACCEPTED, at=at, note=receipt.message)
    return replace(
        accepted,
        provider=receipt.provider,
        remote_id=remote_id,
        batch_id=batch_id,
        total=receipt.sent_count if is_batch else None,
    )


def progress(send: Send, status: BatchStatus, *, at: datetime) -> Send:
    """Return ``send`` with what Migma says about its batch; unchanged when nothing is new."""
    counted = replace(send, sent=status.sent, failed=status.failed, total=status.total)
    state = _state_of_batch(status, send.state)
    problem = _problem_of_batch(status, state)
    if state is not send.state:
        counted = advance(counted, state, at=at, note=_note_of_batch(status))
    return replace(counted, problem=problem, next_try_at=_end_of_throttle(status, state))


def _end_of_throttle(status: BatchStatus, state: SendState) -> datetime | None:
    """Return when a throttled batch goes on, as far as Migma says so."""
    if state is not SendState.THROTTLED or status.throttle is None:
        return None
    return parse_moment(status.throttle.expires_at)


def parse_moment(text: str) -> datetime | None:
    """Read a moment as Migma writes it; one without a time zone is meant as UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _state_of_batch(status: BatchStatus, present: SendState) -> SendState:
    named = {
        "completed": SendState.COMPLETED,
        "partial": SendState.PARTIAL,
        "failed": SendState.FAILED,
        "throttled": SendState.THROTTLED,
    }
    if status.status in named:
        return named[status.status]
    if status.status in {"queued", "pending"} and present is SendState.ACCEPTED:
        return present
    return SendState.PROCESSING  # unknown words mean: not finished


def _note_of_batch(status: BatchStatus) -> str:
    if status.throttle is not None:
        return status.throttle.resume_message or status.throttle.reason
    return status.error


def _problem_of_batch(status: BatchStatus, state: SendState) -> Problem | None:
    if state is SendState.FAILED:
        return Problem(
            say("Migma could not send this batch"),
            say(
                "{sent} of {total} people got the email. Read the details, put right what they "
                "name, and write a new email for the others.",
                sent=status.sent,
                total=status.total,
            ),
            details=status.error,
        )
    if state is SendState.PARTIAL:
        return Problem(
            say(
                "{failed} of {total} people did not get it",
                failed=status.failed,
                total=status.total,
            ),
            say(
                "Migma skips addresses that bounced, that are invalid, or whose owners "
                "unsubscribed. The others have the email; nothing needs to be done."
            ),
            details=status.error,
        )
    if state is SendState.THROTTLED and status.throttle is not None:
        return texts.slowed_down(status.throttle)
    return None


def was_unclear(send: Send) -> bool:
    """Whether an earlier attempt of this send may have been accepted.

    From then on no error of a later attempt proves that the email was not sent.
    """
    return any(event.state is SendState.UNCONFIRMED for event in send.events)


def depart(
    send: Send, *, at: datetime, server_now: datetime | None, key_mark: str, note: str = ""
) -> Send:
    """Return a send as it leaves, now or once more.

    ``server_now`` is the time by Migma's clock, ``key_mark`` that of the key that it leaves with.
    """
    has_left = any(event.state is SendState.SENDING for event in send.events)
    departing = advance(send, SendState.SENDING, at=at, note=note)
    left_at = send.left_at if has_left else server_now
    return replace(departing, left_at=left_at, key_mark=key_mark)


def key_is_remembered(send: Send, *, at: datetime, server_now: datetime | None) -> bool:
    """Whether Migma still knows the key of the first attempt, so that asking again is safe.

    Migma's clock decides where it is known, since ours may have been set meanwhile.
    """
    if send.left_at is not None and server_now is not None:
        return server_now - send.left_at < KEY_MEMORY - KEY_MEMORY_MARGIN
    first = next((event.at for event in send.events if event.state is SendState.SENDING), at)
    age = at - first
    # A negative age means that the clock was set back: nothing is certain then.
    return timedelta(0) <= age < KEY_MEMORY - KEY_MEMORY_MARGIN


def behind_others(send: Send) -> Send:
    """Return a new send as one that waits from its beginning."""
    event = SendEvent(at=send.created_at, state=SendState.WAITING)
    return replace(send, state=SendState.WAITING, problem=texts.behind_others(), events=(event,))


def problem_of(error: KnownError) -> Problem:
    """Return what a send records about a known error."""
    remedy = Remedy.STORE_FIRST if isinstance(error, TemplateRefused) else Remedy.NONE
    return Problem(error.title, error.advice, error.details, remedy)
