"""What can be said about an API key without asking the server."""

from __future__ import annotations

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import KeyKind
from migma_desktop.core.texts import say

_FIRST_VISIBLE = 0x21
_LAST_VISIBLE = 0x7E


def clean_key(typed: str) -> str:
    """Return the key in what was pasted, without what often sticks to it.

    The prefix isn't checked: the contract knows several, and more may come (section 1).

    Raises:
        DraftRefused: there is no key in it, or characters that no HTTP header carries.
    """
    words = typed.strip().strip("\"'").split(maxsplit=1)
    if words and words[0].lower() == "bearer":
        words = words[1:]
    key = " ".join(words)
    if not key:
        raise DraftRefused(
            say("No key was given."),
            say("Copy the key in Migma under Settings → API Integration and paste it here."),
            field="apiKey",
        )
    if any(not _FIRST_VISIBLE <= ord(char) <= _LAST_VISIBLE for char in key):
        raise DraftRefused(
            say("This doesn't look like a key: it holds a space or an unusual character."),
            say("Copy the key again in Migma, all of it and nothing else."),
            field="apiKey",
        )
    return key


def kind_of_key(key: str) -> KeyKind:
    """Tell a test key from a live one by its prefix; when in doubt it is live."""
    return KeyKind.TEST if "_test_" in key[:16] else KeyKind.LIVE


def tail_of_key(key: str) -> str:
    """Return the last four characters, all that is ever shown; fewer of a short key."""
    return key[-4:] if len(key) >= 12 else ""
