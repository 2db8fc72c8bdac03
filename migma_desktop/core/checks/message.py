"""Look at the message around the email: sender, audience, variables, what the inbox shows."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.checks.checked import Checked
from migma_desktop.core.checks.fields import is_covered
from migma_desktop.core.checks.finding import SHOWN_OF_A_KIND, Finding, Fix, Level, replacing
from migma_desktop.core.checks.names import known_names, name_meant, written
from migma_desktop.core.checks.structure import has_own_preheader
from migma_desktop.core.checks.syntax import field_of, text_of
from migma_desktop.core.composing import problems
from migma_desktop.core.field_shares import share_of
from migma_desktop.core.filling import is_filled, root_of
from migma_desktop.core.inbox_line import first_words
from migma_desktop.core.models import Domain, Draft, Placeholder, RenderedEmail
from migma_desktop.core.texts import say

_SUBJECT_SHOWN = 60  # characters that a computer's inbox shows; a phone shows about 40
_PREHEADER_SHOWN = 130
_NAMES_SHOWN = 5


def about_message(checked: Checked, *, domain: Domain | None) -> Iterator[Finding]:
    """Yield what is to be said of everything but the text itself."""
    draft, rendered = checked.draft, checked.rendered
    yield from _refusals(draft, rendered)
    yield from _sender(draft, domain)
    yield from _missing(checked)
    yield from _fallbacks(checked)
    yield from _inbox(checked)
    yield from _same_for_all(draft, rendered)


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


def _missing(checked: Checked) -> Iterator[Finding]:
    rendered = checked.rendered
    is_batch = checked.draft.recipient.type.is_batch
    missing = [
        item
        for item in rendered.placeholders
        if item.name in rendered.missing and not (is_batch and is_covered(checked, item.name))
    ]
    for placeholder in missing[:SHOWN_OF_A_KIND]:
        meant = name_meant(placeholder.name, known_names(checked))
        if meant:
            advice = say(
                "Did you mean {meant}? If not, fill it in under Variables.",
                meant=f"{{{{{meant}}}}}",
            )
        elif is_batch:
            advice = say(
                "Fill it in for everyone. Left alone, Migma may fill it from each contact's "
                "field of that name; who has none may read the braces."
            )
        else:
            advice = say("Fill it in under Variables. Left alone, people may read the braces.")
        yield Finding(
            Level.WARNING if is_batch else Level.ERROR,
            say("There is no value for {name}.", name=f"{{{{{placeholder.name}}}}}"),
            advice,
            "variablesTable",
            placeholder.uses[0],
            _renamed(checked, placeholder, meant) if meant else None,
        )
    if len(missing) > SHOWN_OF_A_KIND:
        yield Finding(
            Level.WARNING if is_batch else Level.ERROR,
            say("{count} more have no value.", count=len(missing) - SHOWN_OF_A_KIND),
            say("All of them are listed under Variables."),
            "variablesTable",
        )


def _renamed(checked: Checked, placeholder: Placeholder, meant: str) -> Fix:
    edits = [
        edit
        for use in placeholder.uses
        for edit in replacing(text_of(checked, use), [use], written(meant, use.fallback))
    ]
    return Fix(say("Write {name}", name=f"{{{{{meant}}}}}"), tuple(edits))


def _fallbacks(checked: Checked) -> Iterator[Finding]:
    """Yield the fallbacks that keep a batch from being filled for each contact."""
    if not checked.draft.recipient.type.is_batch:
        return
    values = checked.rendered.variables
    for placeholder in checked.rendered.placeholders:
        uses = [use for use in placeholder.uses if use.fallback is not None]
        if not uses or is_filled(placeholder.name, values):
            continue
        share = None if checked.catalog is None else share_of(checked.catalog, placeholder.name)
        if share is not None and share.is_nobody:
            continue  # nobody has a field that the fallback would stand in the way of
        edits = [
            edit
            for use in uses
            for edit in replacing(text_of(checked, use), [use], written(placeholder.name, None))
        ]
        name = f"{{{{{placeholder.name}}}}}"
        yield Finding(
            Level.WARNING,
            say("Everyone reads “{words}” for {name}.", words=uses[0].fallback, name=name),
            say(
                "A fallback is put in here, once for all of them, so Migma can't fill in each "
                "contact's own. Take the fallback away to let it: who has no such field may then "
                "read the braces."
            ),
            field_of(uses[0]),
            uses[0],
            Fix(say("Write {name}", name=name), tuple(edits)),
        )


def _inbox(checked: Checked) -> Iterator[Finding]:
    draft, rendered = checked.draft, checked.rendered
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
        if not has_own_preheader(checked) and (words := first_words(rendered.html, limit=60)):
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


def _same_for_all(draft: Draft, rendered: RenderedEmail) -> Iterator[Finding]:
    if draft.recipient.type.is_batch and rendered.variables:
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
