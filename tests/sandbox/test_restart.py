"""The practice account is still there after the program was closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.journal import MAX_ENTRIES
from migma_desktop.sandbox.service import JOURNAL_NAME, Sandbox
from tests.sandbox.tools import FERN, Api, batch_body, send_body

KEY = "sk_test_to_be_kept_secret"


def _open(folder: Path, clock: ManualClock, key: str = KEY) -> Sandbox:
    return Sandbox(clock=clock, api_key=key, data_dir=folder)


def test_the_inbox_survives_a_restart(tmp_path: Path, clock: ManualClock) -> None:
    first = _open(tmp_path, clock)
    with Api(first) as api:
        api.send(send_body(template="<p>{{name}}\r\n</p>", variables={"name": "Ada"}))
        clock.advance(100)
        api.send(send_body(recipientEmail="bob@example.com"))
    clock.advance(3600)

    second = _open(tmp_path, clock, key="another key")

    for before, after in zip(first.inbox.messages, second.inbox.messages, strict=True):
        assert after.id == before.id
        assert after.received_at == before.received_at
        assert after.html == before.html


def test_a_batch_goes_on_where_it_was(tmp_path: Path, clock: ManualClock) -> None:
    with Api(_open(tmp_path, clock)) as api:
        batch_id = api.send(batch_body()).json()["data"]["batchId"]
        clock.advance(3)
        before = api.data(f"/v1/sending/batches/{batch_id}")
    clock.advance(1)

    with Api(_open(tmp_path, clock)) as api:
        after = api.data(f"/v1/sending/batches/{batch_id}")
        clock.advance(60)
        at_last = api.data(f"/v1/sending/batches/{batch_id}")

    assert before["sentCount"] < after["sentCount"] < at_last["sentCount"] == 188
    assert (after["status"], at_last["status"]) == ("processing", "completed")


def test_a_repeat_after_a_restart_sends_nothing(tmp_path: Path, clock: ManualClock) -> None:
    with Api(_open(tmp_path, clock)) as api:
        first = api.send(send_body(), key="one")

    sandbox = _open(tmp_path, clock)
    with Api(sandbox) as api:
        second = api.send(send_body(), key="one")

    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.json()["data"] == first.json()["data"]
    assert len(sandbox.inbox.messages) == 1


def test_changes_of_the_account_survive(tmp_path: Path, clock: ManualClock) -> None:
    with Api(_open(tmp_path, clock)) as api:
        tag = api.post("/v1/tags", {"projectId": FERN, "name": "Balcony"}).json()["data"]
        api.call("PATCH", f"/v1/tags/{tag['id']}", json={"projectId": FERN, "name": "Roof"})

    with Api(_open(tmp_path, clock)) as api:
        assert api.data(f"/v1/tags/{tag['id']}", projectId=FERN)["name"] == "Roof"


def test_an_emptied_inbox_stays_empty(tmp_path: Path, clock: ManualClock) -> None:
    sandbox = _open(tmp_path, clock)
    with Api(sandbox) as api:
        api.send(send_body())
    sandbox.inbox.clear()

    assert _open(tmp_path, clock).inbox.messages == ()


def test_a_reset_is_remembered(tmp_path: Path, clock: ManualClock) -> None:
    sandbox = _open(tmp_path, clock)
    with Api(sandbox) as api:
        api.send(send_body())
    sandbox.reset()

    assert _open(tmp_path, clock).inbox.messages == ()


def test_the_key_is_in_no_file(tmp_path: Path, clock: ManualClock) -> None:
    with Api(_open(tmp_path, clock)) as api:
        api.send(send_body(), key="one")
        api.raw("POST", "/v1/sending", json=send_body(), headers={"X-API-Key": KEY})

    written = b"".join(each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())

    assert written.count(b"/v1/sending") == 4
    assert KEY.encode() not in written


@pytest.mark.parametrize("damage", [b'{"at": "2026', b"\xff\xfe\n", b"[]\n", b"null\n"])
def test_a_torn_last_line_loses_nothing_else(
    tmp_path: Path, clock: ManualClock, damage: bytes
) -> None:
    with Api(_open(tmp_path, clock)) as api:
        api.send(send_body())
    with (tmp_path / JOURNAL_NAME).open("ab") as file:
        file.write(damage)

    with Api(_open(tmp_path, clock)) as api:
        api.send(send_body())

    assert len(_open(tmp_path, clock).inbox.messages) == 2


@pytest.mark.parametrize("content", [b"", b"rubbish", b"{}\n", b'{"started": 5}\n'])
def test_an_unreadable_file_begins_a_new_account(
    tmp_path: Path, clock: ManualClock, content: bytes
) -> None:
    (tmp_path / JOURNAL_NAME).write_bytes(content)
    sandbox = _open(tmp_path, clock)
    with Api(sandbox) as api:
        api.send(send_body())

    assert len(_open(tmp_path, clock).inbox.messages) == 1


def test_the_file_does_not_grow_for_ever(tmp_path: Path, clock: ManualClock) -> None:
    sandbox = _open(tmp_path, clock)
    sandbox.account.rate_limit.per_minute = 10_000
    with Api(sandbox) as api:
        for _ in range(MAX_ENTRIES + 1):
            api.send(send_body())
    newest = sandbox.inbox.messages[-1]

    again = _open(tmp_path, clock)

    assert len(again.inbox.messages) == 200
    assert again.inbox.messages[-1].id == newest.id
    assert len((tmp_path / JOURNAL_NAME).read_text().splitlines()) == 201


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Api(Sandbox(clock=clock, api_key=KEY)) as api:
        api.send(send_body())

    assert list(tmp_path.iterdir()) == []
