"""``/v1/domains``: custom and managed sending domains."""

from __future__ import annotations

import re

from migma_desktop.sandbox.addresses import plain_domain
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.domains import DNS_TAKES, MANAGED_PARENT, REGION, REGIONS, Domain
from migma_desktop.sandbox.replies import Reply, invalid, not_found

RESERVED_PREFIXES = frozenset({"admin", "api", "app", "mail", "migma", "postmaster", "www"})
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
_PREFIX = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


def list_domains(call: Call) -> Reply:
    return Reply([each.wire() for each in call.account.domains.values()])


def list_managed(call: Call) -> Reply:
    return Reply([each.wire() for each in call.account.domains.values() if each.is_managed])


def get_domain(call: Call) -> Reply:
    return Reply(_domain(call).wire())


def create_domain(call: Call) -> Reply:
    """Add a custom domain; its DNS records are found a minute later, when it is verified."""
    name = plain_domain(call.body.needed_line("domain"))
    region = call.body.choice("region", tuple(REGIONS)) or REGION
    if len(name) > 253 or not _DOMAIN.fullmatch(name):
        raise invalid("domain must be a domain name, such as example.com")
    if name in call.account.domains:
        raise invalid(f"The domain {name} was already added")
    due = call.now + DNS_TAKES
    is_broken = name.startswith("broken")
    domain = Domain(
        call.account.new_id("domain"),
        name,
        call.now,
        dns_found_at=None if is_broken else due,
        fails_at=due if is_broken else None,
        region=region,
    )
    call.account.domains[name] = domain
    return Reply(domain.wire(), status=201)


def verify_domain(call: Call) -> Reply:
    """Look for the DNS records now."""
    domain = _domain(call)
    domain.look(call.now)
    return Reply(domain.wire())


def update_domain(call: Call) -> Reply:
    domain = _domain(call)
    opens, clicks = call.body.flag("openTracking"), call.body.flag("clickTracking")
    branded = call.body.flag("brandedTracking")
    domain.open_tracking = domain.open_tracking if opens is None else opens
    domain.click_tracking = domain.click_tracking if clicks is None else clicks
    domain.branded_tracking = domain.branded_tracking if branded is None else branded
    return Reply(domain.wire())


def delete_domain(call: Call) -> Reply:
    domain = _domain(call)
    if domain.is_managed:
        raise invalid("This is a managed domain: delete it at /v1/domains/managed")
    return _remove(call, domain)


def delete_managed(call: Call) -> Reply:
    domain = _domain(call)
    if not domain.is_managed:
        raise not_found("Managed domain")
    return _remove(call, domain)


def check_prefix(call: Call) -> Reply:
    prefix = call.path["prefix"]
    name = f"{prefix}.{MANAGED_PARENT}"
    reason = _why_not(call, prefix)
    answer: dict[str, object] = {"available": reason is None, "prefix": prefix, "fullDomain": name}
    if reason is not None:
        answer["reason"] = reason
    return Reply(answer)


def create_managed(call: Call) -> Reply:
    """Make ``<prefix>.migma.email``, which may send at once."""
    prefix = call.body.needed_text("prefix")
    region = call.body.choice("region", tuple(REGIONS)) or REGION
    reason = _why_not(call, prefix)
    if reason is not None:
        raise invalid(reason)
    name = f"{prefix}.{MANAGED_PARENT}"
    domain = Domain(
        call.account.new_id("domain"), name, call.now, call.now, is_managed=True, region=region
    )
    call.account.domains[name] = domain
    return Reply(domain.wire(), status=201)


def _why_not(call: Call, prefix: str) -> str | None:
    if not _PREFIX.fullmatch(prefix):
        return "prefix must have 3 to 63 lowercase letters, digits or hyphens, no hyphen at an end"
    if prefix in RESERVED_PREFIXES:
        return f"The prefix {prefix} is reserved"
    if f"{prefix}.{MANAGED_PARENT}" in call.account.domains:
        return f"The prefix {prefix} is taken"
    return None


def _domain(call: Call) -> Domain:
    found = call.account.domains.get(plain_domain(call.path["domain"]))
    if found is None:
        raise not_found("Domain")
    return found


def _remove(call: Call, domain: Domain) -> Reply:
    del call.account.domains[domain.domain]
    return Reply({"domain": domain.domain, "deleted": True})
