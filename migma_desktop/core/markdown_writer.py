"""How each tag is written in the Markdown of this program: what python-markdown reads back."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import NavigableString
from markdownify import ATX, MarkdownConverter

from migma_desktop.core.markdown_words import escaped, escaped_start

_INDENT = "    "  # python-markdown knows what belongs to an item by four spaces
_SPACES = re.compile(r"\s+")
_KEEPS_IMAGES = ["a", "td", "th", "p", "strong", "em", "li", "div", "h1", "h2", "h3"]
_LINE_MAKERS = frozenset({"br", "p", "div", "ul", "ol", "table", "hr", "blockquote", "pre"})
_Tags = set[str]


class MarkdownWriter(MarkdownConverter):
    """Markdownify, with the marks that this program's Markdown has."""

    class Options:
        """What is chosen of the library's options."""

        heading_style = ATX
        bullets = "-"
        table_infer_header = True
        keep_inline_images_in = _KEEPS_IMAGES

    def escape(self, text: str, parent_tags: _Tags) -> str:
        """Write words so that they mean themselves."""
        words = escaped(text)
        return words.replace("|", "&#124;") if parent_tags & {"td", "th"} else words

    def process_text(self, el: NavigableString, parent_tags: _Tags | None = None) -> str:
        """Write words; those at the start of a line begin no list and no heading."""
        text = super().process_text(el, parent_tags=parent_tags)
        if "_noformat" in (parent_tags or ()) or not _begins_line(el):
            return text
        return escaped_start(text.lstrip(" "))

    def convert_a(self, el: Tag, text: str, parent_tags: _Tags) -> str:
        """Write a link; one that looks like a button has the class of ours."""
        href = str(el.get("href") or "")
        words = _SPACES.sub(" ", text).strip()
        if not words or not href or "_noformat" in parent_tags:
            return text
        shown = str(el.get_text()).strip()
        if shown in {href, href.removeprefix("mailto:")} and "class" not in el.attrs:
            return str(text) if href.startswith("http") else f"<{shown}>"
        target = f"<{href}>" if re.search(r"[\s()]", href) else href
        look = "{.button}" if el.get("class") else ""
        before = text[: len(text) - len(text.lstrip())] and " "
        behind = text[len(text.rstrip()) :] and " "
        written = f"[{words}]({target}){look}"
        return (
            f"\n\n{written}\n\n"
            if look and "_inline" not in parent_tags
            else (f"{before}{written}{behind}")
        )

    def convert_br(self, el: Tag, text: str, parent_tags: _Tags) -> str:
        """Break the line: here that is all a break needs."""
        return " " if "_inline" in parent_tags else "\n"

    def convert_img(self, el: Tag, text: str, parent_tags: _Tags) -> str:
        """Write a picture by its address."""
        source, shown = str(el.get("src") or ""), str(el.get("alt") or "")
        target = f"<{source}>" if re.search(r"[\s()]", source) else source
        words = re.sub(r"[\[\]\s]+", " ", shown).strip()
        return f"![{words}]({target})"

    def convert_li(self, el: Tag, text: str, parent_tags: _Tags) -> str:
        """Write an item, and indent what belongs to it."""
        words = text.strip()
        if not words:
            return "\n"
        mark = "- "
        parent = el.parent
        if parent is not None and parent.name == "ol":
            start = str(parent.get("start") or "1")
            first = int(start) if start.isdecimal() else 1
            number = first + sum(1 for _ in el.previous_siblings if isinstance(_, Tag))
            mark = f"{number}. "
        first_line, *others = words.split("\n")
        lines = [mark + first_line, *(_INDENT + line if line else "" for line in others)]
        return "\n".join(lines) + "\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: _Tags) -> str:
        """Write the word that is explained."""
        return f"\n\n**{text.strip()}**\n" if text.strip() else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: _Tags) -> str:
        """Write what explains it."""
        return f"{text.strip()}\n\n"


def _begins_line(el: NavigableString) -> bool:
    before = el.previous_sibling
    while isinstance(before, NavigableString) and not before.strip():
        before = before.previous_sibling
    if before is not None:
        return isinstance(before, Tag) and before.name in _LINE_MAKERS
    return el.parent is not None and el.parent.name not in {"a", "strong", "em", "code"}
