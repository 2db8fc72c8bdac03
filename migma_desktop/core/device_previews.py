"""Pictures of an email on real devices, taken by Migma (contract, section 9).

A request costs credits, so it is made once, on a click, and never repeated by itself: where nobody
knows whether it arrived, its user is told so. Following it is free.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.errors import (
    KnownError,
    NoConnection,
    NotFound,
    RateLimited,
    ServiceFault,
    UnclearOutcome,
)
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import say

CREDITS = 2
"""For each request, whatever the number of devices."""

USUAL_COUNT = 10
"""How many devices Migma takes where none are named."""

LOOKS = (2.0, 2.0, 3.0, 3.0, 5.0)
"""Seconds before each look; the last one repeats. Sixty to ninety seconds are usual."""

PATIENCE = 420.0
"""Seconds after which no more looks are taken."""

UNKNOWN_LOOKS = 3
"""How many looks may find nothing: what was just begun may not be listed at once."""


class ShotState(StrEnum):
    """How far a device is."""

    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Device:
    """A mail program on a device that Migma has."""

    key: str
    name: str
    category: str = ""  # DESKTOP, MOBILE, WEB, MISC; an open set


@dataclass(frozen=True, slots=True)
class DeviceShot:
    """One device's picture, or why there is none yet."""

    key: str
    name: str
    state: ShotState
    category: str = ""
    address: str = ""  # of the picture
    small_address: str = ""  # of a smaller one


@dataclass(frozen=True, slots=True)
class DevicePreview:
    """How far a request is."""

    id: str
    status: str  # in upper case: PROCESSING, COMPLETED, PARTIAL_SUCCESS, FAILED; an open set
    shots: tuple[DeviceShot, ...] = ()
    credits_charged: int | None = None

    @property
    def is_final(self) -> bool:
        """Whether nothing more will come."""
        return self.status in {"COMPLETED", "PARTIAL_SUCCESS", "FAILED"}

    @property
    def done(self) -> int:
        """How many devices are through, well or not."""
        return sum(shot.state is not ShotState.WORKING for shot in self.shots)

    @property
    def failed(self) -> int:
        """How many devices failed."""
        return sum(shot.state is ShotState.FAILED for shot in self.shots)


def usual_devices(devices: Sequence[Device]) -> tuple[Device, ...]:
    """Choose about ten that most readers have, from what Migma offers, in its order."""
    wanted = [device for device in devices if device.category.upper() != "MISC"]
    found: list[Device] = []
    families: dict[tuple[str, str], int] = {}
    for most in (1, 2, 3):  # one of each program and kind first
        for device in wanted:
            family = (device.key.partition(".")[0], device.category)
            if device not in found and families.get(family, 0) < most:
                families[family] = families.get(family, 0) + 1
                found.append(device)
            if len(found) == USUAL_COUNT:
                return tuple(device for device in devices if device in found)
    return tuple(device for device in devices if device in found)


class DevicePhotographer:
    """Has the pictures taken and follows that. Plain asyncio; may be cancelled at any time.

    ``mailer`` gives the account's client for a profile id, or raises a KnownError.
    """

    def __init__(
        self,
        *,
        mailer: Callable[[str], Mailer],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._mailer = mailer
        self._sleep = sleep

    async def take(
        self,
        *,
        profile_id: str,
        html: str,
        subject: str,
        devices: Sequence[str],
        told: Callable[[DevicePreview], None],
    ) -> DevicePreview:
        """Begin a request, and follow it to its end; ``told`` hears of each step.

        Raises:
            UnclearOutcome: nobody knows whether Migma has begun, and charged for it.
            KnownError: it surely has not; or it has, and can't be followed any more.
        """
        try:
            begun = await self._mailer(profile_id).begin_device_preview(
                html=html, subject=subject, devices=devices
            )
        except UnclearOutcome as error:
            raise _unclear(error) from error
        told(begun)
        return begun if begun.is_final else await self._follow(profile_id, begun, told)

    async def _follow(
        self, profile_id: str, seen: DevicePreview, told: Callable[[DevicePreview], None]
    ) -> DevicePreview:
        looks = unknown = 0
        waited = at_least = 0.0
        trouble: KnownError | None = None
        while waited < PATIENCE:
            pause = max(LOOKS[min(looks, len(LOOKS) - 1)], at_least)
            await self._sleep(pause)
            looks, waited, at_least = looks + 1, waited + pause, 0.0
            try:
                now = await self._mailer(profile_id).device_preview(seen.id)
            except RateLimited as error:
                trouble, at_least = error, error.retry_after
            except (NoConnection, ServiceFault) as error:
                trouble = error
            except NotFound as error:
                trouble, unknown = error, unknown + 1
                if unknown > UNKNOWN_LOOKS:
                    raise
            else:
                trouble = None
                if now != seen:
                    seen = now
                    told(seen)
                if seen.is_final:
                    return seen
        raise _too_slow(trouble)


def _unclear(error: UnclearOutcome) -> UnclearOutcome:
    return UnclearOutcome(
        say("Nobody knows whether Migma is taking the pictures."),
        say(
            "Nothing was sent. It may have cost {count} credits; trying again may cost as many "
            "once more. Your credits in Migma tell.",
            count=CREDITS,
        ),
        reply=error.reply,
        details=error.details,
    )


def _too_slow(trouble: KnownError | None) -> ServiceFault:
    return ServiceFault(
        say("Migma hasn't finished the pictures."),
        say("What is there stays here. The rest may still be found in Migma later."),
        details="" if trouble is None else f"{trouble.title}\n{trouble.details}".strip(),
    )
