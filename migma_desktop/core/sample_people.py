"""Sample people: as whom an email can be looked at, and what it would hold for them.

They are kept with the draft, each as the values it brings, under the names that placeholders have:
``{"first_name": "Ada", "company": "Acme"}``. They never leave with a send. A preview that shows
one of them, and a test of that preview, are made from the draft that ``dressed`` returns; a send
is made from the draft itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from migma_desktop.core.account import Contact
from migma_desktop.core.draft import Draft, JsonValue
from migma_desktop.core.filling import as_text, is_filled, value_of
from migma_desktop.core.models import Placeholder
from migma_desktop.core.placeholders import fallback_of
from migma_desktop.core.texts import Text, say

SamplePerson = Mapping[str, JsonValue]

MOST_PEOPLE = 100
"""Sample people of one draft: more than anybody steps through, and each is in every version."""

LONGEST_VALUE = 10_000
"""Characters of one value that are taken from a table."""

_FIRST_NAMES = ("firstname", "givenname", "forename", "vorname", "prenom", "nombre", "fname")
_LAST_NAMES = ("lastname", "surname", "familyname", "nachname", "apellido", "lname")
_WHOLE_NAMES = ("name", "fullname", "displayname", "recipientname", "customername", "nom")
_ADDRESSES = ("email", "emailaddress", "mail", "recipientemail", "address")
_LONGEST_LABEL = 60


class Guise(Protocol):
    """Somebody as whom an email is looked at."""

    @property
    def name(self) -> Text:
        """Who that is, for people."""

    @property
    def stands_alone(self) -> bool:
        """Whether the draft's own values play no part in it."""

    def values_for(
        self, placeholders: Sequence[Placeholder], *, exact: bool
    ) -> dict[str, JsonValue]:
        """Return the values for the placeholders; ``exact`` asks for them by name alone."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One of a draft's own sample people."""

    person: SamplePerson
    number: int  # counted from 1
    stands_alone: bool = False

    @property
    def name(self) -> Text:
        """Who that is, for people."""
        label = label_of(self.person)
        return say("{name}", name=label) if label else say("Person {number}", number=self.number)

    def values_for(
        self, placeholders: Sequence[Placeholder], *, exact: bool
    ) -> dict[str, JsonValue]:
        """Return the values for the placeholders, by name or else by what is meant."""
        person = self.person
        meant = {} if exact else {bare(name): value for name, value in person.items()}
        found: dict[str, JsonValue] = {}
        for placeholder in placeholders:
            name = placeholder.name
            if is_filled(name, person):
                found[name] = value_of(name, person)
            elif bare(name) in meant:
                found[name] = meant[bare(name)]
        return found


@dataclass(frozen=True, slots=True)
class Gaps:
    """What somebody's values leave open, or don't decide; all are names of placeholders."""

    lacking: tuple[str, ...] = ()  # nothing fills them: people would read the braces
    from_draft: tuple[str, ...] = ()  # filled by the draft, since this person has no such value
    same_for_all: tuple[str, ...] = ()  # in a batch: the draft's value beats everyone's own


def dressed(draft: Draft, guise: Guise, placeholders: Sequence[Placeholder]) -> Draft:
    """Return the draft as it would be if its values were those of somebody.

    To one person the draft's values travel, so those of the sample stand in for them. In a batch
    the draft's values are the same for everyone and beat each contact's own (see
    ``confirm_send``): here they do too, and names count only as they are written, since Migma
    fills ``{{first_name}}`` from no field called ``firstName``.
    """
    is_batch = draft.recipient.type.is_batch
    theirs = guise.values_for(placeholders, exact=is_batch)
    if is_batch:
        open_ones = {name: v for name, v in theirs.items() if not is_filled(name, draft.variables)}
        return replace(draft, variables={**open_ones, **draft.variables})
    if guise.stands_alone:
        return replace(draft, variables=theirs)
    return replace(draft, variables={**draft.variables, **theirs})


def gaps(draft: Draft, guise: Guise, placeholders: Sequence[Placeholder]) -> Gaps:
    """Tell which placeholders somebody's values leave open."""
    is_batch = draft.recipient.type.is_batch
    theirs = guise.values_for(placeholders, exact=is_batch)
    names = [placeholder.name for placeholder in placeholders]
    of_draft = {name for name in names if is_filled(name, draft.variables)}
    if guise.stands_alone and not is_batch:
        return Gaps()
    return Gaps(
        lacking=tuple(
            each.name
            for each in placeholders
            if each.name not in theirs and each.name not in of_draft and fallback_of(each) is None
        )
        if not guise.stands_alone
        else (),
        from_draft=tuple(name for name in names if name in of_draft and name not in theirs),
        same_for_all=tuple(
            name for name in names if is_batch and name in of_draft and name in theirs
        ),
    )


def label_of(person: SamplePerson) -> str:
    """Return what a person is called: a name, or else an address, or else the first value."""
    texts = {bare(name): " ".join(as_text(value).split()) for name, value in person.items()}
    first, last = _first_of(texts, _FIRST_NAMES), _first_of(texts, _LAST_NAMES)
    both = f"{first} {last}".strip()
    label = (
        (both if first else "")
        or _first_of(texts, _WHOLE_NAMES)
        or last
        or _first_of(texts, _ADDRESSES)
        or next(filter(None, texts.values()), "")
    )
    return label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"


def bare(name: str) -> str:
    """Return a name without what people vary: case, accents, and all but letters and digits."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def columns_of(
    placeholders: Iterable[Placeholder], people: Iterable[SamplePerson]
) -> tuple[str, ...]:
    """Return all names worth a column: those of the email first, then what people bring."""
    names = dict.fromkeys(placeholder.name for placeholder in placeholders)
    for person in people:
        names |= dict.fromkeys(person)
    return tuple(names)


def with_value(person: SamplePerson, name: str, value: str) -> SamplePerson:
    """Return a person with another value; an empty one is no value."""
    changed = {key: old for key, old in person.items() if key != name}
    if not value:
        return changed
    if name in person:  # in its old place, so that columns don't wander
        return {key: value if key == name else old for key, old in person.items()}
    return {**changed, name: value}


def _first_of(texts: Mapping[str, str], names: Sequence[str]) -> str:
    return next((texts[name] for name in names if texts.get(name)), "")


def person_of(contact: Contact) -> SamplePerson:
    """Return what placeholders find in a contact: Migma's own names, and its custom fields.

    An empty field is no value (contract, section 7, and the field catalogue's fill rates).
    """
    named = {
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "email": contact.email,
        "phone": contact.phone,
        "country": contact.country,
        "language": contact.language,
    }
    custom = {name: cast("JsonValue", value) for name, value in contact.custom_fields.items()}
    return {
        **{name: value for name, value in named.items() if value},
        **{name: value for name, value in custom.items() if name not in named},
    }
