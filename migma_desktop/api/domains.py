"""Sending domains over the API: implements ``core.domains.kept.DomainKeeper`` (contract, 6)."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime

from migma_desktop.api import answers, calls, wire
from migma_desktop.api.calls import Call
from migma_desktop.api.lenient import Fields
from migma_desktop.api.pages import PageStyle
from migma_desktop.api.road import Road
from migma_desktop.api.urls import path_part
from migma_desktop.core.domains.kept import Availability, KeptDomain, Tracking
from migma_desktop.core.errors import NotFound

_MOST_BYTES = 1024 * 1024
_DOMAINS, _MANAGED = "/v1/domains", "/v1/domains/managed"

_log = logging.getLogger(__name__)


class DomainCalls:
    """The calls about domains. Each may be repeated: a second one comes to the same."""

    def __init__(self, road: Road) -> None:
        self._road = road

    async def all(self) -> Sequence[KeptDomain]:
        """Read own and managed domains, each once, those that can send first."""
        found: dict[str, KeptDomain] = {}
        async for row in self._rows(_DOMAINS):
            kept = decode_kept(row)
            found[kept.name] = kept
        try:
            async for row in self._rows(_MANAGED):
                kept = decode_kept(row, managed=True)
                found[kept.name] = kept
        except NotFound:
            _log.debug("this server has no managed domains")
        return sorted(found.values(), key=lambda kept: not kept.domain.can_send)

    async def verify(self, name: str) -> KeptDomain:
        """Have Migma look for the records now."""
        return await self._change("POST", f"{_DOMAINS}/{path_part(name)}/verify")

    async def add(self, name: str, *, region: str = "") -> KeptDomain:
        """Add an own domain."""
        body = {"domain": name, "region": region} if region else {"domain": name}
        return await self._change("POST", _DOMAINS, body)

    async def check_prefix(self, prefix: str) -> Availability:
        """Ask whether a managed domain can be had, on the newest road or on the older one."""
        part = path_part(prefix)
        try:
            return await self._road.get(
                f"{_MANAGED}/check/{part}",
                calls.READ_DOMAINS,
                lambda answer: _decode_availability(answers.content_object(answer), prefix),
            )
        except NotFound:
            older = calls.question(
                f"{_MANAGED}/check-availability/{part}",
                calls.WRITE_DOMAINS,
                b"{}",
                most_bytes=_MOST_BYTES,
            )
            return await self._road.call(
                older, lambda answer: _decode_availability(answers.content_object(answer), prefix)
            )

    async def add_managed(self, prefix: str) -> KeptDomain:
        """Make a managed domain."""
        return await self._change("POST", _MANAGED, {"prefix": prefix}, managed=True)

    async def set_tracking(self, name: str, tracking: Tracking) -> KeptDomain:
        """Change the switches that are given."""
        named = {
            "openTracking": tracking.opens,
            "clickTracking": tracking.clicks,
            "brandedTracking": tracking.branded,
        }
        body = {field: value for field, value in named.items() if value is not None}
        return await self._change("PATCH", f"{_DOMAINS}/{path_part(name)}", body)

    async def _change(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        managed: bool = False,
    ) -> KeptDomain:
        call = Call(
            method=method,
            path=path,
            permission=calls.WRITE_DOMAINS,
            most_bytes=_MOST_BYTES,
            body=json.dumps(body or {}, ensure_ascii=False).encode(),
            changes_nothing=True,
        )
        return await self._road.call(
            call, lambda answer: decode_kept(answers.content_object(answer), managed=managed)
        )

    def _rows(self, path: str) -> AsyncIterator[Fields]:
        return self._road.rows(
            path,
            "domains",
            PageStyle.WHOLE,
            calls.READ_DOMAINS,
            identify=lambda row: wire.decode_domain(row).name,
        )


def decode_kept(row: Fields, *, managed: bool = False) -> KeptDomain:
    """Read one domain with its details, in the documented or in the SDK's shape."""
    settings = row.part("trackingSettings")

    def switch(name: str) -> bool | None:
        value = row.flag(name)
        return settings.flag(name) if value is None else value

    return KeptDomain(
        domain=wire.decode_domain(row, managed=managed),
        status=row.text("status").lower(),
        region=row.text("region"),
        region_name=row.text("regionName"),
        dkim=row.text("dkimStatus").lower(),
        mail_from=row.text("mailFromStatus").lower(),
        tracking=Tracking(
            switch("openTracking"), switch("clickTracking"), switch("brandedTracking")
        ),
        created_at=_moment(row.text("createdAt")),
        verified_at=_moment(row.text("verifiedAt")),
        updated_at=_moment(row.text("updatedAt")),
    )


def _decode_availability(data: Fields, prefix: str) -> Availability:
    return Availability(
        prefix=data.text("prefix") or prefix,
        is_available=data.flag("available") is True,
        full_name=data.text("fullDomain"),
        reason=data.text("reason"),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
