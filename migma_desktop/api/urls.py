"""Which servers the program talks to."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

from migma_desktop.core.errors import NoConnection, NotFound
from migma_desktop.core.texts import Text, say

DEFAULT_BASE_URL = "https://api.migma.ai"
BASE_URL_VARIABLE = "MIGMA_BASE_URL"  # replaces the server: the sandbox, a test, a company's gate

_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")


def parse_base_url(text: str) -> str:
    """Return the server's address without ``/v1`` and without a slash at its end.

    The key travels to this address with every request. So it is https, or http to this very
    computer, and it carries nothing beside host, port and a path.

    Raises:
        NoConnection: the address breaks that rule. What was typed is not repeated in the texts,
            since it may hold a password.
    """
    address = text.strip()
    if not address or any(char.isspace() or not char.isprintable() for char in address):
        raise _refusal(say("It is empty, or there is a space in it."))
    if "\\" in address:
        raise _refusal(say("There is a backslash in it."))
    try:
        parts = urlsplit(address)
        port = parts.port
        host = _plain_host(parts.hostname or "")
    except ValueError:  # UnicodeError is one too
        # The error quotes what was typed.
        raise _refusal(say("Its host or its port can't be read.")) from None
    if parts.scheme not in {"https", "http"}:
        raise _refusal(say("It must begin with https://."))
    if "@" in parts.netloc:
        raise _refusal(say("There is a name or a password in it."))
    if "?" in address or "#" in address:
        raise _refusal(say("There is a question mark or a number sign in it."))
    is_odd = port == 0 or parts.netloc.endswith(":") or ("[" in parts.netloc and ":" not in host)
    if not host or is_odd:
        raise _refusal(say("Its host or its port can't be read."))
    if parts.scheme == "http" and not is_loopback(host):
        raise _refusal(say("Without https, anybody on the way could read your API key."))
    prefix = parts.path.rstrip("/").removesuffix("/v1").rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise _refusal(say("Its path can't be read."))
    shown_host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown_host}{f':{port}' if port else ''}{prefix}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this very computer: localhost, 127.0.0.0/8 or ::1 (RFC 6890)."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_loopback
    return address == ipaddress.IPv6Address("::1")


def path_part(identifier: str) -> str:
    """Return an id that a user may have typed as one harmless segment of a path.

    Raises:
        NotFound: nothing can have this id: it would name another path.
    """
    if identifier.strip(".") and identifier.isprintable() and _is_encodable(identifier):
        return quote(identifier, safe="")
    raise NotFound(
        say("Nothing in Migma has this id."),
        say("Copy the id from Migma again."),
    )


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain_host(host: str) -> str:
    """Return the host in ASCII. Raises ValueError when no host can be named so."""
    if ":" in host:
        return str(ipaddress.IPv6Address(host))
    plain = host.encode("idna").decode("ascii").lower()
    if plain and not all(_LABEL.fullmatch(label) for label in plain.removesuffix(".").split(".")):
        raise ValueError("a label that no host can have")
    return plain


def _refusal(reason: Text) -> NoConnection:
    return NoConnection(
        say("The server's address can't be used."),
        reason,
        details=f"{BASE_URL_VARIABLE}, or the address given to the client: {reason}",
    )
