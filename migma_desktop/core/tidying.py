"""Clean HTML that was made elsewhere: what people see of it, without the program that made it.

It comes from the clipboard or a file, so nothing of it is trusted: nh3 lets through what is on a
list, and everything else goes. Then what Word, Google Docs, LibreOffice and web pages say by
styles is said by tags: bold spans, lists made of paragraphs, tables that only lay out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migma_desktop.core.pasted_lists import make_text_lists, make_word_lists, styles_of

if TYPE_CHECKING:  # 60 ms: loaded where something is cleaned
    from bs4 import BeautifulSoup, Tag

_TAGS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code", "hr", "br", "figure"),
    *("ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th"),
    *("b", "strong", "i", "em", "span", "font", "a", "img", "caption", "figcaption"),
}
_UNSEEN = {
    *("script", "style", "title", "template", "noscript", "svg", "math", "select", "textarea"),
    *("xml", "object", "iframe", "audio", "video", "datalist", "w:sdtpr"),
}
_STYLES = {
    *("font-weight", "font-style", "display", "visibility", "mso-list", "mso-hide"),
    *("background", "background-color"),
}
_SCHEMES = {"http", "https", "mailto", "tel", "data", "file", "cid", "blob"}
_BLOCKS = frozenset(
    {
        *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "figure", "figcaption"),
        *(
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "table",
            "tr",
            "td",
            "th",
            "tbody",
            "thead",
            "caption",
        ),
    }
)
_DEEPEST = 80  # tags in each other; more are no layout that anybody made, and take very long
_EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th", "caption")
_CELLS = frozenset({"td", "th", "li"})
_LIGHT = frozenset({"normal", "300", "400"})
_HEAVY = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_NESTING = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_BOX = re.compile(r"</?(?:div|t[rdh]|table|ul|ol|li|section|article|h[1-6]|blockquote)\b[^>]*>")
_BREAKS = re.compile(r"(?:\s*<br>\s*)+")
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE_SPACE = re.compile(r"\u00a0 +| +\u00a0|\u00a0{2,}")
_SHOWN_IMAGE = re.compile(r"https?://|//|[\ufdd0]", re.IGNORECASE)
_SHOWN_LINK = re.compile(r"(?:https?|mailto|tel):|[\ufdd0]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tidied:
    """Clean HTML as a tree, and how many pictures had no address that others can see."""

    soup: BeautifulSoup
    pictures_left_out: int = 0


def tidied(html: str) -> Tidied:
    """Clean some HTML. Takes its time with a long one: not for the GUI thread."""
    import nh3
    from bs4 import BeautifulSoup

    clean = _drawn_together(_cleaned(html))
    if _depth(clean) > _DEEPEST:
        words = nh3.clean(_BOX.sub("<br>", clean), tags={"p", "br", "a"}, link_rel=None)
        clean = _BREAKS.sub("<p>", words)
    soup = BeautifulSoup(clean, "html.parser")
    _drop_hidden(soup)
    make_word_lists(soup)
    left_out = _drop_unseen_pictures(soup)
    _drop_dead_links(soup)
    _mark_buttons(soup)
    _say_styles_by_tags(soup)
    _unwrap(soup)
    _lay_tables_out(soup)
    _put_lists_into_items(soup)
    _join(soup)
    make_text_lists(soup)
    return Tidied(soup, left_out)


def _cleaned(html: str) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_UNSEEN,
        attributes={
            "*": {"style", "class", "dir", "hidden"},
            "a": {"href"},
            "img": {"src", "alt", "width", "height"},
            "ol": {"start"},
            "table": {"role"},
            "td": {"colspan"},
            "th": {"colspan"},
        },
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


def _depth(clean: str) -> int:
    """Return how deep the tags stand in each other, in HTML that is surely well-formed."""
    depth = deepest = 0
    for match in _NESTING.finditer(clean):
        depth += -1 if match[1] else match[2] not in {"br", "hr", "img"}
        deepest = max(deepest, depth)
    return deepest


def _drawn_together(clean: str) -> str:
    """Draw spaces together as HTML does, and the wide ones with which Word aligns."""
    parts = _PRE.split(clean)
    parts[::2] = (_WIDE_SPACE.sub(" ", _SPACE.sub(" ", part)) for part in parts[::2])
    return "".join(parts)


def clean_html(html: str) -> tuple[str, int]:
    """Return clean HTML without styles and classes, and how many pictures were left out."""
    found = tidied(html)
    for tag in found.soup.find_all(True):
        for name in ("style", "class", "hidden", "role"):
            tag.attrs.pop(name, None)
    for paragraph in found.soup.find_all("p"):
        around = paragraph.parent
        if not paragraph.get_text(strip=True) and paragraph.find("img") is None:
            paragraph.decompose()
        elif around is not None and around.name in _CELLS and not _has_another(paragraph):
            paragraph.unwrap()
    text = found.soup.decode(formatter="minimal")
    return re.sub(r"\n{3,}", "\n\n", _between_blocks(text)).strip() + "\n", found.pictures_left_out


def is_layout(table: Tag) -> bool:
    """Tell a table that only lays out from one that holds rows of facts."""
    if table.get("role") == "presentation" or table.find("table") is not None:
        return True
    rows = table.find_all("tr")
    if len(rows) < 2 or min(len(row.find_all(("td", "th"))) for row in rows) < 2:
        return True
    return table.find(("ul", "ol", "blockquote", "pre", "hr", *_HEADINGS)) is not None


def _has_another(paragraph: Tag) -> bool:
    sides = paragraph.find_previous_sibling("p"), paragraph.find_next_sibling("p")
    return any(side is not None for side in sides)


def _between_blocks(text: str) -> str:
    return re.sub(r"(</(?:p|div|h[1-6]|ul|ol|li|table|tr|blockquote|pre)>|<hr/>)\s*", r"\1\n", text)


def _drop_hidden(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        styles = styles_of(tag) if tag.get("style") else {}
        if (
            tag.has_attr("hidden")
            or styles.get("display") == "none"
            or styles.get("visibility") == "hidden"
            or styles.get("mso-hide") == "all"
        ):
            tag.decompose()


# Pictures, links, buttons


def _drop_unseen_pictures(soup: BeautifulSoup) -> int:
    left_out = 0
    for image in soup.find_all("img"):
        source = str(image.get("src") or "")
        if {str(image.get("width")), str(image.get("height"))} & {"0", "1"}:
            image.decompose()  # it only counts who reads
        elif not _SHOWN_IMAGE.match(source):
            left_out += 1
            image.decompose()
    return left_out


def _drop_dead_links(soup: BeautifulSoup) -> None:
    for link in soup.find_all("a"):
        if not _SHOWN_LINK.match(str(link.get("href") or "")):
            link.unwrap()


def _mark_buttons(soup: BeautifulSoup) -> None:
    """Give links that look like buttons the class of ours."""
    for link in soup.find_all("a"):
        styles = styles_of(link)
        ground = styles.get("background-color") or styles.get("background") or ""
        is_button = "button" in (link.get("class") or ()) or (
            bool(ground) and ground not in {"none", "transparent", "initial", "inherit"}
        )
        link.attrs.pop("class", None)
        if is_button:
            link["class"] = "button"


# Styles that mean something


def _say_styles_by_tags(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(("b", "strong", "i", "em", "span", "font", "p", "li", "div")):
        styles = styles_of(tag) if tag.get("style") else {}
        is_tag = tag.name in _EMPHASIS
        if not (styles or is_tag):
            continue
        weight, slant = styles.get("font-weight", ""), styles.get("font-style", "")
        is_heading = _is_within(tag, _HEADINGS)
        has_blocks = _holds(tag, _BLOCKS)
        if is_tag:
            is_bold = _EMPHASIS[tag.name] == "strong"
            is_plain = weight in _LIGHT or is_heading if is_bold else slant == "normal"
            if is_plain or has_blocks:
                tag.unwrap()
            continue
        if has_blocks or not tag.get_text(strip=True):
            continue
        if weight in _HEAVY and not is_heading:
            _wrap_content(soup, tag, "strong")
        if slant == "italic":
            _wrap_content(soup, tag, "em")


def _wrap_content(soup: BeautifulSoup, tag: Tag, name: str) -> None:
    wrapper = soup.new_tag(name)
    for child in list(tag.contents):
        wrapper.append(child.extract())
    tag.append(wrapper)


def _unwrap(soup: BeautifulSoup) -> None:
    """Take away what says nothing any more."""
    for tag in soup.find_all(("span", "font", "center")):
        tag.unwrap()
    for title in soup.find_all("p", class_="MsoTitle"):
        title.name = "h1"


def _lay_tables_out(soup: BeautifulSoup) -> None:
    for table in soup.find_all("table"):
        if not is_layout(table):
            first = table.find("tr")
            names = first.find_all(("b", "strong")) if first is not None else ()
            for tag in names:  # they are bold by their place
                tag.unwrap()
            continue
        own = [part for part in table.find_all(_PARTS) if part.find_parent("table") is table]
        for part in (table, *own):
            part.name = "div"
            part.attrs.pop("style", None)


def _put_lists_into_items(soup: BeautifulSoup) -> None:
    """Google Docs writes a list inside a list beside the item that it belongs to."""
    for inner in soup.find_all(("ul", "ol")):
        if inner.parent is None or inner.parent.name not in {"ul", "ol"}:
            continue
        before = inner.find_previous_sibling()
        if before is not None and before.name == "li":
            before.append(inner.extract())


def _join(soup: BeautifulSoup) -> None:
    """Join what was emphasised in pieces."""
    for tag in soup.find_all(tuple(_EMPHASIS)):
        tag.name = _EMPHASIS[tag.name]
        if _is_within(tag, {tag.name}) or not tag.get_text(strip=True):
            tag.unwrap()
    soup.smooth()
    for tag in soup.find_all(("strong", "em")):
        while getattr(tag.next_sibling, "name", "") == tag.name:
            following = tag.find_next_sibling()
            if following is None:
                break
            for child in list(following.extract().contents):
                tag.append(child.extract())
    soup.smooth()


def _is_within(tag: Tag, names: Collection[str]) -> bool:
    return any(parent.name in names for parent in tag.parents)


def _holds(tag: Tag, names: Collection[str]) -> bool:
    return any(getattr(each, "name", None) in names for each in tag.descendants)
