"""What the outbox says when something isn't possible."""

from __future__ import annotations

from migma_desktop.core.errors import TooLate
from migma_desktop.core.models import Problem, Send, SendState, Throttle
from migma_desktop.core.texts import say

MARKED_AS_SENT = "Marked as sent by you"
GIVEN_UP = "Given up by you"
FOUND_IN_THE_LOG = "Found in Migma's log: {status}"
NOT_IN_THE_LOG = "Migma's log doesn't show it, so the same request was sent again"
LOG_UNREADABLE = "Migma's log could not be read, so the same request was sent again"
LOG_UNCERTAIN = "Migma's log can't tell it from another email, so the same request was sent again"

GONE = (
    say("The record of this email is gone"),
    say("Another program removed it. What became of the email is unknown here."),
)


def cant_stop(send: Send) -> TooLate:
    """The send is past its held and waiting states."""
    if send.state is SendState.CANCELLED:
        return TooLate(
            say("This email was stopped already"), say("It was not sent. Nothing needs to be done.")
        )
    if send.state is SendState.SENDING:
        return TooLate(
            say("This email is leaving right now"),
            say(
                "It can't be called back any more. Wait a moment: the status log will say whether "
                "Migma took it."
            ),
        )
    return TooLate(
        say("This email can't be stopped any more"),
        say("It has left, or it has already come to its end. The status log says which."),
    )


def cant_try(send: Send) -> TooLate:
    """The send neither is held nor waits."""
    return TooLate(
        say("This email doesn't wait to be sent"),
        say("It has left already, or it was stopped. The status log says which."),
        details=f"state: {send.state}",
    )


def cant_ask(send: Send) -> TooLate:
    """The send isn't unconfirmed."""
    return TooLate(
        say("There is nothing to ask about this email"),
        say("Its outcome is known by now, or a question is on its way. See the status log."),
        details=f"state: {send.state}",
    )


def cant_close(send: Send) -> TooLate:
    """The send isn't unconfirmed."""
    return TooLate(
        say("The outcome of this email isn't open"),
        say("It is known by now, or a question is on its way. See the status log."),
        details=f"state: {send.state}",
    )


def key_forgotten() -> TooLate:
    """Asking again could send the email a second time."""
    return TooLate(
        say("Too much time has passed to ask again"),
        say(
            "Migma remembers an email for one day. Asking now could send it a second time. Look "
            "at whether it arrived, then mark it as sent, or give it up and write a new one."
        ),
    )


def key_replaced() -> TooLate:
    """The account has another API key, so Migma would take the same email for a new one."""
    return TooLate(
        say("This account has another key since this email left"),
        say(
            "Migma recognises an email only under the key that it came with. Asking now could send "
            "it a second time. Look at whether it arrived, then mark it as sent, or give it up and "
            "write a new one."
        ),
    )


def place_taken(send: Send) -> TooLate:
    """Another send goes out instead of this one, or it was never refused."""
    return TooLate(
        say("This email goes out another way already"),
        say("Nothing was sent a second time. See the newer line in the status log."),
        details=f"state: {send.state}",
    )


def replaced() -> Problem:
    """A copy stored at Migma goes out instead of the refused send."""
    return Problem(
        say("Refused, then stored in Migma and sent from there"),
        say(
            "This attempt reached nobody. The newer line in the status log says what became of it."
        ),
    )


def interrupted() -> Problem:
    """The program, or the computer, stopped while the send was leaving."""
    return Problem(
        say("The program ended while this email was leaving"),
        say(
            "Nobody knows yet whether Migma has it. Ask again: the same email can't go out "
            "twice that way."
        ),
    )


def elsewhere() -> TooLate:
    """Another running program takes care of the send."""
    return TooLate(
        say("Another window takes care of this email"),
        say("Use the window in which it was sent. If that is closed, wait a minute and try again."),
    )


def behind_others() -> Problem:
    """An earlier email of the same account waits as well."""
    return Problem(
        say("Waits for an earlier email"),
        say(
            "Emails leave in the order in which you sent them. This one goes as soon as the one "
            "before it has left; you can still stop it."
        ),
    )


def slowed_down(throttle: Throttle) -> Problem:
    """Migma holds a batch back."""
    why = throttle.reason.replace("_", " ")  # some servers give a code
    title = say("Migma slows this mailing down")
    if why:
        title = say("Migma slows this mailing down: {reason}", reason=why)
    advice = say("Migma goes on by itself; you need to do nothing.")
    if throttle.remaining_count is not None:
        advice = say(
            "{count} people still wait for it. Migma goes on by itself; you need to do nothing.",
            count=throttle.remaining_count,
        )
    return Problem(title, advice, details=throttle.resume_message)
