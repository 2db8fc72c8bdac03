"""The ways in which an email can be looked at, by the same names wherever they are offered."""

from __future__ import annotations

from enum import StrEnum

from migma_desktop.core.texts import Text, say


class Look(StrEnum):
    """One way of looking at an email."""

    LIGHT = "light"
    DARKENED = "darkened"  # as mail programs do that invert every email
    OWN_DARK = "dark"  # with the email's own styles for dark mode
    IMAGELESS = "imageless"
    TEXT = "text"  # the plain-text part
    INBOX = "inbox"  # the row in the list, before it is opened

    @property
    def shows_page(self) -> bool:
        """Whether the email itself is shown, rather than its text part or its row."""
        return self not in {Look.TEXT, Look.INBOX}


FOUR = (Look.LIGHT, Look.DARKENED, Look.OWN_DARK, Look.IMAGELESS)
"""Those that stand beside each other in the window that compares."""


def name_of(look: Look) -> Text:
    """Name a look in full."""
    return {
        Look.LIGHT: say("Light"),
        Look.DARKENED: say("Darkened by the mail program"),
        Look.OWN_DARK: say("In its own dark styles"),
        Look.IMAGELESS: say("Without images"),
        Look.TEXT: say("Plain text"),
        Look.INBOX: say("In the inbox"),
    }[look]


def short_name_of(look: Look) -> Text:
    """Name a look where there is little room."""
    return {
        Look.LIGHT: say("Light"),
        Look.DARKENED: say("Darkened"),
        Look.OWN_DARK: say("Own dark"),
        Look.IMAGELESS: say("No images"),
        Look.TEXT: say("Text"),
        Look.INBOX: say("Inbox"),
    }[look]


def hint_of(look: Look, html: str | None = None) -> Text:
    """Say in a few words who sees it like that; of an email, whether it has what it takes."""
    if look is Look.OWN_DARK and html is not None and not has_dark_styles(html):
        return say("This email has none, so it stays light")
    return {
        Look.OWN_DARK: say("As Apple Mail and others show it"),
        Look.LIGHT: say("As most people see it"),
        Look.DARKENED: say("An approximation: programs differ"),
        Look.IMAGELESS: say("As many programs show it at first"),
        Look.TEXT: say("For programs and watches that show no HTML"),
        Look.INBOX: say("An approximation: how much fits depends on the window"),
    }[look]


def has_dark_styles(html: str) -> bool:
    """Whether the author wrote styles for dark mode."""
    return "prefers-color-scheme" in html.lower()
