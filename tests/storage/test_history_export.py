"""The history as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.core.errors import StoreError
from migma_desktop.core.history import HistoryFilter
from migma_desktop.core.models import Send
from migma_desktop.storage.archive import Archive
from migma_desktop.storage.database import Database
from migma_desktop.storage.drafts import DraftStore
from migma_desktop.storage.outbox import SqliteSendLog
from tests.storage.conftest import NOON

MakeSend = Callable[..., Send]


@pytest.fixture
def archive(database: Database, make_send: MakeSend) -> Iterator[Archive]:
    log = SqliteSendLog(database=database)
    for number in range(1, 4):
        log.add(replace(make_send(number), subject=f"Zoë’s {number}. order, “{number}”\n;"))
    store = DraftStore(database=database, now=lambda: NOON)
    archive = Archive(database=database, drafts=store, now=lambda: NOON)
    yield archive
    archive.close()


def test_a_table_opens_in_spreadsheets_with_its_accents(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "sent.csv"
    assert archive.export(HistoryFilter(), file, "csv") == 3
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [row[head.index("subject")][:8] for row in rows] == ["Zoë’s 3.", "Zoë’s 2.", "Zoë’s 1."]
    assert all(len(row) == len(head) for row in rows)


def test_only_what_was_found_is_exported(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "sent.csv"
    assert archive.export(HistoryFilter(text="zoe 2"), file, "csv") == 1
    assert "Zoë’s 2." in file.read_text("utf-8-sig")


def test_json_holds_everything_but_keys(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "sent.json"
    assert archive.export(HistoryFilter(), file, "json") == 3
    document = json.loads(file.read_text("utf-8"))
    assert (document["format"], document["version"]) == ("migma-history", 1)
    first = document["sends"][0]
    assert first["id"] == "send-3"
    assert first["html"] == "<p>Hi Ada ❤</p>"
    assert first["request"]["variables"]["lines"] == [1, {"a": None}]
    assert first["events"][0]["state"] == "sending"
    assert "key-3" not in file.read_text("utf-8")


def test_each_field_of_the_json_file_is_told(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "sent.json"
    archive.export(HistoryFilter(), file, "json")
    told = (Path(__file__).parents[2] / "docs/history-export.md").read_text("utf-8")
    document = json.loads(file.read_text("utf-8"))
    first = document["sends"][0]
    names = {*document, *first, *first["request"], *first["events"][0], *first["counts"]}
    assert [name for name in sorted(names) if f"`{name}`" not in told] == []


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_nothing_found_is_a_whole_file_too(archive: Archive, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "none"
    assert archive.export(HistoryFilter(text="nobody"), file, kind) == 0
    assert file.read_text("utf-8").endswith("\n")


def test_an_export_that_fails_leaves_the_old_file(archive: Archive, tmp_path: Path) -> None:
    file = tmp_path / "sent.csv"
    file.mkdir()
    (file / "keep").touch()
    with pytest.raises(StoreError, match="could not be written"):
        archive.export(HistoryFilter(), file, "csv")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".tmp"] == []
    with pytest.raises(StoreError):
        archive.save(file, b"")
