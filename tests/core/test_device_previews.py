"""Pictures on real devices: paid for once, followed to their end."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from migma_desktop.core.device_previews import (
    PATIENCE,
    Device,
    DevicePhotographer,
    DevicePreview,
    DeviceShot,
    ShotState,
    usual_devices,
)
from migma_desktop.core.errors import NotFound, ServiceFault, UnclearOutcome
from migma_desktop.core.ports import Mailer
from migma_desktop.core.texts import say
from tests.fakes import FakeMailer, offline, too_many, unclear

SHOT = DeviceShot("gmail.ios", "Gmail on iPhone", ShotState.WORKING)
BEGUN = DevicePreview("p1", "PROCESSING", (SHOT,))
DONE = DevicePreview("p1", "COMPLETED", (replace(SHOT, state=ShotState.DONE, address="x"),))


class Studio:
    """A photographer with a fake Migma and a clock that never makes anybody wait."""

    def __init__(self, *steps: DevicePreview | Exception) -> None:
        self.migma = FakeMailer()
        self.migma.picture_steps.extend(steps)
        self.slept: list[float] = []
        self.told: list[DevicePreview] = []

    async def take(self) -> DevicePreview:
        photographer = DevicePhotographer(mailer=self._mailer, sleep=self._sleep)
        return await photographer.take(
            profile_id="p", html="<p>", subject="Hi", devices=["gmail.ios"], told=self.told.append
        )

    def _mailer(self, _profile_id: str) -> Mailer:
        return self.migma

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_each_step_is_told_until_nothing_more_will_come() -> None:
    studio = Studio(BEGUN, BEGUN, offline(), too_many(retry_after=7), DONE)
    assert await studio.take() == DONE
    assert studio.told == [BEGUN, DONE]
    assert studio.migma.pictured == ["<p>"]
    assert max(studio.slept) == 7


@pytest.mark.asyncio
async def test_what_may_have_been_paid_for_is_not_asked_for_again() -> None:
    studio = Studio(unclear(), DONE)
    with pytest.raises(UnclearOutcome) as raised:
        await studio.take()
    assert "credits" in str(raised.value.advice)
    assert len(studio.migma.pictured) == 1
    assert studio.told == []


@pytest.mark.asyncio
async def test_a_request_that_never_ends_is_given_up() -> None:
    studio = Studio(*[BEGUN] * 500)
    with pytest.raises(ServiceFault):
        await studio.take()
    assert PATIENCE <= sum(studio.slept) < PATIENCE + 10


@pytest.mark.asyncio
async def test_a_request_that_is_not_listed_at_once_is_looked_for_again() -> None:
    missing = [NotFound(say("gone"), say("look")) for _ in range(4)]
    assert await Studio(BEGUN, *missing[:3], DONE).take() == DONE
    with pytest.raises(NotFound):
        await Studio(BEGUN, *missing).take()


def test_the_usual_devices_are_ten_of_many_programs() -> None:
    kinds = ("gmail", "outlook", "apple-mail", "yahoo")
    devices = [
        Device(f"{kind}.{number}", f"{kind} {number}", category)
        for kind in kinds
        for category in ("MOBILE", "WEB", "MISC")
        for number in range(4)
    ]
    usual = usual_devices(devices)
    assert len(usual) == 10
    assert {device.key.partition(".")[0] for device in usual} == set(kinds)
    assert "MISC" not in {device.category for device in usual}
    assert usual_devices(devices[:2]) == tuple(devices[:2])
