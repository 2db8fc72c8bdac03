"""Reading ``mailto:`` links (RFC 6068) into a draft."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from migma_desktop.core.draft import ContentSource, Draft, Recipient


@dataclass(frozen=True, slots=True)
class Mailto:
    """What a link asked for, and what of it one send can't do."""

    draft: Draft
    left_out: tuple[str, ...]  # header fields such as "cc", and addresses after the first


def is_mailto(argument: str) -> bool:
    """Whether a command-line argument is a link rather than a file."""
    return argument[:7].lower() == "mailto:"


def read_mailto(link: str) -> Mailto:
    """Turn a link into a draft to one person with a subject and a text.

    A plus sign stays a plus sign (RFC 6068, section 5). Everything that can't be carried by one
    send to one address (cc, bcc, further addresses, other header fields) is named.
    """
    target, _, query = link[7:].partition("?")
    addresses = [unquote(part).strip() for part in target.split(",") if part.strip()]
    fields = {"subject": "", "body": ""}
    left_out: list[str] = []
    for name, value in parse_qsl(query.replace("+", "%2B"), keep_blank_values=True):
        key = name.lower()
        if key in fields:
            fields[key] = value
        elif key == "to":
            addresses += [part.strip() for part in value.split(",") if part.strip()]
        else:
            left_out.append(key)
    left_out += addresses[1:]
    draft = Draft(
        recipient=Recipient(email=addresses[0] if addresses else ""),
        subject=" ".join(fields["subject"].split()),
        source=ContentSource.MARKDOWN,
        markdown=fields["body"].replace("\r\n", "\n"),
    )
    return Mailto(draft=draft, left_out=tuple(left_out))
