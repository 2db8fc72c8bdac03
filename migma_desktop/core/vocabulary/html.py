"""HTML as emails use it: tables first, since Outlook for Windows lays out with nothing else."""

from __future__ import annotations

from migma_desktop.core.texts import say
from migma_desktop.core.vocabulary.entry import Entry, Language

_TAGS = {
    "table": Entry(say("A table: the frame of most emails")),
    "tr": Entry(say("A row of a table")),
    "td": Entry(say("A cell of a row")),
    "a": Entry(say("A link")),
    "p": Entry(say("A paragraph")),
    "img": Entry(say("A picture")),
    "br": Entry(say("A new line")),
    "div": Entry(say("A box around other things")),
    "span": Entry(say("A piece of text with a look of its own")),
    "strong": Entry(say("Important: bold")),
    "em": Entry(say("Stressed: italics")),
    "b": Entry(say("Bold")),
    "i": Entry(say("Italics")),
    "u": Entry(say("Underlined")),
    "h1": Entry(say("The main heading")),
    "h2": Entry(say("A heading")),
    "h3": Entry(say("A smaller heading")),
    "h4": Entry(say("A small heading")),
    "ul": Entry(say("A list with dots")),
    "ol": Entry(say("A numbered list")),
    "li": Entry(say("One point of a list")),
    "hr": Entry(say("A line across")),
    "center": Entry(say("Everything in it in the middle")),
    "font": Entry(say("Old: a font, its size and colour")),
    "th": Entry(say("The heading of a column")),
    "tbody": Entry(say("The rows of a table")),
    "thead": Entry(say("The headings of a table")),
    "tfoot": Entry(say("The last rows of a table")),
    "caption": Entry(say("The title of a table")),
    "col": Entry(say("The look of a column")),
    "colgroup": Entry(say("The looks of columns")),
    "html": Entry(say("The whole email")),
    "head": Entry(say("What is not shown: title, styles")),
    "body": Entry(say("What is shown")),
    "title": Entry(say("The title, read aloud by screen readers")),
    "style": Entry(say("Styles for the whole email")),
    "meta": Entry(say("Facts for mail programs")),
    "link": Entry(say("A file that belongs to it, such as a font")),
    "blockquote": Entry(say("A quotation")),
    "pre": Entry(say("Text with all its spaces and lines")),
    "code": Entry(say("Code")),
    "small": Entry(say("Small print")),
    "sub": Entry(say("Lower and smaller: H₂O")),
    "sup": Entry(say("Higher and smaller: 2³")),
    "s": Entry(say("No longer true: struck through")),
    "del": Entry(say("Taken out: struck through")),
    "ins": Entry(say("Put in: underlined")),
    "mark": Entry(say("Highlighted")),
    "abbr": Entry(say("An abbreviation and what it means")),
    "address": Entry(say("How to reach the sender")),
    "section": Entry(say("A part of the email")),
    "article": Entry(say("A part that stands for itself")),
    "header": Entry(say("The top")),
    "footer": Entry(say("The bottom")),
    "main": Entry(say("The main part")),
    "nav": Entry(say("Links to go somewhere")),
    "figure": Entry(say("A picture with its words")),
    "figcaption": Entry(say("The words below a picture")),
    "picture": Entry(say("Several pictures for several screens")),
    "source": Entry(say("One of several pictures")),
    "map": Entry(say("Places in a picture that are links")),
    "area": Entry(say("One of these places")),
    "video": Entry(say("A film")),
    "details": Entry(say("Something to open and close")),
    "summary": Entry(say("What is seen while it is closed")),
    "form": Entry(say("Fields to fill in")),
    "input": Entry(say("A field")),
    "button": Entry(say("A button of a form; links do better in emails")),
    "dl": Entry(say("A list of words and what they mean")),
    "dt": Entry(say("A word of such a list")),
    "dd": Entry(say("What it means")),
    "time": Entry(say("A date or a time")),
    "wbr": Entry(say("A place where a long word may break")),
}

_EVERYWHERE = {
    "style": Entry(say("Its look")),
    "class": Entry(say("A name that styles look for")),
    "align": Entry(say("Left, right or in the middle"), ("center", "left", "right")),
    "width": Entry(say("How wide: pixels or a share"), ("100%", "600", "50%")),
    "lang": Entry(say("Its language"), ("en", "de", "fr", "es", "it", "nl", "pt")),
    "dir": Entry(say("Which way it is read"), ("ltr", "rtl", "auto")),
    "id": Entry(say("A name of its own")),
    "title": Entry(say("A note that the mouse brings up")),
    "role": Entry(
        say("What it is to screen readers"),
        ("presentation", "article", "heading", "button", "img", "none"),
    ),
    "aria-label": Entry(say("What screen readers say")),
    "aria-hidden": Entry(say("Screen readers pass it by"), ("true",)),
    "aria-level": Entry(say("Which heading it is"), ("1", "2", "3")),
    "hidden": Entry(say("It is not shown")),
}

_BGCOLOR = Entry(say("The colour behind it"), ("#ffffff", "#f4f4f7", "#000000"))
_VALIGN = Entry(say("At the top, in the middle, at the bottom"), ("top", "middle", "bottom"))
_HEIGHT = Entry(say("How high: pixels"))
_BACKGROUND = Entry(say("The picture behind it"))
_CELL = {
    "valign": _VALIGN,
    "bgcolor": _BGCOLOR,
    "colspan": Entry(say("How many columns it takes"), ("2", "3", "4")),
    "rowspan": Entry(say("How many rows it takes"), ("2", "3")),
    "height": _HEIGHT,
    "background": _BACKGROUND,
    "nowrap": Entry(say("Its text stays on one line")),
}

_OF_TAG = {
    "table": {
        "role": Entry(say("Layout only: presentation"), ("presentation", "none")),
        "cellpadding": Entry(say("The space inside the cells"), ("0",)),
        "cellspacing": Entry(say("The space between the cells"), ("0",)),
        "border": Entry(say("How wide the lines are"), ("0", "1")),
        "bgcolor": _BGCOLOR,
        "background": _BACKGROUND,
        "height": _HEIGHT,
    },
    "tr": {"valign": _VALIGN, "bgcolor": _BGCOLOR},
    "td": _CELL,
    "th": {**_CELL, "scope": Entry(say("What it is the heading of"), ("col", "row"))},
    "a": {
        "href": Entry(say("Where it leads"), ("https://", "mailto:", "tel:")),
        "target": Entry(say("In a new window"), ("_blank",)),
        "rel": Entry(say("What the link means"), ("noopener", "nofollow")),
    },
    "img": {
        "src": Entry(say("The address of the picture"), ("https://",)),
        "alt": Entry(say("What is read where the picture isn't shown")),
        "height": _HEIGHT,
        "border": Entry(say("The line around it"), ("0",)),
        "srcset": Entry(say("The same for sharper screens")),
    },
    "font": {
        "color": Entry(say("The colour of the text")),
        "face": Entry(say("The font"), ("Arial, sans-serif", "Georgia, serif")),
        "size": Entry(say("From 1 to 7"), ("2", "3", "4")),
    },
    "body": {"bgcolor": _BGCOLOR},
    "meta": {
        "charset": Entry(say("How letters are stored"), ("utf-8",)),
        "name": Entry(
            say("What it is about"),
            ("viewport", "color-scheme", "supported-color-schemes", "format-detection",
             "x-apple-disable-message-reformatting"),
        ),
        "content": Entry(
            say("What it says"),
            ("width=device-width, initial-scale=1", "light dark", "telephone=no"),
        ),
        "http-equiv": Entry(say("Read like a header"), ("Content-Type", "X-UA-Compatible")),
    },
    "link": {
        "rel": Entry(say("What it is"), ("stylesheet",)),
        "href": Entry(say("Where it is"), ("https://",)),
    },
    "style": {
        "type": Entry(say("Always text/css"), ("text/css",)),
        "media": Entry(say("On which screens it holds"), ("screen", "print")),
    },
    "ol": {
        "start": Entry(say("The first number")),
        "type": Entry(say("How it counts"), ("1", "a", "A", "i", "I")),
    },
    "ul": {"type": Entry(say("The kind of dot"), ("disc", "circle", "square"))},
    "html": {
        "xmlns": Entry(say("Wanted by some mail programs"), ("http://www.w3.org/1999/xhtml",)),
        "xmlns:v": Entry(say("Shapes for Outlook"), ("urn:schemas-microsoft-com:vml",)),
        "xmlns:o": Entry(
            say("Settings for Outlook"), ("urn:schemas-microsoft-com:office:office",)
        ),
    },
    "source": {
        "srcset": Entry(say("The address of the picture"), ("https://",)),
        "media": Entry(say("For which screens"), ("(prefers-color-scheme: dark)",)),
    },
    "input": {"type": Entry(say("Which field"), ("text", "checkbox", "radio", "submit"))},
    "time": {"datetime": Entry(say("The same for machines"))},
}  # fmt: skip

HTML = Language(_TAGS, _EVERYWHERE, _OF_TAG)
