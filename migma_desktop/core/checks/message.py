"""Look at the message around the email: sender, audience, variables, what the inbox shows."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.checks.finding import Finding, Level
from migma_desktop.core.checks.tags import BodyFacts
from migma_desktop.core.composing import problems
from migma_desktop.core.filling import root_of
from migma_desktop.core.inbox_line import first_words
from migma_desktop.core.models import Domain, Draft, MailKind, RenderedEmail
from migma_desktop.core.texts import say

_SUBJECT_SHOWN = 60  # characters that a computer's inbox shows; a phone shows about 40
_PREHEADER_SHOWN = 130
_NAMES_SHOWN = 5


def about_message(
    draft: Draft, rendered: RenderedEmail, body: BodyFacts, *, domain: Domain | None
) -> Iterator[Finding]:
    """Yield what is to be said of everything but the text itself."""
    yield from _refusals(draft, rendered)
    yield from _sender(draft, domain)
    yield from _missing(draft, rendered)
    yield from _inbox(draft, rendered, body)
    yield from _audience(draft, rendered, body)


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
