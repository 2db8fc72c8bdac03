"""A sending domain and the DNS records that prove it (API.md section 6).

It begins as ``pending``. Once somebody has Migma look it is ``verifying``: each look finds the
records that are published by then, and at last all of them. Nobody publishes anything here, so the
records of a new domain appear one after another within a minute. Those of a domain whose name
begins with ``broken`` never do, and it ends as ``failed``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from migma_desktop.sandbox.clock import iso

MANAGED_PARENT = "migma.email"
REGIONS = {"us-east-1": "US East (N. Virginia)", "eu-west-1": "Europe (Ireland)"}
REGION = "us-east-1"
DNS_TAKES = timedelta(seconds=60)
NEXT_LOOK = timedelta(seconds=30)
"""Behind the moment at which all is there: when Migma finds it without being asked again."""


@dataclass(slots=True)
class Domain:
    """A domain that emails come from; it sends once ``verified_at`` is set."""

    id: str
    domain: str
    created_at: datetime
    verified_at: datetime | None = None
    is_managed: bool = False
    open_tracking: bool = True
    click_tracking: bool = True
    branded_tracking: bool = False
    checked_at: datetime | None = None
    dns_found_at: datetime | None = None  # when a look would find the last of its records
    fails_at: datetime | None = None  # when a look would give up
    failed_at: datetime | None = None
    region: str = REGION

    @property
    def can_send(self) -> bool:
        return self.verified_at is not None

    @property
    def status(self) -> str:
        if self.can_send:
            return "verified"
        if self.failed_at is not None:
            return "failed"
        return "pending" if self.checked_at is None else "verifying"

    def look(self, now: datetime) -> None:
        """Look for the records now, as somebody asked for it."""
        self.checked_at = now
        if self.can_send:
            return
        if self.dns_found_at is not None and self.dns_found_at <= now:
            self.verified_at = now
        elif self.fails_at is not None and self.fails_at <= now and self.failed_at is None:
            self.failed_at = now

    def advance(self, now: datetime) -> None:
        """Let Migma look by itself, once it was asked to."""
        if self.checked_at is None or self.can_send:
            return
        due = self.dns_found_at or self.fails_at
        if due is not None and max(due, self.checked_at) + NEXT_LOOK <= now:
            self.look(now)

    def wire(self) -> dict[str, object]:
        records = self._dns_records()
        tracking = {
            "openTracking": self.open_tracking,
            "clickTracking": self.click_tracking,
            "brandedTracking": self.branded_tracking,
        }
        wire: dict[str, object] = {
            "_id": self.id,
            "domain": self.domain,
            "region": self.region,
            "regionName": REGIONS[self.region],
            "status": self.status,
            "isVerified": self.can_send,
            "dkimStatus": _together(records[:3]),
            "mailFromDomain": f"send.{self.domain}",
            "mailFromStatus": _together(records[5:]),
            "dnsRecords": [] if self.is_managed else records,
            "ownershipVerified": self.can_send,
            **tracking,
            "trackingSettings": tracking,
            "isManagedDomain": self.is_managed,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(
                self.failed_at or self.checked_at or self.verified_at or self.created_at
            ),
        }
        if self.verified_at is not None:
            wire["verifiedAt"] = iso(self.verified_at)
        else:
            wire["connectUrl"] = f"https://sandbox.migma.invalid/connect/{self.id}"
        return wire

    def _dns_records(self) -> list[dict[str, object]]:
        """Three DKIM keys, SPF, DMARC, and MX and SPF of the return path."""
        records: list[dict[str, object]] = []
        for number in range(3):
            token = hashlib.sha256(f"{self.domain}/{number}".encode()).hexdigest()[:32]
            records.append(
                {
                    "type": "CNAME",
                    "name": f"{token}._domainkey.{self.domain}",
                    "value": f"{token}.dkim.sandbox.migma.invalid",
                }
            )
        spf = "v=spf1 include:spf.sandbox.migma.invalid ~all"
        bounces = f"send.{self.domain}"
        records += [
            {"type": "TXT", "name": self.domain, "value": spf},
            {"type": "TXT", "name": f"_dmarc.{self.domain}", "value": "v=DMARC1; p=none;"},
            {
                "type": "MX",
                "name": bounces,
                "value": "feedback.sandbox.migma.invalid",
                "priority": 10,
            },
            {"type": "TXT", "name": bounces, "value": spf},
        ]
        return [
            {**record, "status": self._record_status(place, len(records))}
            for place, record in enumerate(records)
        ]

    def _record_status(self, place: int, count: int) -> str:
        if self.can_send:
            return "verified"
        if self.failed_at is not None:
            return "failed"
        if self.dns_found_at is None or self.checked_at is None:
            return "pending"
        still_to_come = DNS_TAKES * (count - 1 - place) / count
        return "verified" if self.dns_found_at - still_to_come <= self.checked_at else "pending"


def _together(records: list[dict[str, object]]) -> str:
    """Return the state of some records in the words of the service that looks for them."""
    states = {record["status"] for record in records}
    if "failed" in states:
        return "FAILED"
    return "SUCCESS" if states == {"verified"} else "PENDING"
