"""Write header lines so that every character survives.

The standard library's modern policy loses a space here and there where it breaks a long header
into encoded words (RFC 2047). Its older ``Header`` does not, so names and subjects go through it.
"""

from __future__ import annotations

from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy
from typing import Any

LONGEST_PLAIN = 60  # characters that surely fit into a line beside the header's name


class FaithfulPolicy(EmailPolicy):
    """SMTP lines, 7-bit but for international addresses, whose headers are UTF-8 (RFC 6532)."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"linesep": "\r\n", **settings})

    def fold(self, name: str, value: str) -> str:
        addresses: tuple[Address, ...] | None = getattr(value, "addresses", None)
        if addresses is not None:
            written = ", ".join(_address(name, each) for each in addresses)
        elif name.lower() == "subject":
            written = _words(name, str(value))
        else:
            return str(super().fold(name, value))
        return f"{name}: {written}\r\n"

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8", "surrogateescape")


def _address(name: str, address: Address) -> str:
    shown = address.display_name
    if not shown:
        return address.addr_spec
    if _is_plain(shown):
        return str(address)  # in quotes where it needs them
    return f"{_words(name, shown)}\r\n <{address.addr_spec}>"


def _words(name: str, text: str) -> str:
    """As it is, or in encoded words."""
    if _is_plain(text):
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def _is_plain(text: str) -> bool:
    """True where the text may stand for itself: short ASCII, its spaces single and inside."""
    is_short = text.isascii() and len(text) <= LONGEST_PLAIN
    return is_short and "=?" not in text and "  " not in text and text == text.strip()
