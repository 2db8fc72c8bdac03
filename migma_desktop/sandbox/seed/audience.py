"""The practice audience: contacts, and the tags and segments over them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from migma_desktop.sandbox.account import Account, stable_id
from migma_desktop.sandbox.seed.brands import FERN, NORTHLIGHT
from migma_desktop.sandbox.seed.people import people
from migma_desktop.sandbox.things import (
    BOUNCED,
    NON_SUBSCRIBED,
    SUBSCRIBED,
    UNSUBSCRIBED,
    Contact,
    Segment,
    Tag,
)

FERN_PEOPLE = 290
NORTHLIGHT_PEOPLE = 118
VIP_PEOPLE = 214

NEWSLETTER = "Newsletter"
"""A tag whose batches are throttled for a while."""
IMPORTED = "Imported 2019"
"""A tag with some mailboxes that refuse: its batches end as partial."""
VIP = "VIP customers"
"""A segment of 214 people."""

_TIERS = ("Gold", "Gold", "Platinum")


def add_audience(account: Account) -> None:
    for number, person in enumerate(people(FERN_PEOPLE)):
        contact = Contact(
            id=stable_id("contact", FERN, str(number)),
            project_id=FERN,
            email=person.address,
            created_at=account.now() - timedelta(days=400 - number, hours=number % 24),
            first_name="" if number % 23 == 11 else person.first,
            last_name=person.last,
            country=person.country,
            language=person.language,
            custom_fields=_fern_fields(number, person.city),
            tags=_fern_tags(number),
        )
        _set_state(account, contact, number)
        account.contacts[contact.id] = contact
    for number, person in enumerate(people(NORTHLIGHT_PEOPLE, start=FERN_PEOPLE)):
        contact = Contact(
            id=stable_id("contact", NORTHLIGHT, str(number)),
            project_id=NORTHLIGHT,
            email=person.address,
            created_at=account.now() - timedelta(days=90, minutes=-number * 7),
            first_name=person.first,
            last_name="" if number % 9 == 4 else person.last,
            country=person.country,
            language=person.language,
            custom_fields=_coffee_fields(number, person.city),
            tags=_coffee_tags(number),
        )
        _set_state(account, contact, number)
        account.contacts[contact.id] = contact
    _add_tags(account)
    _add_segments(account)


def _set_state(account: Account, contact: Contact, number: int) -> None:
    """Let some people have left, some addresses be dead or wrong, and some mailboxes refuse."""
    if number % 37 == 5:
        contact.status = BOUNCED
    elif number % 19 == 7:
        contact.status = UNSUBSCRIBED
        contact.unsubscribed_at = contact.created_at + timedelta(days=20)
    elif number % 41 == 9:
        contact.status = NON_SUBSCRIBED
    elif number % 53 == 13:
        contact.validity = "invalid"
    elif number % 29 == 17:
        contact.validity = "risky"
    if IMPORTED in contact.tags and number % 8 == 3 and contact.status == SUBSCRIBED:
        account.refusing_mailboxes.add(contact.email)


def _fern_fields(number: int, city: str) -> dict[str, object]:
    fields: dict[str, object] = {"city": city, "loyaltyPoints": number * 17 % 940}
    if number < VIP_PEOPLE:
        fields["tier"] = _TIERS[number % len(_TIERS)]
        fields["lastOrder"] = {
            "number": f"FF-{10_200 + number}",
            "total": f"{12 + number * 7 % 180}.{number * 9 % 100:02}",
        }
    return fields


def _fern_tags(number: int) -> list[str]:
    wanted = {
        NEWSLETTER: number % 2 == 0,
        "Workshop guests": number % 11 == 3,
        IMPORTED: VIP_PEOPLE + 10 <= number < VIP_PEOPLE + 66,
        "Local customers": number % 15 == 0,
    }
    return [name for name, is_tagged in wanted.items() if is_tagged]


def _coffee_fields(number: int, city: str) -> dict[str, object]:
    fields: dict[str, object] = {"city": city, "grind": ("whole bean", "filter")[number % 2]}
    if number % 3 == 0:
        fields["subscriptionDay"] = "Friday"
    return fields


def _coffee_tags(number: int) -> list[str]:
    wanted = {
        "Subscription": number % 3 == 0,
        "Café regulars": number % 4 == 1,
        "Trade": number % 17 == 2,
    }
    return [name for name, is_tagged in wanted.items() if is_tagged]


def _add_tags(account: Account) -> None:
    written = (
        (FERN, NEWSLETTER, "Asked for the monthly garden letter", "#2f9e6e"),
        (FERN, "Workshop guests", "Were at one of our workshops", "#d9822b"),
        (FERN, IMPORTED, "From the old shop's list; some mailboxes are gone", "#8a8f98"),
        (FERN, "Local customers", "Collect in the shop", "#3a8fb7"),
        (NORTHLIGHT, "Subscription", "Get beans every Friday", "#e9a23b"),
        (NORTHLIGHT, "Café regulars", "Known by name at the counter", "#c2478f"),
        (NORTHLIGHT, "Trade", "Cafés and offices that buy from us", "#5b6cff"),
    )
    for order, (project_id, name, description, color) in enumerate(written):
        made = account.now() - timedelta(days=70 - order)
        tag = Tag(stable_id("tag", project_id, name), project_id, name, made, description, color)
        account.tags[tag.id] = tag
        if name == NEWSLETTER:
            account.throttled_lists.add(tag.id)


def _add_segments(account: Account) -> None:
    near = {"key": "country", "mode": "is", "values": ["DE", "DK", "PL"]}
    tier = {"key": "tier", "mode": "is", "values": ["Gold", "Platinum"]}
    points = {"key": "loyaltyPoints", "mode": "number_gte", "values": ["800"]}
    written: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
        (FERN, VIP, "Gold and Platinum", {"fields": [tier]}),
        (FERN, "Everybody", "All contacts of Fern & Finch", {}),
        (FERN, "Near neighbours", "Germany, Denmark and Poland", {"fields": [near]}),
        (FERN, "Almost a voucher", "800 points and more", {"fields": [points]}),
        (FERN, "Press", "Nobody yet", {"tags": ["Press"]}),
        (NORTHLIGHT, "Friday subscribers", "Beans every week", {"tags": ["Subscription"]}),
        (NORTHLIGHT, "Everybody", "All contacts of Northlight Coffee", {}),
        (NORTHLIGHT, "Filter drinkers", "", {"customFields": {"grind": ["filter"]}}),
    )
    for order, (project_id, name, description, filters) in enumerate(written):
        segment = Segment(
            stable_id("segment", project_id, name),
            project_id,
            name,
            account.now() - timedelta(days=60 - order),
            description,
            dict(filters),
        )
        account.segments[segment.id] = segment
