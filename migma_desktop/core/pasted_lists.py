"""Lists that other programs write as paragraphs: Word's, and those whose bullets are letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEVEL = re.compile(r"\blevel(\d)")
_NUMBER_MARK = re.compile(r"^(?:\d{1,3}|[a-z]{1,4})[.)]", re.IGNORECASE)
_BULLET_TEXT = re.compile(r"^\s*[•·▪◦‣●○■\uf0b7\uf0a7]\s+")
_NUMBER_TEXT = re.compile(r"^\s*(\d{1,3})[.)]\s+")


def styles_of(tag: Tag) -> dict[str, str]:
    """Return what a tag's style attribute says, in small letters."""
    found = {}
    for each in str(tag.get("style") or "").split(";"):
        name, _, value = each.partition(":")
        found[name.strip().lower()] = value.strip().lower()
    return found


def make_word_lists(soup: BeautifulSoup) -> None:
    """Word writes its lists as paragraphs, their marks as text that is to be ignored."""
    previous: tuple[Tag, list[Tag]] | None = None  # the last item's paragraph, the open lists
    for paragraph in soup.find_all(("p", "div", *HEADINGS)):
        said = styles_of(paragraph).get("mso-list", "") if paragraph.get("style") else ""
        level = _LEVEL.search(said)
        if level is None:
            continue
        mark = _take_mark(paragraph)
        kind = "ol" if _NUMBER_MARK.match(mark) and mark != "o" else "ul"
        before = paragraph.find_previous_sibling()
        opened = previous[1] if previous is not None and before is previous[1][0] else []
        previous = paragraph, _put_item(soup, paragraph, kind, int(level[1]), opened)


def _take_mark(paragraph: Tag) -> str:
    for span in paragraph.find_all("span"):
        if not span.decomposed and styles_of(span).get("mso-list") == "ignore":
            mark = span.get_text().strip()
            span.decompose()
            return mark
    return ""


def _put_item(
    soup: BeautifulSoup, paragraph: Tag, kind: str, level: int, opened: list[Tag]
) -> list[Tag]:
    """Put a paragraph as an item into the lists that are open, outermost first."""
    lists = opened[:level]
    if not lists or (len(lists) == 1 and level == 1 and lists[0].name != kind):
        lists = [soup.new_tag(kind)]
        paragraph.insert_before(lists[0])
    while len(lists) < level:
        inner = soup.new_tag(kind)
        last = lists[-1].find_all("li", recursive=False)
        (last[-1] if last else lists[-1]).append(inner)
        lists.append(inner)
    paragraph.name = "li"
    lists[-1].append(paragraph.extract())
    return lists


def make_text_lists(soup: BeautifulSoup) -> None:
    """Paragraphs that begin with a bullet, or with 1., 2. and so on, are lists to a reader."""
    for paragraph in soup.find_all("p"):
        if paragraph.name != "p" or paragraph.decomposed:
            continue
        run = list(_run_of_items(paragraph, _BULLET_TEXT))
        kind, start = "ul", _BULLET_TEXT
        if not run:
            kind, start = "ol", _NUMBER_TEXT
            run = list(_run_of_items(paragraph, _NUMBER_TEXT))
            if len(run) < 2:
                continue
        made = soup.new_tag(kind)
        paragraph.insert_before(made)
        for item in run:
            first = item.find(string=True)
            if first is not None:
                first.replace_with(start.sub("", str(first), count=1))
            item.name = "li"
            made.append(item.extract())


def _run_of_items(paragraph: Tag, start: re.Pattern[str]) -> Iterator[Tag]:
    from bs4 import Tag

    each: object = paragraph
    expected = None
    while isinstance(each, Tag) and each.name == "p":
        match = start.match(str(each.find(string=True) or ""))
        if match is None or (match.lastindex and expected not in {None, int(match[1])}):
            return
        expected = int(match[1]) + 1 if match.lastindex else None
        yield each
        each = each.find_next_sibling()
