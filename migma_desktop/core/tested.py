"""Whether what is about to leave is, byte for byte, what was tested last; and what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from migma_desktop.core.composing import compose_test
from migma_desktop.core.draft import Draft, MailKind, Recipient
from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.fingerprint import fingerprint
from migma_desktop.core.models import RenderedEmail, Send, SendRequest
from migma_desktop.core.ports import SendLog
from migma_desktop.core.texts import Text, say

_STAND_IN_ADDRESS = "test@example.com"  # to whom it goes plays no part
_BETWEEN_TAGS = re.compile(r">\s*<")
_MOST_LINES = 4_000  # of each side; comparing longer texts takes seconds
_CONTEXT = 2  # unchanged lines shown around a change


class SinceTestState(StrEnum):
    """What the badge says."""

    UNTESTED = "untested"
    SAME = "same"
    SAMPLE = "sample"  # the same but for its values: they were a sample person's
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class SinceTest:
    """A draft as it is now, beside its last test that Migma accepted."""

    draft: Draft
    state: SinceTestState
    test: Send | None = None
    request: SendRequest | None = None  # as it would leave now; None: a rule forbids it


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs, in words."""

    name: Text
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a comparison: ``+`` new, ``-`` gone, `` `` kept, ``@`` something is left out."""

    sign: str
    text: str


def look_up(log: SendLog, draft: Draft, rendered: RenderedEmail) -> SinceTest:
    """Hold a draft against its last test. Blocks for a read of the log. Raises StoreError."""
    try:
        request = compose_test(draft, rendered, _STAND_IN_ADDRESS)
    except DraftRefused:
        request = None
    test = log.last_test(draft.id)
    if test is None:
        return SinceTest(draft, SinceTestState.UNTESTED, request=request)
    return SinceTest(draft, _state(test, draft, request), test=test, request=request)


def _state(test: Send, draft: Draft, request: SendRequest | None) -> SinceTestState:
    if request is not None and fingerprint(request) == test.fingerprint:
        return SinceTestState.SAME
    if test.sample:
        is_same_text = test.draft is not None and _content(test.draft) == _content(draft)
        return SinceTestState.SAMPLE if is_same_text else SinceTestState.CHANGED
    return SinceTestState.SAME if _is_stored_copy(test, draft) else SinceTestState.CHANGED


def badge_text(tested: SinceTest, *, now: datetime) -> Text:
    """Say it in a few words."""
    if tested.test is None:
        return say("Not tested yet")
    if tested.state is SinceTestState.CHANGED:
        return say("Changed since the test")
    if tested.state is SinceTestState.SAMPLE:
        return say("Tested with the values of {name}, not with these", name=tested.test.sample)
    minutes = max(0, int((now - tested.test.created_at).total_seconds() // 60))
    if minutes < 1:
        return say("Tested just now, unchanged")
    if minutes < 60:
        return say("Tested {count} min ago, unchanged", count=minutes)
    if minutes < 24 * 60:
        return say("Tested {count} h ago, unchanged", count=minutes // 60)
    if minutes < 48 * 60:
        return say("Tested yesterday, unchanged")
    return say("Tested {count} days ago, unchanged", count=minutes // (24 * 60))


def short_badge_text(state: SinceTestState) -> Text:
    """Say it in one word, where there is little room."""
    return {
        SinceTestState.UNTESTED: say("Untested"),
        SinceTestState.SAME: say("Tested"),
        SinceTestState.SAMPLE: say("Tested as sample"),
        SinceTestState.CHANGED: say("Changed"),
    }[state]


def changes(before: SendRequest, now: SendRequest) -> list[Change]:
    """Return what differs beside the text."""
    pairs = (
        (say("Subject"), before.subject, now.subject),
        (say("Sender"), _sender(before), _sender(now)),
        (say("Replies to"), before.reply_to, now.reply_to),
        (say("Service"), before.provider.value, now.provider.value),
        (say("Email in Migma"), _content_id(before), _content_id(now)),
    )
    found = [Change(name, old, new) for name, old, new in pairs if old != new]
    for name in sorted({*before.variables, *now.variables}):
        old, new = (_value(each, name) for each in (before, now))
        if old != new:
            found.append(Change(say("Value of {name}", name=name), old, new))
    return found


def compare_texts(tested: SinceTest) -> list[DiffLine]:
    """Compare the text as it was written; where that is the same, the HTML that leaves."""
    if tested.test is None or tested.request is None:
        return []
    before = tested.test.draft
    if before is not None and before.source is tested.draft.source:
        old, new = (draft.written for draft in (before, tested.draft))
        if old != new:
            return list(_diff(old, new))
    return list(_diff(tested.test.request.template, tested.request.template))


def _diff(old: str, new: str) -> Iterator[DiffLine]:
    import difflib  # wanted once in a while

    before, now = _lines(old), _lines(new)
    lines = difflib.unified_diff(before[:_MOST_LINES], now[:_MOST_LINES], lineterm="", n=_CONTEXT)
    for number, line in enumerate(lines):
        if number < 2:
            continue  # the names of two files
        yield DiffLine(line[0], "" if line.startswith("@@") else line[1:])
    if max(len(before), len(now)) > _MOST_LINES:
        yield DiffLine("@", "")


def _lines(text: str) -> Sequence[str]:
    """Cut a text into lines, and HTML on one line at its tags."""
    return _BETWEEN_TAGS.sub(">\n<", text).splitlines()


def _is_stored_copy(test: Send, draft: Draft) -> bool:
    """Whether the test was of the same draft, sent by a copy that is stored at Migma."""
    by_copy = draft.source.is_written_here and not test.request.template
    return by_copy and test.draft is not None and _content(test.draft) == _content(draft)


def _content(draft: Draft) -> Draft:
    return replace(
        draft,
        id="",
        recipient=Recipient(),
        kind=MailKind.AUTOMATIC,
        people=(),
        remote_content_allowed=False,
    )


def _sender(request: SendRequest) -> str:
    return f"{request.from_name} <{request.from_address}>"


def _content_id(request: SendRequest) -> str:
    return request.email_id or request.conversation_id


def _value(request: SendRequest, name: str) -> str:
    if name not in request.variables:
        return ""
    value = request.variables[name]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
