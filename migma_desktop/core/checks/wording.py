"""What the words do: shouting, what filters dislike, what makes an email marketing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Edit, Finding, Fix, Level
from migma_desktop.core.checks.links import has_unsubscribe_link
from migma_desktop.core.models import MailKind, PlaceholderSpot
from migma_desktop.core.texts import say

# A short list of our own. Filters weigh far more than words: this is a hint and no more.
_DISLIKED = re.compile(
    r"\b(?:100% free|act now|cash bonus|click here|double your|earn money|free money|guaranteed|"
    r"no obligation|once in a lifetime|risk[- ]free|this is not spam|urgent action|winner|"
    r"you have been selected)\b",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\b(?:sale|discount|coupon|voucher|promo code|special offer|limited (?:time|offer)|"
    r"shop now|buy now|order now|new arrivals|newsletter|don't miss|last chance|"
    r"rabatt|gutschein|angebot|jetzt (?:kaufen|bestellen|sichern)|soldes|promotion)\b|"
    r"\b\d{1,3} ?% (?:off|rabatt)|\d ?% de (?:réduction|descuento)",
    re.IGNORECASE,
)
_ENOUGH_PROMOTION = 2  # different words
_POSTAL = re.compile(
    r"\b\d{1,5}[a-z]? [\w.' -]{2,40}\b(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|"
    r"way|square|suite|floor)\b|"
    r"(?:straße|strasse|str\.|weg|platz|allee|gasse|rue|avenue|calle|via|viale)\b[^\d\n]{0,40}\d|"
    r"\bp\.? ?o\.? box\b|\bpostfach\b|"
    r"\b[A-Z]{2},? \d{5}\b|\b(?:[A-Z]{1,3}-)?\d{4,5} [A-ZÄÖÜÉ]\w{2,}|"
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
    re.IGNORECASE,
)
_POSTAL_NAME = re.compile(r"address|adresse|street|postal|imprint|impressum", re.IGNORECASE)
_EXCLAIMED = re.compile(r"!{2,}")
_LETTERS_TO_SHOUT = 10
_READ = 20_000  # characters of the text that are looked at


def about_words(checked: Checked) -> Iterator[Finding]:
    """Yield what the words of subject and text do to their reception."""
    yield from _about_shouting(checked)
    text = f"{checked.rendered.subject} {checked.page.text[:_READ]}"
    disliked = sorted({match[0].lower() for match in _DISLIKED.finditer(text)})
    if disliked:
        yield Finding(
            Level.HINT,
            say("Filters dislike some of the words: {words}.", words=", ".join(disliked[:5])),
            say("They alone decide nothing. If others say it as well, take those."),
            FIELD,
        )


def about_purpose(checked: Checked) -> Iterator[Finding]:
    """Yield what marketing needs, and what only looks like a transactional email."""
    draft = checked.draft
    if not draft.kind.is_transactional(draft.recipient.type):
        yield from _about_way_out(checked)
        return
    is_batch = draft.recipient.type.is_batch
    if is_batch and draft.kind is MailKind.TRANSACTIONAL:
        yield Finding(
            Level.WARNING,
            say("This reaches people who unsubscribed."),
            say(
                "Transactional is for receipts, resets and the like. For news and offers choose "
                "marketing: the law asks for it in many countries."
            ),
            "transactional",
            fix=_as_marketing(),
        )
    text = f"{checked.rendered.subject} {checked.page.text[:_READ]}"
    words = sorted({match[0].lower() for match in _PROMOTION.finditer(text)})
    if len(words) >= _ENOUGH_PROMOTION:
        yield Finding(
            Level.WARNING if is_batch else Level.HINT,
            say("This reads like marketing but goes out as transactional."),
            say(
                "It says: {words}. Transactional emails have no unsubscribe header and reach "
                "people who opted out: offers need their consent. Choose marketing if it is one.",
                words=", ".join(words[:5]),
            ),
            "transactional",
            fix=_as_marketing(),
        )


def _as_marketing() -> Fix:
    return Fix(say("Send it as marketing"), kind=MailKind.MARKETING)


def _about_way_out(checked: Checked) -> Iterator[Finding]:
    if not has_unsubscribe_link(checked):
        yield Finding(
            Level.HINT,
            say("There is no unsubscribe link in the text."),
            say("Migma adds one to marketing emails. Your own, in your words, is kinder."),
            FIELD,
        )
    names = (placeholder.name for placeholder in checked.rendered.placeholders)
    has_name = any(_POSTAL_NAME.search(name) for name in names)
    if not has_name and not _POSTAL.search(checked.page.text[-_READ:]):
        yield Finding(
            Level.HINT,
            say("There is no postal address in the text."),
            say(
                "Marketing emails must name one in many countries (in the USA by CAN-SPAM). "
                "Write it at the end."
            ),
            FIELD,
        )


def _about_shouting(checked: Checked) -> Iterator[Finding]:
    subject, shown = checked.draft.subject, checked.rendered.subject
    letters = [letter for letter in shown if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    if len(letters) >= _LETTERS_TO_SHOUT and capitals > 0.7 * len(letters):
        yield Finding(
            Level.HINT,
            say("The subject is written in capitals."),
            say("That reads as shouting, to people and to filters. Write it as in a letter."),
            "subject",
        )
    if marks := list(_EXCLAIMED.finditer(subject)):
        spot = PlaceholderSpot.SUBJECT
        edits = tuple(Edit(spot, *match.span(), match[0], "!") for match in marks)
        yield Finding(
            Level.HINT,
            say("The subject has several exclamation marks in a row."),
            say("That reads as shouting, to people and to filters. One is enough."),
            "subject",
            fix=Fix(say("Leave one"), edits),
        )
