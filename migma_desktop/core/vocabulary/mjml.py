"""MJML's own tags (documentation.mjml.io, version 4), with the attributes that are written most."""

from __future__ import annotations

from migma_desktop.core.texts import say
from migma_desktop.core.vocabulary.entry import Entries, Entry, Language

_COLOR = Entry(say("The colour of the text"), ("#333333", "#ffffff", "#000000"))
_BEHIND = Entry(say("The colour behind it"), ("#ffffff", "#f4f4f7", "transparent"))
_PADDING = Entry(say("The space inside"), ("0", "10px 25px", "16px", "24px"))
_ALIGN = Entry(say("Left, right or in the middle"), ("center", "left", "right"))
_FONT = Entry(say("The font"), ("Arial, sans-serif", "Georgia, serif", "Helvetica, Arial"))
_SIZE = Entry(say("The size of the text"), ("16px", "14px", "18px", "24px"))
_LINE = Entry(say("How far apart the lines are"), ("1.5", "1.4", "1"))
_WIDTH = Entry(say("How wide"), ("100%", "50%", "300px"))
_HEIGHT = Entry(say("How high"), ("auto", "20px", "40px"))
_BORDER = Entry(say("The line around"), ("none", "1px solid #dddddd"))
_RADIUS = Entry(say("Round corners"), ("4px", "8px"))
_LINK = Entry(say("Where it leads"), ("https://", "mailto:"))
_SOURCE = Entry(say("The address of the picture"), ("https://",))
_WEIGHT = Entry(say("Bold or not"), ("bold", "normal", "600"))
_VALIGN = Entry(say("At the top, in the middle, at the bottom"), ("top", "middle", "bottom"))
_ALT = Entry(say("What is read where the picture isn't shown"))
_PICTURE: Entries = {
    "background-url": Entry(say("The picture behind it"), ("https://",)),
    "background-size": Entry(say("How large that picture is"), ("cover", "contain", "auto")),
    "background-repeat": Entry(say("Whether it is repeated"), ("no-repeat", "repeat")),
}
_WRITING: Entries = {
    "color": _COLOR,
    "font-family": _FONT,
    "font-size": _SIZE,
    "font-weight": _WEIGHT,
    "line-height": _LINE,
    "align": _ALIGN,
}

_TAGS = {
    "mj-section": Entry(say("A row of columns")),
    "mj-column": Entry(say("A column; below the others on phones")),
    "mj-text": Entry(say("Text, as HTML")),
    "mj-button": Entry(say("A button")),
    "mj-image": Entry(say("A picture")),
    "mj-divider": Entry(say("A line across")),
    "mj-spacer": Entry(say("Empty space")),
    "mj-table": Entry(say("A table, as HTML")),
    "mj-hero": Entry(say("A picture with text upon it")),
    "mj-wrapper": Entry(say("Several rows in one frame")),
    "mj-group": Entry(say("Columns that stay side by side on phones")),
    "mj-social": Entry(say("Links to social networks")),
    "mj-social-element": Entry(say("One of these links")),
    "mj-navbar": Entry(say("A menu")),
    "mj-navbar-link": Entry(say("One link of a menu")),
    "mj-accordion": Entry(say("Parts to open and close")),
    "mj-accordion-element": Entry(say("One of these parts")),
    "mj-accordion-title": Entry(say("What is seen while it is closed")),
    "mj-accordion-text": Entry(say("What is seen when it is open")),
    "mj-carousel": Entry(say("Pictures one after the other")),
    "mj-carousel-image": Entry(say("One of these pictures")),
    "mj-raw": Entry(say("HTML that is left as it is")),
    "mj-body": Entry(say("What is shown")),
    "mj-head": Entry(say("What is not shown: title, styles")),
    "mj-title": Entry(say("The title")),
    "mj-preview": Entry(say("The line after the subject in an inbox")),
    "mj-attributes": Entry(say("What holds for all tags of a name")),
    "mj-all": Entry(say("What holds for all tags")),
    "mj-class": Entry(say("What holds for all tags with mj-class")),
    "mj-style": Entry(say("Styles, as CSS")),
    "mj-font": Entry(say("A font from the web")),
    "mj-breakpoint": Entry(say("From which width it is a phone")),
    "mj-include": Entry(say("The contents of another file")),
    "mjml": Entry(say("The whole email")),
}

_EVERYWHERE = {
    "padding": _PADDING,
    "padding-top": Entry(say("The space inside, above"), ("0", "16px")),
    "padding-bottom": Entry(say("The space inside, below"), ("0", "16px")),
    "padding-left": Entry(say("The space inside, to the left"), ("0", "16px")),
    "padding-right": Entry(say("The space inside, to the right"), ("0", "16px")),
    "css-class": Entry(say("A name that styles look for")),
    "mj-class": Entry(say("What mj-class says holds here")),
    "container-background-color": _BEHIND,
}

_OF_TAG: dict[str, Entries] = {
    "mj-section": {
        "background-color": _BEHIND,
        "full-width": Entry(say("From edge to edge"), ("full-width",)),
        "text-align": _ALIGN,
        "border": _BORDER,
        "border-radius": _RADIUS,
        "direction": Entry(say("Which column comes first"), ("ltr", "rtl")),
        **_PICTURE,
    },
    "mj-column": {
        "width": _WIDTH,
        "background-color": _BEHIND,
        "vertical-align": _VALIGN,
        "border": _BORDER,
        "border-radius": _RADIUS,
        "inner-background-color": _BEHIND,
    },
    "mj-text": {**_WRITING, "text-transform": Entry(say("Capitals or not"), ("uppercase",))},
    "mj-button": {
        "href": _LINK,
        "background-color": _BEHIND,
        **_WRITING,
        "border": _BORDER,
        "border-radius": _RADIUS,
        "inner-padding": _PADDING,
        "width": _WIDTH,
    },
    "mj-image": {
        "src": _SOURCE,
        "alt": _ALT,
        "href": _LINK,
        "width": _WIDTH,
        "height": _HEIGHT,
        "align": _ALIGN,
        "border-radius": _RADIUS,
        "fluid-on-mobile": Entry(say("As wide as the phone"), ("true",)),
    },
    "mj-divider": {
        "border-color": Entry(say("The colour of the line"), ("#dddddd",)),
        "border-width": Entry(say("How wide the line is"), ("1px", "2px")),
        "border-style": Entry(say("The kind of line"), ("solid", "dashed", "dotted")),
        "width": _WIDTH,
    },
    "mj-spacer": {"height": _HEIGHT},
    "mj-table": {**_WRITING, "width": _WIDTH, "cellpadding": Entry(say("Space in cells"), ("0",))},
    "mj-hero": {
        "mode": Entry(say("How high it is"), ("fixed-height", "fluid-height")),
        "height": _HEIGHT,
        "background-width": _WIDTH,
        "background-height": _HEIGHT,
        "background-color": _BEHIND,
        "vertical-align": _VALIGN,
        "background-url": _PICTURE["background-url"],
    },
    "mj-wrapper": {"background-color": _BEHIND, "border": _BORDER, **_PICTURE},
    "mj-group": {"width": _WIDTH, "background-color": _BEHIND, "vertical-align": _VALIGN},
    "mj-social": {
        "mode": Entry(say("Beside or below each other"), ("horizontal", "vertical")),
        "icon-size": Entry(say("How large the signs are"), ("20px", "32px")),
        "align": _ALIGN,
    },
    "mj-social-element": {
        "name": Entry(
            say("Which network"),
            ("facebook", "instagram", "linkedin", "x", "youtube", "pinterest", "web"),
        ),
        "href": _LINK,
        "src": _SOURCE,
        "alt": _ALT,
    },
    "mj-navbar-link": {"href": _LINK, **_WRITING},
    "mj-carousel-image": {"src": _SOURCE, "alt": _ALT, "href": _LINK},
    "mj-body": {"background-color": _BEHIND, "width": Entry(say("How wide"), ("600px",))},
    "mj-class": {"name": Entry(say("The name for mj-class")), **_WRITING},
    "mj-all": _WRITING,
    "mj-font": {
        "name": Entry(say("The name of the font")),
        "href": Entry(say("Where it is"), ("https://",)),
    },
    "mj-breakpoint": {"width": Entry(say("From which width"), ("480px",))},
    "mj-style": {"inline": Entry(say("Into the tags"), ("inline",))},
    "mjml": {"lang": Entry(say("Its language"), ("en", "de", "fr", "es", "it"))},
}

MJML = Language(_TAGS, _EVERYWHERE, _OF_TAG)
