"""Stress people: built-in sample people that show what an email must stand.

Each has a value for every placeholder that the email really has, and one that goes with its name:
a long address where an address belongs, a long city where a city does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.draft import JsonValue
from migma_desktop.core.models import Placeholder, PlaceholderSpot
from migma_desktop.core.sample_people import bare
from migma_desktop.core.texts import Text, say


class Stress(StrEnum):
    """What is hard about somebody's values."""

    LONG = "long"
    RIGHT_TO_LEFT = "right_to_left"
    EMOJI = "emoji"
    HTML = "html"
    EMPTY = "empty"
    MISSING = "missing"


_NAMES = {
    Stress.LONG: say("Very long values"),
    Stress.RIGHT_TO_LEFT: say("Right to left"),
    Stress.EMOJI: say("Emoji"),
    Stress.HTML: say("HTML-looking characters"),
    Stress.EMPTY: say("All values empty"),
    Stress.MISSING: say("No values at all"),
}


class _Meaning(StrEnum):
    """What a placeholder is probably for."""

    URL = "url"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    TIME = "time"
    AMOUNT = "amount"
    NUMBER = "number"
    COMPANY = "company"
    CITY = "city"
    STREET = "street"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NAME = "name"
    TEXT = "text"


# The first word that is found in a bare name decides.
_WORDS = (
    (_Meaning.URL, ("url", "link", "href", "website", "image", "logo", "src")),
    (_Meaning.EMAIL, ("email", "mail")),
    (_Meaning.PHONE, ("phone", "mobile", "telefon", "fax")),
    (_Meaning.COMPANY, ("companyname", "shopname", "brandname", "hostcompany")),
    (_Meaning.STREET, ("street", "address", "strasse", "rue")),
    (_Meaning.CITY, ("city", "town", "place", "venue", "stadt", "ville", "country")),
    (_Meaning.FIRST_NAME, ("firstname", "givenname", "vorname", "prenom", "nickname")),
    (_Meaning.LAST_NAME, ("lastname", "surname", "familyname", "nachname")),
    (_Meaning.DATE, ("date", "day", "birthday", "deadline", "until", "expires", "datum")),
    (_Meaning.TIME, ("time", "hour", "uhrzeit")),
    (_Meaning.AMOUNT, ("price", "amount", "total", "sum", "cost", "tax", "discount", "preis")),
    (_Meaning.NUMBER, ("number", "count", "quantity", "code", "percent", "points", "nummer")),
    (_Meaning.COMPANY, ("company", "shop", "store", "organisation", "organization", "firma")),
    (_Meaning.NAME, ("name", "customer", "recipient", "sender", "guest", "author", "host")),
)

_LONG_WORD = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
_LONG_TEXT = (
    "A text that somebody wrote without thinking of the room it gets, and that goes on for longer "
    "than any sketch of this email has foreseen: over the edge of a phone, past the end of the "
    f"button, and then it ends in a word that nothing can break, {_LONG_WORD}{_LONG_WORD.lower()}."
)

_LONG = {
    _Meaning.URL: f"https://example.com/{'a-rather-long-part-of-an-address/' * 30}?from=email",
    _Meaning.EMAIL: f"{'maximiliana.' * 5}m@a-rather-long-name-for-a-domain.department.example.com",
    _Meaning.PHONE: "+49 (0) 30 1234 5678-9012 ext. 345678",
    _Meaning.DATE: "Wednesday, the 30th of September 2026, a minute before midnight",
    _Meaning.TIME: "11:59:59 p.m. Central European Summer Time (UTC+02:00)",
    _Meaning.AMOUNT: "€ 1,234,567,890,123.45",
    _Meaning.NUMBER: "1234567890-1234567890-1234567890-1234567890",
    _Meaning.COMPANY: f"{_LONG_WORD} International Trading and Holding Company GmbH Co. KG",
    _Meaning.CITY: "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    _Meaning.STREET: "Taumatawhakatangihangakoauauotamateapokaiwhenuakitanatahu Road 12345, flat 6",
    _Meaning.FIRST_NAME: "Maximiliana-Wilhelmina Konstantinopoulou",
    _Meaning.LAST_NAME: "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    _Meaning.NAME: "Maximiliana-Wilhelmina Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh",
    _Meaning.TEXT: _LONG_TEXT,
}
_RIGHT_TO_LEFT = {
    _Meaning.URL: "https://example.com/مرحبا?lang=ar",
    _Meaning.EMAIL: "aisha@example.com",
    _Meaning.PHONE: "+966 11 123 4567",
    _Meaning.DATE: "الأربعاء ٣٠ سبتمبر ٢٠٢٦",
    _Meaning.TIME: "٨:٣٠ مساءً",
    _Meaning.AMOUNT: "١٬٢٣٤٫٥٠ ر.س.",
    _Meaning.NUMBER: "٤٢",
    _Meaning.COMPANY: "شركة النور للتجارة",
    _Meaning.CITY: "תל אביב-יפו",
    _Meaning.STREET: "רחוב הרצל 12",
    _Meaning.FIRST_NAME: "عائشة",
    _Meaning.LAST_NAME: "بنت عبد الرحمن",
    _Meaning.NAME: "عائشة بنت عبد الرحمن",
    _Meaning.TEXT: "שלום, זה טקסט שנקרא מימין לשמאל (with English) ומסתיים כאן.",
}
_EMOJI = {
    _Meaning.URL: "https://example.com/🎁",
    _Meaning.EMAIL: "zoe@example.com",
    _Meaning.PHONE: "☎️ +49 30 123456",
    _Meaning.DATE: "30 September 2026 📅",
    _Meaning.TIME: "20:30 ⏰",
    _Meaning.AMOUNT: "19.90 💶",
    _Meaning.NUMBER: "4️⃣2️⃣",
    _Meaning.COMPANY: "🍕 Pizza Zoë 🎉",
    _Meaning.CITY: "Zürich 🇨🇭",
    _Meaning.STREET: "🏠 Seestrasse 12",
    _Meaning.FIRST_NAME: "Zoë 👩🏽‍🚀",
    _Meaning.LAST_NAME: "Østergård 🌈",
    _Meaning.NAME: "Zoë Østergård 👩🏽‍🚀",
    _Meaning.TEXT: "Hooray 🎉🎉🎉 for 👨‍👩‍👧‍👦 and 🏳️‍🌈",
}
_HTML = {
    _Meaning.URL: 'https://example.com/?a=1&b=<2>&c="3"',
    _Meaning.EMAIL: '"<ada>&co"@example.com',
    _Meaning.TEXT: "<b>Bold</b> & <script>alert(\"no\")</script> &amp; &lt; 'quoted' </p>",
    _Meaning.NAME: '<b>Ada</b> & "Co" <O\'Neill>',
}
_BY_STRESS = {
    Stress.LONG: _LONG,
    Stress.RIGHT_TO_LEFT: _RIGHT_TO_LEFT,
    Stress.EMOJI: _EMOJI,
    Stress.HTML: _HTML,
}
_NAMELIKE = frozenset({_Meaning.FIRST_NAME, _Meaning.LAST_NAME, _Meaning.COMPANY, _Meaning.NAME})


@dataclass(frozen=True, slots=True)
class StressPerson:
    """Somebody who makes it hard for an email."""

    stress: Stress
    stands_alone: bool = True

    @property
    def name(self) -> Text:
        """Who that is, for people."""
        return _NAMES[self.stress]

    def values_for(
        self, placeholders: Sequence[Placeholder], *, exact: bool
    ) -> dict[str, JsonValue]:
        """Return a value for each placeholder that goes with its name."""
        del exact
        if self.stress is Stress.MISSING:
            return {}
        return {each.name: _value(self.stress, each) for each in placeholders}


STRESS_PEOPLE = tuple(map(StressPerson, Stress))


def _value(stress: Stress, placeholder: Placeholder) -> str:
    if stress is Stress.EMPTY:
        return ""
    values = _BY_STRESS[stress]
    meaning = _meaning(placeholder)
    if meaning in values:
        return values[meaning]
    return values[_Meaning.NAME if meaning in _NAMELIKE else _Meaning.TEXT]


def _meaning(placeholder: Placeholder) -> _Meaning:
    if any(use.spot is PlaceholderSpot.LINK for use in placeholder.uses):
        return _Meaning.URL
    name = bare(placeholder.name)
    found = (meaning for meaning, words in _WORDS if any(word in name for word in words))
    return next(found, _Meaning.TEXT)
