"""Looking an unclear send up in the account's own log, which may know what became of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from migma_desktop.core import sending_texts as texts
from migma_desktop.core.account import LogRow
from migma_desktop.core.errors import ApiError
from migma_desktop.core.ledger import Ledger
from migma_desktop.core.models import RecipientType, Send, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.send_states import advance, parse_moment

_log = logging.getLogger(__name__)

CLOCKS_APART = timedelta(minutes=2)
"""How much the clocks of Migma and of this computer may differ."""

WRITTEN_LATE = timedelta(minutes=15)
"""How long after an attempt its row may be written."""

MOST_ROWS = 1000

_NEVER_LEFT = frozenset({SendState.HELD, SendState.CANCELLED, SendState.FAILED, SendState.WAITING})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the log says: the send as it is now known, or why it has to be asked about."""

    found: Send | None = None
    note: str = ""


class Looker:
    """Reads the log of one email, or the state of one batch. It never sends anything."""

    def __init__(self, *, mailer: Callable[[str], Mailer], ledger: Ledger) -> None:
        self._mailer = mailer
        self._ledger = ledger

    async def look(self, send: Send, *, at: datetime) -> Answer:
        """Look an unconfirmed send up. What isn't there may still come, so only a yes is certain.

        The log is kept for stored emails only, an email written here has none.

        Raises:
            KnownError: the account can't be used.
            StoreError: the program's own log can't be read.
        """
        try:
            if send.batch_id:
                return await self._look_at_batch(send, at=at)
            if send.request.recipient_type is RecipientType.PERSON and _content_id(send):
                return await self._look_for_row(send, at=at)
        except ApiError:
            return Answer(note=texts.LOG_UNREADABLE)
        return Answer()

    async def time_at_migma(self, send: Send) -> datetime | None:
        """Return what time it is by Migma's clock, asking it where that would help to judge.

        None when nobody knows. Raises KnownError: the account can't be used.
        """
        mailer = self._mailer(send.profile_id)
        if send.left_at is not None and mailer.server_now is None:
            try:
                await mailer.check_key()
            except ApiError as error:
                _log.info("Migma doesn't tell the time: %s", type(error).__name__)
        return mailer.server_now

    async def _look_at_batch(self, send: Send, *, at: datetime) -> Answer:
        status = await self._mailer(send.profile_id).batch_status(send.batch_id)
        return Answer(found=_accepted(send, status.status, at=at))

    async def _look_for_row(self, send: Send, *, at: datetime) -> Answer:
        mailer = self._mailer(send.profile_id)
        email_id = send.request.email_id
        if not email_id:
            email_id = (await mailer.imported_email(send.request.conversation_id)).email_id
        if not email_id:
            return Answer(note=texts.LOG_UNREADABLE)
        rows = await mailer.email_logs(email_id, most=MOST_ROWS)
        row = next((row for row in rows if _is_about(row, send)), None)
        if row is None:
            return Answer(note=texts.NOT_IN_THE_LOG)
        if any(_could_be_its_row(other, send) for other in await self._ledger.recent()):
            return Answer(note=texts.LOG_UNCERTAIN)
        return Answer(found=_accepted(send, row.status, at=at))


def _accepted(send: Send, status: str, *, at: datetime) -> Send:
    note = texts.FOUND_IN_THE_LOG.format(status=status)
    accepted = advance(send, SendState.ACCEPTED, at=at, note=note)
    return replace(accepted, provider=send.request.provider.value, remote_id=send.batch_id)


def _is_about(row: LogRow, send: Send) -> bool:
    request = send.request
    written = parse_moment(row.created_at)
    begin, end = _when_it_may_have_left(send)
    return (
        row.recipient.casefold() == request.recipient_email.casefold()
        and row.subject == send.subject
        and row.sender.casefold() in {"", request.from_address.casefold()}
        and written is not None
        and begin <= written <= end
    )


def _could_be_its_row(other: Send, send: Send) -> bool:
    """Whether another send of this program may have left the row that was found."""
    begin, end = _when_it_may_have_left(send)
    return (
        other.id != send.id
        and other.state not in _NEVER_LEFT
        and other.request.recipient_email.casefold() == send.request.recipient_email.casefold()
        and _content_id(other) == _content_id(send)
        and begin - WRITTEN_LATE <= _attempts(other)[-1]
        and other.created_at <= end
    )


def _when_it_may_have_left(send: Send) -> tuple[datetime, datetime]:
    attempts = _attempts(send)
    return attempts[0] - CLOCKS_APART, attempts[-1] + WRITTEN_LATE + CLOCKS_APART


def _attempts(send: Send) -> Sequence[datetime]:
    left = [event.at for event in send.events if event.state is SendState.SENDING]
    return left or [send.created_at]


def _content_id(send: Send) -> str:
    return send.request.email_id or send.request.conversation_id
