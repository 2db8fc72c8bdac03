"""Zones with a story: what a domain should publish, what it does, and what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dns.zone

from migma_desktop.core.models import DnsRecord, Domain, DomainState
from migma_desktop.dns.asking import Endpoint
from migma_desktop.dns.survey import Survey
from tests.dns.server import (
    Behave,
    NameServer,
    Zones,
    bogus,
    failing,
    failing_for,
    refusing,
    silent,
    truncating,
)

HERE = Path(__file__).parent
_TIMEOUT = 5.0  # seconds; on loopback an answer takes a thousandth of it
_SHORT_TIMEOUT = 0.2  # where a server is silent by intent
_NOWHERE = "255.255.255.255"  # the system refuses to send there, as without IPv6
_ADDRESSES = {"192.0.2.1": "ns1", "192.0.2.2": "ns2", "192.0.2.53": "public"}
KEY = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7vXcD9aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789AbC"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One file of ``zones``."""

    name: str
    told: Mapping[str, Any]

    @classmethod
    def read(cls, path: Path) -> Scenario:
        return cls(path.stem, tomllib.loads(path.read_text("utf-8")))

    @property
    def mistakes(self) -> set[str]:
        return set(self.told["mistakes"])

    @property
    def domain(self) -> Domain:
        name = self.told.get("domain", "shop.example")
        records = _usual_records(name)
        if self.told.get("dkim") == "txt":
            records[:3] = [DnsRecord("TXT", f"one._domainkey.{name}", f"v=DKIM1; k=rsa; p={KEY}")]
        return Domain(name, DomainState.WAITING, tuple(records))

    @property
    def has_silence(self) -> bool:
        return any("is silent" in str(own) for own in self.told.values())

    def behaviours(self) -> dict[str, Behave]:
        """Return what each server does."""
        return {
            name: self._behaviour(name, resolver=name in {"resolver", "public"})
            for name in ("resolver", "public", "ns1", "ns2")
        }

    def _behaviour(self, name: str, *, resolver: bool) -> Behave:
        own: Mapping[str, Any] = self.told.get(name, {})
        texts = [(HERE / "world" / "example.zone").read_text("utf-8")] if resolver else []
        if self.told.get("exists", True):
            texts.append(self._zone_text(own))
        zones = Zones(
            [dns.zone.from_text(text, relativize=False) for text in texts], resolver=resolver
        )
        behaviours: dict[str, Behave] = {
            "answers": zones,
            "refuses": refusing,
            "fails": failing,
            "is silent": silent,
            "truncates": truncating(zones),
            "checks signatures": bogus(zones),
        }
        behave = behaviours[own.get("behaves", "answers")]
        broken = self.told.get("fails_for")
        return failing_for(broken, behave) if broken else behave

    def _zone_text(self, own: Mapping[str, Any]) -> str:
        """Return the sound zone without the lines that begin with a dropped start, and more."""
        drop = (*self.told.get("drop", ()), *own.get("drop", ()))
        text = (HERE / "world" / "base.zone").read_text("utf-8")
        kept = [
            line
            for line in text.splitlines()
            if not any(" ".join(line.split()).startswith(f"{start} ") for start in drop)
        ]
        added = f"{self.told.get('add', '')}\n{own.get('add', '')}".replace("{key}", KEY)
        return "\n".join([*kept, added, ""])


def scenarios() -> list[Scenario]:
    """Return all of them, by name."""
    return [Scenario.read(path) for path in sorted((HERE / "zones").glob("*.toml"))]


class Internet:
    """The servers of a scenario, and the way to them."""

    def __init__(self) -> None:
        self.servers = {name: NameServer() for name in ("resolver", "public", "ns1", "ns2")}
        self._timeout = _TIMEOUT

    def play(self, scenario: Scenario) -> None:
        self._timeout = _SHORT_TIMEOUT if scenario.has_silence else _TIMEOUT
        for name, behave in scenario.behaviours().items():
            self.servers[name].behave = behave
            self.servers[name].heard.clear()

    def reach(self, address: str) -> Endpoint:
        name = _ADDRESSES.get(address)
        if name is None:
            return Endpoint(_NOWHERE)
        return Endpoint("127.0.0.1", self.servers[name].port)

    def survey(self, domain: Domain, *, public: bool = False) -> Survey:
        return Survey(
            domain,
            public=public,
            resolvers=lambda: [Endpoint("127.0.0.1", self.servers["resolver"].port)],
            public_resolvers={"Public": "192.0.2.53"},
            reach=self.reach,
            timeout=self._timeout,
        )


def _usual_records(name: str) -> list[DnsRecord]:
    spf = "v=spf1 include:spf.migma.example ~all"
    keys = [
        DnsRecord("CNAME", f"{token}._domainkey.{name}", f"{token}.dkim.migma.example")
        for token in ("one", "two", "three")
    ]
    return [
        *keys,
        DnsRecord("TXT", name, spf),
        DnsRecord("TXT", f"_dmarc.{name}", "v=DMARC1; p=none;"),
        DnsRecord("MX", f"send.{name}", "feedback.migma.example", 10),
        DnsRecord("TXT", f"send.{name}", spf),
    ]
