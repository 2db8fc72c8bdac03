"""From a rendered draft to the request that leaves, or to the reasons why it can't.

Two roads, on purpose: ``compose`` reads the draft's recipient, ``compose_test`` has none to
read. Whatever happens to the draft, a test goes to the one address that was typed for it.
"""

from __future__ import annotations

from dataclasses import replace

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import (
    ContentSource,
    Draft,
    MailKind,
    PlaceholderSpot,
    RecipientType,
    RenderedEmail,
    SendRequest,
)
from migma_desktop.core.rules import check_request, refusals, wire_address
from migma_desktop.core.texts import say

TEST_ADDRESS_FIELD = "testAddress"
_STAND_IN_ADDRESS = "test@example.com"  # the address of a test is typed later, and checked then
_NAMES_SHOWN = 3
_FIELDS = {
    field: place
    for place, field in enumerate(
        ("recipientEmail", "recipientId", "fromAddress", "fromName", "replyTo", "subject")
    )
}


def compose(draft: Draft, rendered: RenderedEmail, *, accept_missing: bool) -> SendRequest:
    """Return the request that sends a draft.

    Addresses are normalised: an international domain travels in its ASCII form. Placeholders
    without a value are refused unless the user accepted that they arrive as they are written.

    Raises:
        DraftRefused: a rule is broken; the first one in the order of the window's fields.
    """
    for refusal in problems(draft, rendered, accept_missing=accept_missing):
        raise refusal
    return _normalised(_request(draft, rendered))


def compose_test(draft: Draft, rendered: RenderedEmail, to: str) -> SendRequest:
    """Return the request that sends a draft to one address, with its real values.

    The draft's own recipient is not looked at. A test always counts as transactional, the
    contract's default for one person: a marketing email would not reach a tester who isn't
    subscribed. Placeholders without a value are let through, so that they can be seen.

    Raises:
        DraftRefused: a rule is broken; ``testAddress`` is the field of the address.
    """
    address = wire_address(to, field=TEST_ADDRESS_FIELD)
    request = _test_request(draft, rendered, address)
    for refusal in _refusals(draft, rendered, request):
        raise refusal
    return _normalised(request)


def problems(
    draft: Draft,
    rendered: RenderedEmail,
    *,
    for_test: bool = False,
    accept_missing: bool = False,
) -> list[DraftRefused]:
    """Return every reason why a draft can't be sent, in the order of the window's fields.

    A test needs no recipient in the draft and no value for each placeholder.
    """
    if for_test:
        return _refusals(draft, rendered, _test_request(draft, rendered, _STAND_IN_ADDRESS))
    found = _refusals(draft, rendered, _request(draft, rendered))
    if rendered.missing and not accept_missing:
        found.append(_missing_values(draft, rendered))
    return found


def _refusals(draft: Draft, rendered: RenderedEmail, request: SendRequest) -> list[DraftRefused]:
    found = refusals(request)
    if not rendered.subject.strip() and _has_placeholder_in_subject(rendered):
        if not request.subject.strip():  # it isn't missing: somebody reads it in its field
            found = [refusal for refusal in found if refusal.field != "subject"]
        found.append(
            DraftRefused(
                say("The subject is empty once its placeholders are filled."),
                say("Write a word beside them, or give them a value."),
                field="subject",
            )
        )
    return sorted(found, key=lambda refusal: _FIELDS.get(refusal.field, len(_FIELDS)))


def _has_placeholder_in_subject(rendered: RenderedEmail) -> bool:
    spots = (use.spot for placeholder in rendered.placeholders for use in placeholder.uses)
    return PlaceholderSpot.SUBJECT in spots


def _request(draft: Draft, rendered: RenderedEmail) -> SendRequest:
    to_person = draft.recipient.type is RecipientType.PERSON
    return replace(
        _message(draft, rendered),
        recipient_type=draft.recipient.type,
        recipient_email=draft.recipient.email if to_person else "",
        recipient_id="" if to_person else draft.recipient.id,
        transactional=_transactional(draft.kind),
    )


def _test_request(draft: Draft, rendered: RenderedEmail, address: str) -> SendRequest:
    return replace(_message(draft, rendered), recipient_email=address)


def _message(draft: Draft, rendered: RenderedEmail) -> SendRequest:
    """Return everything but to whom it goes: as it stands, to one person without an address."""
    source = draft.source
    return SendRequest(
        recipient_type=RecipientType.PERSON,
        from_address=draft.sender.address,
        from_name=draft.sender.name.strip(),
        reply_to=draft.sender.reply_to.strip(),
        subject=rendered.subject_template,
        template=rendered.template if _has_text(draft) else "",
        conversation_id=(
            draft.conversation_id.strip() if source is ContentSource.CONVERSATION else ""
        ),
        email_id=draft.email_id.strip() if source is ContentSource.EMAIL else "",
        # Migma finds the project of its own emails by itself.
        project_id=draft.project_id if source.is_written_here else "",
        variables=rendered.variables,
        provider=draft.provider,
    )


def _has_text(draft: Draft) -> bool:
    return bool(draft.written.strip())


def _transactional(kind: MailKind) -> bool | None:
    return None if kind is MailKind.AUTOMATIC else kind is MailKind.TRANSACTIONAL


def _normalised(request: SendRequest) -> SendRequest:
    """Write the addresses as they travel, and let the last gate look at the result."""
    finished = replace(
        request,
        from_address=wire_address(request.from_address, field="fromAddress"),
        reply_to=wire_address(request.reply_to, field="replyTo") if request.reply_to else "",
        recipient_email=wire_address(request.recipient_email) if request.recipient_email else "",
    )
    check_request(finished)
    return finished


def _missing_values(draft: Draft, rendered: RenderedEmail) -> DraftRefused:
    names = [item.name for item in rendered.placeholders if item.name in rendered.missing]
    shown = ", ".join(f"{{{{{name}}}}}" for name in names[:_NAMES_SHOWN])
    if len(names) == 1:
        title = say("There is no value for {name}.", name=shown)
    elif len(names) <= _NAMES_SHOWN:
        title = say("There are no values for {names}.", names=shown)
    else:
        title = say(
            "There are no values for {names} and {count} more.",
            names=shown,
            count=len(names) - _NAMES_SHOWN,
        )
    if draft.recipient.type.is_batch:
        advice = say(
            "Fill in the variables, or accept that only contacts with a field of this name "
            "see it filled; for the others Migma decides."
        )
    else:
        advice = say(
            "Fill in the variables. Left alone, people may read the name between its braces."
        )
    return DraftRefused(title, advice, field="variablesTable")
