"""The sentences of the client: what happened, what it means for the email, what to do now."""

from __future__ import annotations

from enum import Enum

from migma_desktop.core.texts import Text, say

Words = tuple[Text, Text]  # title, advice


class Obstacle(Enum):
    """What stands between this computer and Migma."""

    OFFLINE = "no network"
    UNKNOWN_NAME = "name not found"
    REFUSED = "connection refused"
    SILENT = "no answer to connecting"
    CERTIFICATE = "certificate not trusted"
    ENCRYPTION = "no secure connection"
    PROXY = "proxy"
    BUSY = "no free connection"
    OTHER = "unknown"


_CHECK_NETWORK = say(
    "Your email has not left this computer. Check your internet connection, then try again."
)

NOT_CONNECTED: dict[Obstacle, Words] = {
    Obstacle.OFFLINE: (say("There is no internet connection."), _CHECK_NETWORK),
    Obstacle.UNKNOWN_NAME: (
        say("Migma's server can't be found under its name."),
        say(
            "Your email has not left this computer. Check your internet connection; if other "
            "pages open, the network may block Migma, or the server's address is mistyped."
        ),
    ),
    Obstacle.REFUSED: (
        say("Migma's server doesn't accept connections."),
        say(
            "Your email has not left this computer. Try again in a few minutes; if it stays so, "
            "a firewall may be in the way, or the server's address is mistyped."
        ),
    ),
    Obstacle.SILENT: (say("Migma's server can't be reached."), _CHECK_NETWORK),
    Obstacle.CERTIFICATE: (
        say("The server can't prove that it is Migma's."),
        say(
            "Your email and your API key have not left this computer. Check this computer's "
            "date and time. In a company network, ask who runs it: it may look into secure "
            "connections with a certificate that this computer doesn't trust."
        ),
    ),
    Obstacle.ENCRYPTION: (
        say("No secure connection to Migma came about."),
        say(
            "Your email and your API key have not left this computer. Try another network, "
            "or ask who runs this one."
        ),
    ),
    Obstacle.PROXY: (
        say("The proxy of this network doesn't let the program through to Migma."),
        say(
            "Your email has not left this computer. Ask who runs the network, or look at this "
            "computer's proxy settings."
        ),
    ),
    Obstacle.BUSY: (
        say("Too many requests are under way."),
        say("Your email has not left this computer. Wait a moment, then try again."),
    ),
    Obstacle.OTHER: (say("No connection to Migma came about."), _CHECK_NETWORK),
}

_DO_NOT_SEND_AGAIN = say(
    "The email may be on its way, or not. Don't send it as a new email: it could arrive twice. "
    "“Ask again” is safe, since Migma recognises the same send."
)

NO_ANSWER_IN_TIME: Words = (say("Migma didn't answer in time."), _DO_NOT_SEND_AGAIN)
CONNECTION_BROKE: Words = (
    say("The connection broke before Migma's answer was here."),
    _DO_NOT_SEND_AGAIN,
)
ERROR_AFTER_SENDING: Words = (
    say("Migma had an error of its own while it took the email."),
    _DO_NOT_SEND_AGAIN,
)
ANSWER_UNREADABLE: Words = (say("Migma's answer to the send can't be read."), _DO_NOT_SEND_AGAIN)
STILL_IN_WORK: Words = (say("Migma is still working on this send."), _DO_NOT_SEND_AGAIN)

READ_LATER = say("Your draft is safe. Wait a minute, then try again.")
READ_TIMEOUT: Words = (say("Migma didn't answer in time."), READ_LATER)
READ_BROKE: Words = (say("The connection broke before Migma's answer was here."), READ_LATER)
READ_FAILED: Words = (say("Migma has a problem of its own at the moment."), READ_LATER)
ACCOUNT_CLOSED: Words = (
    say("The account was closed meanwhile."),
    say("Nothing has left this computer. Switch back to the account, then try again."),
)
NO_CLAIMS: Words = (
    say("Migma didn't accept the question for a key."),
    say(
        "Check the address of your Migma account. If it is right, copy a key in Migma under "
        "Settings → API Integration and paste it here instead."
    ),
)
READ_UNREADABLE: Words = (
    say("Migma's answer can't be read."),
    say(
        "Your draft is safe. Try again. If it stays so, this network may ask you to sign in on "
        "a web page first, or the program needs an update."
    ),
)
ENDLESS_LIST: Words = (
    say("A list in Migma doesn't come to an end."),
    say("Your draft is safe. Type the id instead of choosing from the list."),
)

WRONG_KEY: Words = (
    say("Migma doesn't know this API key."),
    say(
        "Nothing was sent. The key may be deleted, or not copied whole. Copy a key in Migma "
        "under Settings → Developers → API Keys, and enter it again here."
    ),
)
MISSHAPEN_KEY: Words = (
    say("This can't be an API key."),
    say(
        "A key is one word of plain letters, digits and signs. Copy it in Migma under "
        "Settings → Developers → API Keys, and enter it again here."
    ),
)
UNVERIFIED_DOMAIN: Words = (
    say("The domain of the sender's address isn't verified."),
    say(
        "Nothing was sent. Choose a sender at a verified domain, or finish the verification: "
        "Migma lists the DNS records that are still missing."
    ),
)
TEMPLATE_REFUSED: Words = (
    say("Your Migma account wants the email stored there first."),
    say(
        "Nothing was sent: this account sends only what is stored in it. “Store in Migma and "
        "send…” in the status log does both, and asks you before it does anything."
    ),
)
KEY_OF_ANOTHER_EMAIL: Words = (
    say("Migma already holds a different email for this send."),
    say(
        "Nothing was sent now. Look whether the earlier email arrived. If it didn't, press Send "
        "again as a new email."
    ),
)
ELSEWHERE: Words = (
    say("The server points to another address."),
    say(
        "Nothing was sent: the program doesn't follow, so that your API key goes to Migma only. "
        "This network may ask you to sign in on a web page first, or the server's address is "
        "outdated."
    ),
)


def refused(*, is_send: bool, message: str) -> Words:
    """Say that Migma said no, in its own words if it gave any."""
    title = say("Migma refused the email.") if is_send else say("Migma refused the request.")
    if message:
        return title, say(
            "Nothing was sent. Migma says: “{message}” Change that, then try again.",
            message=message,
        )
    return title, say("Nothing was sent, and Migma gave no reason. Look at the details.")


def too_large(*, message: str) -> Words:
    """Say that the email is too large (413)."""
    title = say("The email is too large for Migma.")
    if message:
        return title, say(
            "Nothing was sent. Shorten it, and link to large images instead of pasting them in. "
            "Migma says: “{message}”",
            message=message,
        )
    return title, say(
        "Nothing was sent. Shorten it, and link to large images instead of pasting them in."
    )


def not_found(*, is_send: bool, message: str) -> Words:
    """Say that what the request names isn't there for this key (404)."""
    if not is_send:
        return say("Migma can't find this."), say(
            "It may be deleted, or belong to another account than your API key. Choose it again."
        )
    title = say("Migma can't find what the email names.")
    if message:
        return title, say(
            "Nothing was sent. The segment, tag, project or stored email may be deleted, or "
            "belong to another account. Choose it again. Migma says: “{message}”",
            message=message,
        )
    return title, say(
        "Nothing was sent. The segment, tag, project or stored email may be deleted, or belong "
        "to another account. Choose it again."
    )


def forbidden(*, newest: str, older: str) -> Words:
    """Say which permission the key lacks, by both its names if it has two (403)."""
    title = say("This API key isn't allowed to do that.")
    if not newest:
        return title, say(
            "Nothing was sent. Give the key more permissions in Migma under Settings → "
            "Developers → API Keys, or enter another key."
        )
    if older:
        return title, say(
            "Nothing was sent. The key needs the permission “{newest}” (in older accounts "
            "“{older}”). Give it in Migma under Settings → Developers → API Keys, or enter "
            "another key.",
            newest=newest,
            older=older,
        )
    return title, say(
        "Nothing was sent. The key needs the permission “{newest}”. Give it in Migma under "
        "Settings → Developers → API Keys, or enter another key.",
        newest=newest,
    )


def limited(*, seconds: int) -> Words:
    """Say that there were too many requests and for how long to wait (429)."""
    return say("Migma asks for a pause: too many requests in a short time."), say(
        "Nothing was sent. Try again in {seconds} seconds.", seconds=seconds
    )
