"""The catalogue of fields: read behind for a batch, remembered, and never in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from migma_desktop.core.account import CatalogField, FieldCatalog
from migma_desktop.core.errors import PermissionMissing
from migma_desktop.core.models import Draft, KeyKind, Profile, Recipient, RecipientType
from migma_desktop.core.ports import Mailer
from migma_desktop.storage.database import open_database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.list_cache import ListCache
from migma_desktop.ui.async_runtime import AsyncRuntime
from migma_desktop.ui.controllers import catalog_controller
from migma_desktop.ui.controllers.account_controller import AccountController
from migma_desktop.ui.controllers.catalog_controller import CatalogController
from migma_desktop.ui.controllers.draft_controller import DraftController
from tests.fakes import START, FakeMailer, trouble

SOME = FieldCatalog((CatalogField("firstName", fill_rate=0.5),), 10)
VIP = Recipient(type=RecipientType.SEGMENT, id="s1")
TAG = Recipient(type=RecipientType.TAG, id="t1", name="Guests")


class House:
    """An open account, a draft, and the catalogue between them."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.runtime = AsyncRuntime(application=application)
        self.migma = FakeMailer(fields=SOME)
        self.database = open_database(folder / "d.sqlite3", now=lambda: START).database
        self.kept = ListCache(path=folder / "lists.db", now=lambda: START)
        self.account = AccountController(
            runtime=self.runtime,
            connect=self._connect,
            kept=self.kept,
            now=lambda: START,
        )
        self.drafts = DraftController(
            runtime=self.runtime,
            store=DraftStore(database=self.database, now=lambda: START),
            new_id=lambda: "draft",
        )
        self.catalogs = CatalogController(
            runtime=self.runtime, account=self.account, drafts=self.drafts
        )
        self.told: list[bool] = []
        self.catalogs.changed.connect(lambda: self.told.append(True))

    async def _connect(self, _profile: Profile, _key: str) -> Mailer:
        return self.migma

    def live(self, seconds: float = 0.02) -> None:
        self.runtime.run_until_complete(asyncio.sleep(seconds))

    def open(self) -> None:
        profile = Profile("p", "Acme", KeyKind.TEST)
        self.runtime.run_until_complete(self.account.open(profile, "key"))
        self.live()

    def edit(self, **changes: object) -> Draft:
        self.drafts.edit(**{"project_id": "p1", **changes})
        self.live()
        return self.drafts.draft

    @property
    def asked(self) -> list[str]:
        return [look for look in self.migma.looks if look.startswith("fields")]

    def close(self) -> None:
        self.drafts.save_now()
        self.runtime.shutdown()
        self.kept.close()
        self.database.close()
        for each in (self.catalogs, self.drafts, self.account, self.runtime):
            each.deleteLater()


@pytest.fixture
def house(qapp: QApplication, tmp_path: Path) -> Iterator[House]:
    house = House(qapp, tmp_path)
    house.open()
    yield house
    house.close()


def test_it_is_read_once_for_whoever_gets_the_batch(house: House) -> None:
    draft = house.edit(recipient=VIP)
    assert house.catalogs.of(draft) == SOME
    house.edit(subject="More")
    draft = house.edit(recipient=TAG)
    house.edit(recipient=VIP)
    assert house.asked == ["fields p1 s1", "fields p1 Guests"]
    assert house.catalogs.of(draft) == SOME
    assert house.told == [True, True]


def test_for_one_person_nobody_is_asked(house: House) -> None:
    draft = house.edit(recipient=Recipient(email="ada@example.com"))
    house.edit(recipient=replace(VIP, id=""))
    assert house.asked == []
    assert house.catalogs.of(draft) is None


def test_a_key_that_may_not_read_it_is_passed_over_in_silence(house: House) -> None:
    house.migma.fields = trouble(PermissionMissing)
    complaints: list[object] = []
    house.runtime.known_error.connect(complaints.append)
    draft = house.edit(recipient=VIP)
    house.edit(subject="Again")
    assert house.catalogs.of(draft) is None
    assert complaints == []
    assert len(house.asked) == 1


def test_an_old_one_is_used_while_it_is_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = house.edit(recipient=VIP)
    monkeypatch.setattr(catalog_controller, "_FRESH_SECONDS", 0)
    house.migma.fields = trouble(PermissionMissing)
    house.edit(subject="Later")
    assert house.catalogs.of(draft) == SOME
    house.migma.fields = replace(SOME, people=20)
    house.edit(subject="Later still")
    assert house.catalogs.of(draft) == replace(SOME, people=20)
    assert len(house.asked) == 3
