"""Whether pictures arrive, and what people see where they don't."""

from __future__ import annotations

from collections.abc import Iterator

from migma_desktop.core.checks.checked import FIELD, Checked
from migma_desktop.core.checks.finding import Finding, Fix, Level
from migma_desktop.core.checks.links import shortened
from migma_desktop.core.checks.page import Element
from migma_desktop.core.texts import say

_FEW_LETTERS = 40  # of text in a whole email, below which its pictures say everything
_HEAVY_DATA = 10 * 1024  # characters of an address that carries the picture itself


def about_images(checked: Checked) -> Iterator[Finding]:
    """Yield what is wrong with single images, then with all of them."""
    remote = 0
    without_size: list[Element] = []
    images = list(checked.page.named("img"))
    for image in images:
        address = (checked.page.value(image, "src") or "").strip()
        if address.lower().startswith(("http:", "https:", "//")):
            remote += 1
        yield from _about_image(checked, image, address)
        if not _has_width(image):
            without_size.append(image)
    if without_size:
        yield _without_size(checked, without_size)
    if not images:
        return
    if len(checked.page.text) < _FEW_LETTERS and remote:
        yield Finding(
            Level.WARNING,
            say("The email is nearly all pictures."),
            say(
                "Many mail programs show them only after a click, and filters distrust emails "
                "without text. Say the most important thing in words too."
            ),
            FIELD,
        )
    if remote:
        yield Finding(
            Level.HINT,
            say("One image comes from the internet.")
            if remote == 1
            else say("{count} images come from the internet.", count=remote),
            say("Many mail programs show them only after a click: let the text stand by itself."),
            FIELD,
        )


def _about_image(checked: Checked, image: Element, address: str) -> Iterator[Finding]:
    lowered = address.lower()
    if lowered.startswith("http:"):
        yield checked.hint(
            say("The image “{address}” isn't encrypted.", address=shortened(address)),
            say("Some mail programs don't load it. Write https:// if the server knows it."),
            image,
            _encrypted(checked, image),
        )
    elif not lowered.startswith(("https:", "//", "cid:")) and "{{" not in address:
        yield _about_address(checked, image, address)
    if "alt" not in image.attributes:
        yield checked.warning(
            say("An image has no description."),
            say(
                'Who can\'t see it reads nothing instead. Describe it in alt="…", or write '
                'alt="" when it only decorates.'
            ),
            image,
            _with_attribute(checked, image, ' alt=""'),
        )


def _about_address(checked: Checked, image: Element, address: str) -> Finding:
    if not address:
        return checked.warning(
            say("An image has no address."),
            say("Write where the image is, starting with https://."),
            image,
        )
    if address.lower().startswith("data:"):
        if len(address) > _HEAVY_DATA:
            return checked.warning(
                say(
                    "An image is written into the email itself, {size} KB of it.",
                    size=len(address) // 1024,
                ),
                say(
                    "Gmail and Outlook don't show such images, and it makes the email heavy. Put "
                    "it on the web and link to it."
                ),
                image,
            )
        return checked.warning(
            say("An image is written into the email itself."),
            say("Gmail and Outlook don't show such images. Put it on the web and link to it."),
            image,
        )
    return checked.warning(
        say("The image “{address}” is on your computer only.", address=shortened(address)),
        say("Put it on the web and write its address, starting with https://."),
        image,
    )


def _has_width(image: Element) -> bool:
    return "width" in image.attributes or "width" in image.attributes.get("style", "").lower()


def _without_size(checked: Checked, images: list[Element]) -> Finding:
    return checked.hint(
        say("One image doesn't say how wide it is.")
        if len(images) == 1
        else say("{count} images don't say how wide they are.", count=len(images)),
        say(
            "Outlook for Windows then shows them in their full size, and the text jumps while "
            'they load. Write width="…" with the pixels that they take.'
        ),
        images[0],
    )


def _encrypted(checked: Checked, image: Element) -> Fix | None:
    span = checked.page.value_span(image, "src")
    if span is None or checked.page.html[span[0] : span[0] + 5].lower() != "http:":
        return None
    return checked.fix(say("Write https://"), (span[0], span[0] + 5, "https:"))


def _with_attribute(checked: Checked, element: Element, attribute: str) -> Fix | None:
    at = element.start + 1 + len(element.name)
    return checked.fix(say("Mark it as decoration"), (at, at, attribute))
