"""The words under which a send is found: those a person sees, folded to their plainest form.

The search index keeps words, not texts: a change of what a word is needs a new ``VERSION``, by
which the index is made anew.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from html import unescape

from migma_desktop.core.html_scan import markup
from migma_desktop.core.models import Send

VERSION = 2

_LONGEST = 48  # characters of a word that count
_MOST = 4000  # words of one email
# Chinese and Japanese are written without spaces: there each character is a word.
_ONE_BY_ONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_ONE_BY_ONE}]|[^\W_{_ONE_BY_ONE}]+")
_ACCENT = re.compile("[\u0300-\u036f]")
_SIGNS = r"\s<>()\[\]\"'\\,;:@=?&/"  # that end an address; an apostrophe may stand inside
_ESCAPE = re.compile(r"\\[bfnrt]")  # of JSON; a new line must not become a letter of an address
_ADDRESS = re.compile(rf"[^{_SIGNS}]+(?:'[^{_SIGNS}]+)*@[^{_SIGNS}]+")


def query_words(text: str) -> list[str]:
    """Return the words of what was typed into the search field, in their order."""
    return list(dict.fromkeys(_words(text)))


def words_of(
    *, subject: str, recipient_name: str, remote: str = "", html: str, sources: Iterable[str]
) -> list[str]:
    """Return the words of one send, each once.

    ``sources`` are the texts that a send was made from. Of those only the email addresses count,
    wherever they stand, so that everything about one person is found.
    """
    found = dict.fromkeys(_words(f"{recipient_name} {remote} {subject}"))
    for source in (html, *sources):
        plain = _ESCAPE.sub(" ", source).replace("%40", "@")  # as it stands in a link
        for address in set(_ADDRESS.findall(plain)):
            found.update(dict.fromkeys(_words(address)))
    found.update(dict.fromkeys(_words(visible_text(html))))
    return list(found)[:_MOST]


def words_of_send(send: Send) -> list[str]:
    """Return the words of a send that is at hand."""
    request = {**asdict(send.request), "template": ""}
    return words_of(
        subject=send.subject,
        recipient_name=send.recipient_name,
        html=send.html,
        sources=(json.dumps(request, ensure_ascii=False, default=str), send.request.template),
    )


def visible_text(html: str) -> str:
    """Return what stands between the tags. Styles, scripts and comments are not read."""
    pieces = []
    place = 0
    for tag in markup(html):
        pieces.append(html[place : tag.start()])
        place = tag.end()
    pieces.append(html[place:])
    return unescape(" ".join(pieces))


def _words(text: str) -> list[str]:
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return [word[:_LONGEST] for word in _WORD.findall(plain)]
