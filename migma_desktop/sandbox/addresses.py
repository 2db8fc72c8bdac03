"""Exactly one email address, and its domain."""

from __future__ import annotations

import re

from migma_desktop.sandbox.replies import invalid

_SEVERAL = re.compile(r"@[^@]*[,;\s]+[^@]*@")


def one_address(name: str, value: str) -> str:
    """Return the address, checked; ApiError 400 that names the field otherwise."""
    from email_validator import EmailNotValidError, validate_email  # 70 ms, only when sending

    if _SEVERAL.search(value):
        raise invalid(f"{name} must be exactly one email address")
    try:
        # Reserved names such as .test are fine here: nothing leaves the sandbox.
        checked = validate_email(value, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise invalid(f"{name} must be a valid email address") from None
    return checked.normalized


def domain_of(address: str) -> str:
    """Return the domain of an address in the form in which domains are kept."""
    return plain_domain(address.rpartition("@")[2])


def plain_domain(domain: str) -> str:
    """Return a domain in lower case and in its ASCII form."""
    domain = domain.strip().rstrip(".").lower()
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError:
        return domain
