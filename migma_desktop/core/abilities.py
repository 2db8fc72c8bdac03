"""What a key may do, as far as it is known, in words for people.

A key can be asked by reading only: what it may read shows at once, whether it may send shows with
the first email or test. Names of permissions: contract, section 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.errors import DraftRefused
from migma_desktop.core.models import Profile
from migma_desktop.core.texts import Text, say


class Ability(StrEnum):
    """What the program does with a key; the values are the contract's newest names."""

    SEND = "email:send"
    READ_EMAILS = "email:read"
    READ_PEOPLE = "audience:read"
    READ_DOMAINS = "domain:read"
    WRITE_DOMAINS = "domain:write"
    WRITE_EMAILS = "email:write"
    VALIDATE = "email:validate"


WANTED_SCOPE = " ".join(Ability)
"""What a key is asked for in the browser: what the program uses, and nothing else."""

SEND_FIELD = "profileButton"
"""objectName of the control behind which a key is replaced."""


@dataclass(frozen=True, slots=True)
class AbilityLine:
    """One line of the list: what the key may do or not, and what that means."""

    ability: Ability
    allowed: bool | None  # None: not known
    text: Text
    meaning: Text | None = None


_CAN: dict[Ability, Text] = {
    Ability.SEND: say("Can send emails and tests"),
    Ability.READ_EMAILS: say("Can see projects and emails made in Migma"),
    Ability.READ_PEOPLE: say("Can see segments, tags and contacts"),
    Ability.READ_DOMAINS: say("Can see your sending domains"),
    Ability.WRITE_DOMAINS: say("Can add and check sending domains"),
    Ability.WRITE_EMAILS: say("Can store emails at Migma"),
    Ability.VALIDATE: say("Can have Migma check an email"),
}
_CANNOT: dict[Ability, tuple[Text, Text]] = {
    Ability.SEND: (
        say("Can't send"),
        say("Emails and tests of this account are refused."),
    ),
    Ability.READ_EMAILS: (
        say("Can't see projects and emails made in Migma"),
        say("You type the project's id yourself, and how far a mailing is isn't shown."),
    ),
    Ability.READ_PEOPLE: (
        say("Can't see segments, tags and contacts"),
        say("You type the id of a segment or tag, and nobody counts who it reaches."),
    ),
    Ability.READ_DOMAINS: (
        say("Can't see your sending domains"),
        say("You type the sender yourself, and whether it is verified isn't shown."),
    ),
    Ability.WRITE_DOMAINS: (
        say("Can't add or check sending domains"),
        say("Do that in Migma itself."),
    ),
    Ability.WRITE_EMAILS: (
        say("Can't store emails at Migma"),
        say("Where an account sends only what is stored there, emails written here can't leave."),
    ),
    Ability.VALIDATE: (
        say("Can't have Migma check an email"),
        say("The checks on this computer work as ever."),
    ),
}
_UNKNOWN: dict[Ability, Text] = {
    Ability.SEND: say("Sending: shows with the first email or test"),
    Ability.READ_EMAILS: say("Seeing projects and emails made in Migma: not known yet"),
    Ability.READ_PEOPLE: say("Seeing segments, tags and contacts: not known yet"),
    Ability.READ_DOMAINS: say("Seeing your sending domains: not known yet"),
    Ability.WRITE_DOMAINS: say("Adding sending domains: shows when you do"),
    Ability.WRITE_EMAILS: say("Storing emails at Migma: shows when it is needed"),
    Ability.VALIDATE: say("Checks by Migma: shows when you ask for one"),
}


def ability_lines(permissions: Mapping[str, bool]) -> tuple[AbilityLine, ...]:
    """Return the list: what it may, what it may not, what isn't known."""
    lines = [_line(ability, permissions.get(ability.value)) for ability in Ability]
    order = {True: 0, False: 1, None: 2}
    return tuple(sorted(lines, key=lambda line: order[line.allowed]))


def _line(ability: Ability, allowed: bool | None) -> AbilityLine:
    if allowed is None:
        return AbilityLine(ability, None, _UNKNOWN[ability])
    if allowed:
        return AbilityLine(ability, True, _CAN[ability])
    text, meaning = _CANNOT[ability]
    return AbilityLine(ability, False, text, meaning)


def why_not(profile: Profile | None, ability: Ability) -> Text | None:
    """Say why a control that needs this ability is closed; None when it may be tried."""
    if profile is None or profile.permissions.get(ability.value) is not False:
        return None
    return {
        Ability.SEND: say("The key of {name} may not send emails.", name=profile.name),
        Ability.READ_EMAILS: say(
            "The key of {name} may not read projects and emails. Type the id instead.",
            name=profile.name,
        ),
        Ability.READ_PEOPLE: say(
            "The key of {name} may not read segments and tags. Type the id instead.",
            name=profile.name,
        ),
        Ability.READ_DOMAINS: say(
            "The key of {name} may not read your sending domains, so whether this one is verified "
            "isn't known here.",
            name=profile.name,
        ),
        Ability.WRITE_DOMAINS: say(
            "The key of {name} may not change sending domains.", name=profile.name
        ),
        Ability.WRITE_EMAILS: say(
            "The key of {name} may not store emails at Migma.", name=profile.name
        ),
        Ability.VALIDATE: say(
            "The key of {name} may not have Migma check emails.", name=profile.name
        ),
    }[ability]


def send_refusal(profile: Profile) -> DraftRefused | None:
    """Refuse what a key is known not to be allowed to send."""
    why = why_not(profile, Ability.SEND)
    if why is None:
        return None
    return DraftRefused(
        why,
        say(
            "Allow “{permission}” for this key in Migma, then look again under “Manage accounts” "
            "in the account menu. Or give the account another key there.",
            permission=Ability.SEND.value,
        ),
        field=SEND_FIELD,
    )


def learned(profile_permissions: Mapping[str, bool], name: str, allowed: bool) -> bool:
    """Whether an answer of Migma says something new about a key."""
    return name in set(Ability) and profile_permissions.get(name) is not allowed
