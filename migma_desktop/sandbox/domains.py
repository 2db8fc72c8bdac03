"""A sending domain and the DNS records that prove it (API.md section 6)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from migma_desktop.sandbox.clock import iso

MANAGED_PARENT = "migma.email"
REGION = "us-east-1"
REGION_NAME = "US East (N. Virginia)"


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
    dns_found_at: datetime | None = None  # when a look would find its records

    @property
    def can_send(self) -> bool:
        return self.verified_at is not None

    def wire(self) -> dict[str, object]:
        state = "SUCCESS" if self.can_send else "PENDING"
        tracking = {
            "openTracking": self.open_tracking,
            "clickTracking": self.click_tracking,
            "brandedTracking": self.branded_tracking,
        }
        wire: dict[str, object] = {
            "_id": self.id,
            "domain": self.domain,
            "region": REGION,
            "regionName": REGION_NAME,
            "status": "verified" if self.can_send else "pending",
            "isVerified": self.can_send,
            "dkimStatus": state,
            "mailFromDomain": f"send.{self.domain}",
            "mailFromStatus": state,
            "dnsRecords": [] if self.is_managed else self._dns_records(),
            "ownershipVerified": self.can_send,
            **tracking,
            "trackingSettings": tracking,
            "isManagedDomain": self.is_managed,
            "createdAt": iso(self.created_at),
            "updatedAt": iso(self.checked_at or self.verified_at or self.created_at),
        }
        if self.verified_at is not None:
            wire["verifiedAt"] = iso(self.verified_at)
        else:
            wire["connectUrl"] = f"https://sandbox.migma.invalid/connect/{self.id}"
        return wire

    def _dns_records(self) -> list[dict[str, object]]:
        """Three DKIM keys, SPF, DMARC, and MX and SPF of the return path."""
        state = "verified" if self.can_send else "pending"
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
        return [{**record, "status": state} for record in records]
