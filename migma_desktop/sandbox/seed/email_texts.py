"""The words of the practice emails."""

from __future__ import annotations

from migma_desktop.sandbox.seed.email_html import (
    FERN_LOOK,
    NORTHLIGHT_LOOK,
    Look,
    button,
    heading,
    note,
    page,
    paragraph,
    table,
)
from migma_desktop.sandbox.seed.written import Written

_SHOP = "https://fernandfinch.example"
_CAFE = "https://northlightcoffee.example"


def _fern(title: str, subject: str, preheader: str, *blocks: str) -> Written:
    return Written(title, subject, preheader, page(FERN_LOOK, preheader, *blocks))


def _coffee(title: str, subject: str, preheader: str, *blocks: str) -> Written:
    return Written(title, subject, preheader, page(NORTHLIGHT_LOOK, preheader, *blocks))


def _signed(look: Look) -> str:
    name = "Maren and the shop" if look is FERN_LOOK else "Jonas at the roaster"
    return paragraph(f"Warm regards,<br>{name}")


FERN_EMAILS: tuple[Written, ...] = (
    _fern(
        "Order confirmation",
        "Your order {{order.number}} is on its bench",
        "We pack it today and tell you when it leaves",
        heading("Thank you, {{firstName}}!"),
        paragraph("Your order <strong>{{order.number}}</strong> has arrived at our packing bench."),
        table(
            (
                ("Items", "{{order.items}}"),
                ("Delivery", "{{order.delivery}}"),
                ("<strong>Total</strong>", "<strong>{{order.total}}</strong>"),
            )
        ),
        button(FERN_LOOK, "See your order", f"{_SHOP}/orders/{{{{order.number}}}}"),
        paragraph("Plants travel in straw and paper. They may look a little sleepy on arrival."),
        _signed(FERN_LOOK),
    ),
    _fern(
        "Shipping notice",
        "On its way: {{order.number}}",
        "With a number to follow the parcel",
        heading("Your parcel has left the shed"),
        paragraph("Hello {{firstName}}, parcel {{order.number}} is with the courier now."),
        note(FERN_LOOK, "Please unpack it on the day it comes: roots like to breathe."),
        button(FERN_LOOK, "Follow the parcel", "{{tracking.link}}"),
        _signed(FERN_LOOK),
    ),
    _fern(
        "Password reset",
        "Choose a new password",
        "The link works for one hour",
        heading("A new password"),
        paragraph("Somebody, hopefully you, asked to change the password of {{email}}."),
        button(FERN_LOOK, "Choose a new password", "{{resetLink}}"),
        paragraph("If it was not you, leave this email alone and nothing changes."),
    ),
    _fern(
        "Garden letter",
        "{{firstName}}, this is what your garden wants in {{month}}",
        "Sow, cut, water: ten minutes a week are enough",
        heading("The {{month}} letter"),
        paragraph("Dear {{firstName}},"),
        paragraph("Light is short now, and most of the work is letting things be. Three jobs:"),
        table(
            (
                ("Cut back the mint", "5 minutes"),
                ("Turn the pots to the light", "3 minutes"),
                ("Water less than you think", "no time at all"),
            )
        ),
        note(FERN_LOOK, "You have <strong>{{loyaltyPoints}}</strong> points. A fern costs 800."),
        button(FERN_LOOK, "Read the whole letter", f"{_SHOP}/letter"),
        _signed(FERN_LOOK),
    ),
    _fern(
        "Workshop invitation",
        "Two hours with moss: {{workshop.date}}",
        "Twelve seats, tea included",
        heading("Come and get your hands dirty"),
        paragraph("Hello {{firstName}}, on {{workshop.date}} we build small moss landscapes."),
        table((("Where", "In the shop, Orchard Lane"), ("Seats left", "{{workshop.seats}}"))),
        button(FERN_LOOK, "Keep a seat for me", f"{_SHOP}/workshops"),
        _signed(FERN_LOOK),
    ),
    _fern(
        "Loyalty voucher",
        "A fern for you, {{firstName}}",
        "800 points are a plant",
        heading("You made it past 800 points"),
        paragraph("As a {{tier}} customer you may pick any small fern on your next visit."),
        note(FERN_LOOK, "Your voucher: <strong>{{voucherCode}}</strong>"),
        button(FERN_LOOK, "Choose a fern", f"{_SHOP}/ferns?code={{{{voucherCode}}}}"),
        _signed(FERN_LOOK),
    ),
    _fern(
        "Review request",
        "How is the {{product.name}} doing?",
        "Two sentences would help others choose",
        heading("Still green?"),
        paragraph("Dear {{firstName}}, your {{product.name}} moved in with you a month ago."),
        button(FERN_LOOK, "Write two sentences", "{{product.reviewLink}}"),
        _signed(FERN_LOOK),
    ),
)

NORTHLIGHT_EMAILS: tuple[Written, ...] = (
    _coffee(
        "Friday roast",
        "This Friday: {{roast.name}}",
        "Roasted yesterday, in your cup tomorrow",
        heading("{{roast.name}}"),
        paragraph("Hi {{firstName}}, this week's beans come from {{roast.origin}}."),
        table((("Tastes of", "{{roast.notes}}"), ("Your grind", "{{grind}}"))),
        button(NORTHLIGHT_LOOK, "Skip this week", f"{_CAFE}/subscription"),
        _signed(NORTHLIGHT_LOOK),
    ),
    _coffee(
        "Subscription receipt",
        "Receipt for {{month}}",
        "Nothing to do, just for your files",
        heading("Paid, thank you"),
        table((("Subscription", "{{plan}}"), ("Amount", "{{amount}}"), ("Paid by", "{{card}}"))),
        paragraph("Questions? Simply reply to this email."),
        _signed(NORTHLIGHT_LOOK),
    ),
    _coffee(
        "Card expiring",
        "Your card ends soon, {{firstName}}",
        "A minute now saves a Friday without coffee",
        heading("Your card is about to expire"),
        paragraph("The card ending in {{card}} is valid until {{cardExpiry}}."),
        button(NORTHLIGHT_LOOK, "Update the card", f"{_CAFE}/billing"),
        _signed(NORTHLIGHT_LOOK),
    ),
    _coffee(
        "Café evening",
        "Thursday night: tasting at the dock",
        "Six cups, one long table",
        heading("A long table, six cups"),
        paragraph("Hi {{firstName}}, we open the roastery on {{evening.date}} at seven."),
        note(NORTHLIGHT_LOOK, "Bring somebody who says they do not like coffee."),
        button(NORTHLIGHT_LOOK, "Two seats, please", f"{_CAFE}/evenings"),
        _signed(NORTHLIGHT_LOOK),
    ),
    _coffee(
        "We miss you",
        "Still awake, {{firstName}}?",
        "The next bag is on us",
        heading("It has been a while"),
        paragraph("Your last bag left us in {{lastOrderMonth}}. The next one is on the house."),
        button(NORTHLIGHT_LOOK, "Send me a bag", f"{_CAFE}/back?code={{{{voucherCode}}}}"),
        _signed(NORTHLIGHT_LOOK),
    ),
)

SERIES: tuple[Written, ...] = (
    _coffee(
        "Welcome 1",
        "Welcome to Northlight, {{firstName}}",
        "What happens between Thursday and Friday",
        heading("Good to have you"),
        paragraph("We roast on Thursdays and post on Fridays. That is really all there is to it."),
        _signed(NORTHLIGHT_LOOK),
    ),
    _coffee(
        "Welcome 2",
        "Three ways to brew what you have",
        "No new machine needed",
        heading("You need less than you think"),
        table((("A jug and a sieve", "4 minutes"), ("A filter", "3 minutes"), ("A pot", "5"))),
        _signed(NORTHLIGHT_LOOK),
    ),
    _coffee(
        "Welcome 3",
        "Was it too dark, too light, just right?",
        "One click tunes your next bag",
        heading("How was the first bag?"),
        button(NORTHLIGHT_LOOK, "Just right", f"{_CAFE}/taste?answer=right"),
        button(NORTHLIGHT_LOOK, "Something else", f"{_CAFE}/taste"),
        _signed(NORTHLIGHT_LOOK),
    ),
)
