"""What stands between a press of Send and a thousand people: counts, limits, and a lock."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from migma_desktop.core.errors import ApiError, DraftRefused
from migma_desktop.core.models import Profile, Recipient, RecipientType, Send, SendState
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import say

READING_SECONDS = 6.0
"""How long the question before a send waits for the count."""

UNUSUAL_FACTOR = 5
UNUSUAL_LEAST = 100
"""A mailing is unusual when it reaches so many times, and at least so many more people; or when
the usual one does."""

SAFETY_FIELD = "profileButton"
"""objectName of the control behind which locks and limits are changed."""

_ALWAYS_SKIPPED = ("bounced",)
_SKIPPED_BY_MARKETING = ("unsubscribed", "non-subscribed")
_NEVER_LEFT = frozenset({SendState.HELD, SendState.CANCELLED, SendState.FAILED, SendState.WAITING})


@dataclass(frozen=True, slots=True)
class Audience:
    """Who a mailing reaches, as Migma says at this moment."""

    count: int | None  # None: it could not be read
    skipped: int | None = None  # of those, bounced and the like; None: not known
    usual: int | None = None  # people that this account's mailings usually go to
    before: int | None = None  # the count that was agreed to, when it has changed since

    @property
    def is_far_more(self) -> bool:
        """Whether it is far larger than this account's mailings usually are."""
        return self.count is not None and self.usual is not None and _is_far(self.count, self.usual)

    @property
    def is_far_fewer(self) -> bool:
        """Whether it is far smaller than this account's mailings usually are."""
        return self.count is not None and self.usual is not None and _is_far(self.usual, self.count)

    def must_be_typed(self, *, above: int) -> bool:
        """Whether the number has to be typed before the mailing may leave."""
        return self.count is not None and self.count > above


def _is_far(more: int, fewer: int) -> bool:
    return more >= UNUSUAL_FACTOR * fewer and more - fewer >= UNUSUAL_LEAST


async def read_audience(
    mailer: Mailer, recipient: Recipient, project_id: str, *, is_transactional: bool
) -> Audience:
    """Count the people of a segment or tag, and those of a tag whom Migma leaves out.

    Who is left out of a segment can't be asked of Migma. Never raises an ApiError: what can't be
    read within a few seconds isn't known.
    """
    try:
        async with asyncio.timeout(READING_SECONDS):
            group = await mailer.group(recipient.type, recipient.id, project_id)
    except (ApiError, TimeoutError):
        return Audience(count=None)
    if recipient.type is not RecipientType.TAG:
        return Audience(count=group.count)
    statuses = _ALWAYS_SKIPPED if is_transactional else _ALWAYS_SKIPPED + _SKIPPED_BY_MARKETING
    try:
        async with asyncio.timeout(READING_SECONDS):
            counts = await asyncio.gather(
                *(
                    mailer.count_contacts(project_id, status=status, tag=group.name)
                    for status in statuses
                )
            )
    except (ApiError, TimeoutError):
        return Audience(count=group.count)
    known = [count for count in counts if count is not None]
    return Audience(count=group.count, skipped=sum(known) if len(known) == len(counts) else None)


def usual_count(sends: Iterable[Send], profile_id: str) -> int | None:
    """Return how many people an account's mailings usually go to; None before the first."""
    counts = [
        send.total or send.recipient_count
        for send in sends
        if send.profile_id == profile_id
        and send.request.recipient_type.is_batch
        and send.state not in _NEVER_LEFT
    ]
    known = sorted(count for count in counts if count)
    if not known:
        return None
    # The median; ``statistics`` would cost 10 ms of the start for these two lines.
    return (known[len(known) // 2] + known[(len(known) - 1) // 2]) // 2


def lock_refusal(profile: Profile) -> DraftRefused | None:
    """Refuse real sends of an account that is locked to tests."""
    if not profile.tests_only:
        return None
    return DraftRefused(
        say("This account sends tests only."),
        say(
            "You locked {name} so that nothing goes out by mistake. Open the account menu, then "
            "“Sending and safety…” to unlock it.",
            name=profile.name,
        ),
        field=SAFETY_FIELD,
    )


def cap_refusal(profile: Profile, audience: Audience) -> DraftRefused | None:
    """Refuse a mailing to more people than the account's limit, or to nobody knows how many."""
    cap = profile.batch_cap
    if cap is None:
        return None
    change = say(
        "The limit of {name} is {cap} people. Open the account menu, then “Sending and safety…” "
        "to change it.",
        name=profile.name,
        cap=f"{cap:,}",
    )
    if audience.count is None:
        return DraftRefused(
            say("How many people this would reach can't be read now."), change, field=SAFETY_FIELD
        )
    if audience.count <= cap:
        return None
    title = say(
        "{count} people are more than this account may send to.", count=f"{audience.count:,}"
    )
    return DraftRefused(title, change, field=SAFETY_FIELD)


def number_changed(agreed: int, now: int | None) -> DraftRefused | None:
    """Refuse a mailing whose number of people was agreed to long ago, and isn't the same now."""
    if now is None or now == agreed:
        return None
    return DraftRefused(
        say(
            "This would reach {now} people now. It was {agreed} when you agreed.",
            now=f"{now:,}",
            agreed=f"{agreed:,}",
        ),
        say(
            "Nothing was sent. Press “Don't send, edit it” to bring the email back, look at whom "
            "it goes to, and send it from there."
        ),
        field="sendButton",
    )
