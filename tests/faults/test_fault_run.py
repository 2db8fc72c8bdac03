"""The fault run itself: it passes as the program is, and fails when a promise is broken."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.faults import canary, kills
from tests.faults.__main__ import KEY
from tests.faults.figures import Tally, Wrong


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the homes of all runs lie, so that Python's bytecode is made once."""
    return tmp_path_factory.mktemp("faults")


def _kill(folder: Path, *, mutation: str | None = None) -> Tally:
    """Kill the program once when Migma has an email and hasn't answered, and start it again."""
    tally = Tally(quiet=True)
    homes = folder / str(mutation)
    homes.mkdir()
    kills.run(
        kills=1,
        seed="suite",
        only="delivered",
        folder=homes,
        key=KEY,
        tally=tally,
        mutation=mutation,
    )
    assert tally["kills"] == 1
    return tally


def test_an_email_that_is_leaving_at_a_kill_arrives_once(folder: Path) -> None:
    tally = _kill(folder)
    assert tally.is_clean, tally.summary()
    assert tally["files"] > 0


@pytest.mark.parametrize(
    ("mutation", "wrong"),
    [("key", Wrong.DUPLICATES), ("order", Wrong.LOST), ("log", Wrong.CANARY)],
)
def test_a_broken_promise_is_noticed(folder: Path, mutation: str, wrong: Wrong) -> None:
    tally = _kill(folder, mutation=mutation)
    assert tally[wrong] > 0
    assert not tally.is_clean


@pytest.mark.parametrize("before", ["", "x", "xy", "Bearer "])
def test_the_key_is_found_in_every_form(tmp_path: Path, before: str) -> None:
    forms = {
        "plain": f"{before}{KEY}.".encode(),
        "address": f"?key={before}{quote(KEY, safe='')}&".encode(),
        "base64": b64encode(f"{before}{KEY}.".encode()),
        "wide": f"{before}{KEY}.".encode("utf-16"),
        "hex": f"{before}{KEY}.".encode().hex().encode(),
    }
    for name, form in forms.items():
        (tmp_path / name).write_bytes(b"\0" * (1 << 20) + form)  # across two pieces, or nearly
    (tmp_path / "other").write_bytes(KEY[:-1].encode())
    assert sorted(canary.search(tmp_path, KEY).places) == sorted(forms)
