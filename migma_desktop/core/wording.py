"""The sentences that tell what a send will do, before it is done."""

from __future__ import annotations

from functools import cache

from migma_desktop.core.models import (
    KeyKind,
    MailKind,
    Profile,
    Recipient,
    RecipientType,
    SendState,
)
from migma_desktop.core.texts import Text, say


def recipient_label(recipient: Recipient) -> str:
    """Name the recipient for people: the address, or the segment's name, or its id."""
    if recipient.type is RecipientType.PERSON:
        return recipient.email
    return recipient.name or recipient.id


def button_text(recipient: Recipient) -> Text:
    """Say on the button what pressing it will do.

    Migma leaves out whoever unsubscribed or bounced, so the count of a list is a limit.
    """
    if recipient.type is RecipientType.PERSON:
        return say("Send to one person")
    name = recipient_label(recipient)
    if not name:
        return say("Send")
    if recipient.count is None:
        return say("Send to everyone in {name}", name=name)
    if recipient.count == 1:
        return say("Send to one person in {name}", name=name)
    count = _thousands(recipient.count)
    return say("Send to up to {count} people in {name}", count=count, name=name)


def kind_name(kind: MailKind) -> Text:
    """Name a kind of mail."""
    return {
        MailKind.AUTOMATIC: say("Automatic"),
        MailKind.TRANSACTIONAL: say("Transactional"),
        MailKind.MARKETING: say("Marketing"),
    }[kind]


def kind_consequence(kind: MailKind, recipient_type: RecipientType) -> Text:
    """Say in one sentence what the kind means for the people who get the email.

    Source: the specification, ``transactional``.
    """
    if kind.is_transactional(recipient_type):
        if kind is MailKind.AUTOMATIC:
            return say(
                "One person: counts as transactional. It arrives even if they unsubscribed, "
                "and carries no unsubscribe link in its header."
            )
        return say(
            "Reaches people even if they unsubscribed, without an unsubscribe link in the header. "
            "Only for receipts, resets and the like."
        )
    if kind is MailKind.AUTOMATIC:
        return say(
            "Many people: counts as marketing. Whoever unsubscribed is left out, "
            "and the header carries an unsubscribe link."
        )
    return say("Leaves out whoever unsubscribed, and the header carries an unsubscribe link.")


def key_warning(profile: Profile) -> Text:
    """Say whether real people get what is sent with this profile's key."""
    return {
        KeyKind.LIVE: say("Live key: real people get this email."),
        KeyKind.TEST: say(
            "Test key: Migma doesn't promise to hold mail back for test keys, "
            "so real people may get this email."
        ),
        KeyKind.SANDBOX: say("Sandbox: nothing leaves this computer."),
    }[profile.kind]


@cache
def state_name(state: SendState) -> Text:
    """Name the state of a send in plain words."""
    return {
        SendState.HELD: say("Not sent yet"),
        SendState.CANCELLED: say("Stopped, not sent"),
        SendState.SENDING: say("Sending"),
        SendState.WAITING: say("Waiting to be sent"),
        SendState.ACCEPTED: say("Accepted by Migma"),
        SendState.PROCESSING: say("Being sent"),
        SendState.THROTTLED: say("Slowed down by Migma"),
        SendState.COMPLETED: say("Sent to everyone"),
        SendState.PARTIAL: say("Sent to some"),
        SendState.FAILED: say("Not sent"),
        SendState.UNCONFIRMED: say("Not sure: may have been sent"),
        SendState.CLOSED: say("Closed by you"),
    }[state]


@cache
def state_meaning(state: SendState) -> Text:
    """Say what a state means for the email, and what happens next."""
    return {
        SendState.HELD: say(
            "Nothing has left yet. Undo stops it and brings the email back; Send now lets it go."
        ),
        SendState.CANCELLED: say("Nothing left this computer."),
        SendState.SENDING: say("On its way to Migma. It can't be called back from here."),
        SendState.WAITING: say(
            "Nothing has left yet. It goes by itself as soon as Migma can be reached; "
            "you can still stop it."
        ),
        SendState.ACCEPTED: say(
            "Migma has taken the email and delivers it now. Accepted is not yet delivered."
        ),
        SendState.PROCESSING: say("Migma is sending to one person after the other."),
        SendState.THROTTLED: say("Migma pauses for a while and goes on by itself."),
        SendState.COMPLETED: say("Migma has sent the email to everyone it should reach."),
        SendState.PARTIAL: say("Migma has sent the email to some of the people."),
        SendState.FAILED: say("Migma refused the email. Nobody got it."),
        SendState.UNCONFIRMED: say(
            "The answer never came, so nobody here knows whether Migma took the email. "
            "Asking again is safe: it can't go out twice."
        ),
        SendState.CLOSED: say("You decided what became of it; nothing more happens here."),
    }[state]


def _thousands(count: int) -> str:
    return f"{count:,}"
