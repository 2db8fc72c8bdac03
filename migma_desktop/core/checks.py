"""Look a draft over before it is sent: a list of findings, the gravest first.

Errors are what Migma would refuse, and placeholders that nobody filled. All else is advice: it
never keeps an email from being sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from migma_desktop.core.body_checks import BodyFacts, read_body
from migma_desktop.core.composing import problems
from migma_desktop.core.filling import root_of
from migma_desktop.core.inbox_line import first_words
from migma_desktop.core.models import (
    ContentSource,
    Domain,
    Draft,
    MailKind,
    PlaceholderUse,
    RenderedEmail,
)
from migma_desktop.core.placeholders import Foreign, ForeignKind, find_foreign
from migma_desktop.core.texts import Text, say

_SUBJECT_SHOWN = 60  # characters that a computer's inbox shows; a phone shows about 40
_PREHEADER_SHOWN = 130
_CLIPPED_BYTES = 102 * 1024  # Gmail hides what comes behind
_SHOWN_OF_A_KIND = 20
_NAMES_SHOWN = 5


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # must be put right or accepted before sending
    WARNING = "warning"  # some people will see something wrong
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about the email, and what to do about it."""

    level: Level
    text: Text
    advice: Text
    field: str  # objectName of the control to look at
    place: PlaceholderUse | None = None  # in the subject, preheader or source


def check(draft: Draft, rendered: RenderedEmail, *, domain: Domain | None) -> list[Finding]:
    """Return the findings about a draft.

    ``domain`` is the sender's as Migma knows it, None when that isn't known (yet).
    """
    source = _source_of(draft, rendered)
    is_html = draft.source is not ContentSource.MARKDOWN
    body = read_body(source, rendered, is_html=is_html)
    foreign = find_foreign(draft.subject, draft.preheader, source, is_html=is_html)
    findings = [
        *_refusals(draft, rendered),
        *_sender(draft, domain),
        *_missing(draft, rendered),
        *_foreign(foreign),
        *_inbox(draft, rendered, body),
        *_audience(draft, rendered, body),
        *_body(rendered, body),
    ]
    if not draft.source.is_written_here:
        findings = [_without_editor(finding) for finding in findings]
    return sorted(findings, key=lambda finding: _GRAVITY[finding.level])


_GRAVITY = {level: place for place, level in enumerate(Level)}


def _without_editor(finding: Finding) -> Finding:
    """Point at the choice of the content: there is no source here to go to."""
    if finding.field == "templateEditor":
        return replace(finding, field="contentSource", place=None)
    return finding


def _source_of(draft: Draft, rendered: RenderedEmail) -> str:
    if draft.source is ContentSource.MARKDOWN:
        return draft.markdown
    return draft.html if draft.source is ContentSource.HTML else rendered.html


def _refusals(draft: Draft, rendered: RenderedEmail) -> Iterator[Finding]:
    for refusal in problems(draft, rendered, accept_missing=True):
        yield Finding(Level.ERROR, refusal.title, refusal.advice, refusal.field)


def _sender(draft: Draft, domain: Domain | None) -> Iterator[Finding]:
    if domain is not None and not domain.can_send:
        yield Finding(
            Level.ERROR,
            say("The domain {domain} isn't verified yet.", domain=domain.name),
            say(
                "Migma refuses emails from it. Choose a verified domain, or add the missing "
                "DNS records and try again."
            ),
            "fromAddress",
        )


def _missing(draft: Draft, rendered: RenderedEmail) -> Iterator[Finding]:
    is_batch = draft.recipient.type.is_batch
    for placeholder in rendered.placeholders:
        if placeholder.name not in rendered.missing:
            continue
        name = f"{{{{{placeholder.name}}}}}"
        if is_batch:
            advice = say(
                "Fill it in for everyone. Left alone, Migma may fill it from each contact's "
                "field of that name; who has none may read the braces."
            )
        else:
            advice = say("Fill it in under Variables. Left alone, people may read the braces.")
        yield Finding(
            Level.WARNING if is_batch else Level.ERROR,
            say("There is no value for {name}.", name=name),
            advice,
            "variablesTable",
            placeholder.uses[0],
        )


_FOREIGN_ADVICE = {
    ForeignKind.UNESCAPED: say("Write it between two braces, not three: {{{{name}}}}."),
    ForeignKind.SECTION: say(
        "Conditions and repetitions aren't filled in: people would read this. Write the text "
        "out, or take it away."
    ),
    ForeignKind.COMMENT: say("Notes between braces aren't taken out: people would read this."),
    ForeignKind.PARTIAL: say("Nothing is put in here: people would read this. Paste the text."),
    ForeignKind.FALLBACK: say(
        "A second choice behind the name isn't known. Write the name alone and fill it in."
    ),
    ForeignKind.UNCLOSED: say("A closing brace is missing. Write {{{{name}}}}, two on each side."),
    ForeignKind.EMPTY: say("There is no name between the braces. Write one, or take them away."),
    ForeignKind.ENCODED: say(
        "The braces are written in code, so nothing is filled in. Write {{{{name}}}} instead."
    ),
    ForeignKind.EXPRESSION: say(
        "A name has letters, digits, dots, hyphens and underscores only. People would read this."
    ),
}


def _foreign(foreign: tuple[Foreign, ...]) -> Iterator[Finding]:
    for item in foreign[:_SHOWN_OF_A_KIND]:
        yield Finding(
            Level.WARNING,
            say("“{text}” arrives as it is written.", text=item.text),
            _FOREIGN_ADVICE[item.kind],
            "subject" if item.use.spot == "subject" else "templateEditor",
            item.use,
        )


def _inbox(draft: Draft, rendered: RenderedEmail, body: BodyFacts) -> Iterator[Finding]:
    if len(rendered.subject) > _SUBJECT_SHOWN:
        yield Finding(
            Level.HINT,
            say("The subject has {count} characters.", count=len(rendered.subject)),
            say("Inboxes cut it after about 60, phones after 40. Put what matters first."),
            "subject",
        )
    if not draft.source.is_written_here:
        if draft.preheader.strip():
            yield Finding(
                Level.WARNING,
                say("The preheader isn't sent with this email."),
                say("An email made in Migma brings its own. Change it there."),
                "preheader",
            )
    elif not draft.preheader.strip():
        if not body.has_own_preheader and (words := first_words(rendered.html, limit=60)):
            yield Finding(
                Level.HINT,
                say("There is no preheader."),
                say("Inboxes show the first words instead: “{words}…”", words=words),
                "preheader",
            )
    elif len(rendered.preheader) > _PREHEADER_SHOWN:
        yield Finding(
            Level.HINT,
            say("The preheader has {count} characters.", count=len(rendered.preheader)),
            say("Inboxes show about 130 of them at most, phones about 50."),
            "preheader",
        )


def _audience(draft: Draft, rendered: RenderedEmail, body: BodyFacts) -> Iterator[Finding]:
    is_batch = draft.recipient.type.is_batch
    is_transactional = draft.kind.is_transactional(draft.recipient.type)
    if is_batch and draft.kind is MailKind.TRANSACTIONAL:
        yield Finding(
            Level.WARNING,
            say("This reaches people who unsubscribed."),
            say(
                "Transactional is for receipts, resets and the like. For news and offers choose "
                "marketing: the law asks for it in many countries."
            ),
            "transactional",
        )
    if not is_transactional and not body.has_unsubscribe_link:
        yield Finding(
            Level.HINT,
            say("There is no unsubscribe link in the text."),
            say("Migma adds one to marketing emails. Your own, in your words, is kinder."),
            "templateEditor",
        )
    if is_batch and rendered.variables:
        names = [
            item.name for item in rendered.placeholders if root_of(item.name, rendered.variables)
        ]
        yield Finding(
            Level.HINT,
            say(
                "Everyone gets the same {names}.",
                names=", ".join(f"{{{{{name}}}}}" for name in names[:_NAMES_SHOWN])
                + ("…" if len(names) > _NAMES_SHOWN else ""),
            ),
            say("Values that you fill in here are the same for each person of a batch."),
            "variablesTable",
        )


def _body(rendered: RenderedEmail, body: BodyFacts) -> Iterator[Finding]:
    size = len(rendered.html.encode(errors="replace"))
    if size > _CLIPPED_BYTES:
        yield Finding(
            Level.WARNING,
            say("The email is {size} KB large.", size=size // 1024),
            say("Gmail shows the first 102 KB and hides the rest behind a link. Shorten it."),
            "templateEditor",
        )
    for remark in body.remarks[:_SHOWN_OF_A_KIND]:
        level = Level.HINT if remark.is_hint else Level.WARNING
        yield Finding(level, remark.text, remark.advice, "templateEditor", remark.place)
    if body.remote_images:
        yield Finding(
            Level.HINT,
            say("One image comes from the internet.")
            if body.remote_images == 1
            else say("{count} images come from the internet.", count=body.remote_images),
            say("Many mail programs show them only after a click: let the text stand by itself."),
            "templateEditor",
        )
