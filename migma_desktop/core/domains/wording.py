"""The sentences for mistakes in the value of a record: title, what was found, what to do."""

from __future__ import annotations

from migma_desktop.core.domains.expected import Expected
from migma_desktop.core.domains.finding import DnsFinding, Mistake, Severity
from migma_desktop.core.domains.values import Judgement
from migma_desktop.core.texts import Text, say

_SHOWN = 90  # characters of a value within a sentence

_WORDS: dict[Mistake, tuple[Text, Text, Text]] = {
    Mistake.WRONG_VALUE: (
        say("Points somewhere else"),
        say("{name} points to {found}. Migma looks for its own host there."),
        say("Open this record at your DNS provider and replace its value with {value}."),
    ),
    Mistake.DOMAIN_APPENDED: (
        say("Your domain was added behind the value"),
        say("{name} points to {found}: your DNS provider added your domain to what was typed."),
        say("Edit the value: type {value}. with the dot at its end, which stops that."),
    ),
    Mistake.DOT_PASTED: (
        say("A dot was pasted into the value"),
        say("The value at {name} has a dot at an end where none belongs, so it can't be read."),
        say("Delete the dot; the value should read {value}"),
    ),
    Mistake.KEY_DECORATED: (
        say("Quotes or spaces inside the value"),
        say("Quotes, spaces or backslashes came into the value at {name} when it was pasted."),
        say("Delete the value and paste it again with the copy button, without any quotes."),
    ),
    Mistake.KEY_CASE: (
        say("Capital letters were changed"),
        say("The key at {name} is right but for capital letters, and to a key these matter."),
        say("Paste the value again with the copy button. Don't type it or change its case."),
    ),
    Mistake.KEY_CUT: (
        say("Only a part of the key is there"),
        say("The key at {name} ends too early: it was cut, or split over several records."),
        say(
            "Delete what stands there and paste the whole value into one single record. If your "
            "provider allows only 255 characters a line, it must be lines of the same record."
        ),
    ),
    Mistake.KEY_EMPTY: (
        say("The key is missing from the record"),
        say("At {name} a record says that there is no key (p= is empty or absent)."),
        say("Paste the whole value again, from its first to its last character."),
    ),
    Mistake.KEY_WRONG: (
        say("Another key is published"),
        say("At {name} stands another key than Migma's: an older one, or another program's."),
        say("Replace the value by Migma's. Other programs use other names and keep working."),
    ),
    Mistake.TWO_SPF: (
        say("Two SPF records"),
        say("{name} has more than one record that begins with v=spf1, so receivers ignore all."),
        say("Make one of them: keep a single v=spf1, put every include: into it, end it once."),
    ),
    Mistake.SPF_BROKEN: (
        say("The SPF record can't be read"),
        say("At {name} stands {found}. Receivers want it to begin with v=spf1, without quotes."),
        say("Replace the value by {value}"),
    ),
    Mistake.SPF_WITHOUT_US: (
        say("The SPF record doesn't name Migma"),
        say("{name} allows other programs to send, but not Migma: {found}"),
        say("Don't add a second record. Put this into the present one, before its end: {needed}"),
    ),
    Mistake.TWO_DMARC: (
        say("Two DMARC records"),
        say("{name} has more than one DMARC record, so receivers ignore them all."),
        say("Keep the stricter one and delete the other."),
    ),
    Mistake.DMARC_BROKEN: (
        say("The DMARC record can't be read"),
        say(
            "At {name} stands {found}. Parts are divided by ; and p= says none, quarantine or "
            "reject."
        ),
        say("Replace the value by {value}"),
    ),
    Mistake.MX_ELSEWHERE: (
        say("Another mail server stands at the sending name"),
        say("{name} names {found}, so bounced emails don't reach Migma."),
        say(
            "This name is for Migma alone: delete its other MX records and keep {value}. The "
            "mailboxes of your domain itself are not touched by this."
        ),
    ),
}


def about_value(expected: Expected, judged: Judgement) -> DnsFinding:
    """Put what is wrong with a value into words."""
    mistake = judged.mistake or Mistake.WRONG_VALUE
    title, text, advice = _WORDS[mistake]
    values = {
        "name": expected.name,
        "found": shortened(judged.culprit),
        "value": shortened(expected.value),
        "needed": _needed(expected),
    }
    return DnsFinding(
        mistake,
        Severity.ERROR,
        title,
        say(text.template, **values),
        say(advice.template, **values),
        record=expected,
        details=f"{expected.name} {expected.type}\n{judged.culprit}",
    )


def shortened(value: str) -> str:
    """Return a value that fits into a sentence."""
    line = " ".join(value.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _needed(expected: Expected) -> str:
    return " ".join(term for term in expected.value.split()[1:] if not term.endswith("all"))
