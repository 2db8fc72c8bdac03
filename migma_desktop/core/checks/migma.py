"""What Migma's own checks found, in the words and with the places of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Edit, Finding, Fix, Level, Origin
from migma_desktop.core.models import PlaceholderSpot, PlaceholderUse
from migma_desktop.core.texts import Text, say
from migma_desktop.core.validation import Issue, Report, Topic

_PROGRAMS_SHOWN = 4


def about_report(checked: Checked, report: Report) -> Iterator[Finding]:
    """Yield what Migma said, without the words and links that were put right since."""
    for issue in report.issues:
        finding = _READ[issue.topic](checked, issue)
        if finding is not None:
            yield finding


def _finding(
    issue: Issue,
    text: Text,
    advice: Text,
    place: PlaceholderUse | None = None,
    fix: Fix | None = None,
    *,
    is_hint: bool = False,
) -> Finding:
    level = Level.HINT if is_hint and not issue.is_grave else Level.WARNING
    field = "subject" if place is not None and place.spot is PlaceholderSpot.SUBJECT else FIELD
    return Finding(level, text, advice, field, place, fix, Origin.MIGMA)


def _about_program(checked: Checked, issue: Issue) -> Finding:
    names = ", ".join(issue.programs[:_PROGRAMS_SHOWN])
    if len(issue.programs) > _PROGRAMS_SHOWN:
        names += "…"
    return _finding(
        issue,
        say("{message}.", message=issue.message.rstrip(".")),
        say("Migma says so of {programs}.", programs=names or issue.what),
        is_hint=True,
    )


def _about_link(checked: Checked, issue: Issue) -> Finding | None:
    start = checked.source.find(issue.what) if issue.what else -1
    if start < 0 or "{{" in issue.what:  # what lacks a value is told already
        return None
    return _finding(
        issue,
        say("The link “{address}” doesn't work.", address=issue.what),
        say("Migma tried it: {reason}", reason=issue.message),
        _place(checked.source, start, start + len(issue.what), PlaceholderSpot.LINK),
    )


def _about_spelling(checked: Checked, issue: Issue) -> Finding | None:
    found = _word(checked, issue.what)
    if found is None:
        return None
    place = found
    fix = None
    if issue.suggestion:
        edit = Edit(place.spot, place.start, place.end, issue.what, issue.suggestion)
        fix = Fix(say("Write {word}", word=issue.suggestion), (edit,))
    advice = (
        say("Did you mean “{word}”?", word=issue.suggestion)
        if issue.suggestion
        else say("Migma doesn't know the word.")
    )
    return _finding(
        issue,
        say("“{word}” may be misspelled.", word=issue.what),
        advice,
        place,
        fix,
        is_hint=True,
    )


def _about_delivery(checked: Checked, issue: Issue) -> Finding:
    if issue.what == "spam":
        text = say("Migma expects this in the spam folder.")
    elif issue.what == "promotions":
        text = say("Migma expects this among the promotions.")
    elif issue.what == "trigger":
        text = say("A spam filter may object to “{words}”.", words=issue.message)
        return _finding(issue, text, say("Say it in other words."), is_hint=True)
    else:
        text = say("{message}.", message=issue.message.rstrip("."))
        return _finding(issue, text, say("Migma advises it for delivery."), is_hint=True)
    reason = say("Its reason: {reason}", reason=issue.message)
    return _finding(
        issue, text, reason if issue.message else say("It gave no reason."), is_hint=True
    )


def _word(checked: Checked, word: str) -> PlaceholderUse | None:
    """Find a whole word in the text or the subject."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    if match := pattern.search(checked.source):
        return _place(checked.source, *match.span(), PlaceholderSpot.BODY)
    if match := pattern.search(checked.draft.subject):
        return PlaceholderUse(PlaceholderSpot.SUBJECT, *match.span(), 1)
    return None


def _place(text: str, start: int, end: int, spot: PlaceholderSpot) -> PlaceholderUse:
    return PlaceholderUse(spot, start, end, text.count("\n", 0, start) + 1)


_READ = {
    Topic.COMPATIBILITY: _about_program,
    Topic.LINKS: _about_link,
    Topic.SPELLING: _about_spelling,
    Topic.DELIVERABILITY: _about_delivery,
}
