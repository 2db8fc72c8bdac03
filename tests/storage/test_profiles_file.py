"""Accounts as a file: all that is worth handing on, and nothing that leads to a key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from migma_desktop.core.errors import FileRefused, StoreError
from migma_desktop.core.models import KeyKind, Profile, Sender
from migma_desktop.storage.profiles_file import read_profiles, write_profiles

ACME = Profile(
    "acme",
    "Acme",
    KeyKind.TEST,
    "4f2a",
    "project-1",
    Sender("a@b.c", "Acme", "r@b.c"),
    tests_only=True,
    batch_cap=500,
    color="teal",
    permissions={"email:send": True},
)
SANDBOX = Profile("sandbox", "Sandbox", KeyKind.SANDBOX)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "accounts.json"


def test_an_account_comes_back_without_its_key(path: Path) -> None:
    assert write_profiles(path, [ACME, SANDBOX]) == 1
    (read,) = read_profiles(path)
    assert read == Profile(
        "acme",
        "Acme",
        KeyKind.LIVE,  # until its key says otherwise: the kind that asks for the most care
        project_id="project-1",
        sender=ACME.sender,
        tests_only=True,
        batch_cap=500,
        color="teal",
    )


def test_the_file_says_nothing_about_the_key(path: Path) -> None:
    write_profiles(path, [ACME])
    text = path.read_text(encoding="utf-8")
    assert "4f2a" not in text
    assert "key" not in text
    assert "permission" not in text
    assert json.loads(text)["version"] == 1


def test_what_a_stranger_wrote_into_the_file_is_taken_with_care(path: Path) -> None:
    profiles = [
        {"id": "a", "name": " x\n y ", "key_tail": "9999", "color": "#fff", "batch_cap": "many"},
        {"id": "a", "name": "Twice"},
        {"name": "Without an id"},
        "no account",
    ]
    path.write_text(json.dumps({"format": "migma-profiles", "profiles": profiles}), "utf-8")
    (read,) = read_profiles(path)
    assert (read.name, read.key_tail, read.color, read.batch_cap) == ("Twice", "", "", None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a file of accounts"),
        (b"[1]", "not a file of accounts"),
        (b'{"format": "migma-draft"}', "not a file of accounts"),
        (b'{"format": "migma-profiles-2"}', "newer version"),
        (b"[" * 100_000, "not a file of accounts"),
        (b" " * 2_000_000, "not a file of accounts"),
    ],
)
def test_other_files_are_refused(path: Path, content: bytes, words: str) -> None:
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=words):
        read_profiles(path)


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        write_profiles(tmp_path / "file" / "accounts.json", [ACME])
