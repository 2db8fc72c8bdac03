"""Settings and profiles in their file."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from migma_desktop.core.draft import PROFILE_COLORS
from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import KeyKind, Profile, Sender
from migma_desktop.core.settings import PreviewWidth, Settings, ThemeMode, WindowLayout
from migma_desktop.storage.atomic_file import write_atomically
from migma_desktop.storage.settings_file import SettingsFile
from tests.fakes import START

SETTINGS = Settings(
    theme=ThemeMode.DARK,
    layout=WindowLayout(
        geometry="AAEC",
        state="AwQ=",
        splitters={"mainSplitter": (280, 500, 420)},
        columns={"statusLog": (80, 120)},
        bottom_tab="statusLogTab",
    ),
    last_profile_id="acme",
    last_draft_id="draft-1",
    last_folder="/home/ada",
    test_address="ada@example.com",
    preview_width=PreviewWidth.PHONE,
    preview_dark=True,
    preview_free_width=512,
    preview_zoom=125,
    image_hosts=("images.example.com",),
    editor_zoom=-2,
    undo_seconds=30,
    type_count_above=200,
    mail_programs=("gmx", "web-de"),
    language="de",
)
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
    permissions={"email:send": True, "audience:read": False},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@pytest.fixture
def file(path: Path) -> SettingsFile:
    return SettingsFile(path, now=lambda: START)


def _written(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def test_a_first_start_has_the_defaults_and_no_message(file: SettingsFile) -> None:
    loaded = file.load()
    assert loaded.settings == Settings()
    assert loaded.profiles == ()
    assert loaded.notice is None


def test_settings_and_profiles_come_back(file: SettingsFile, path: Path) -> None:
    file.save(SETTINGS, [ACME])
    loaded = SettingsFile(path, now=lambda: START).load()
    assert loaded.settings == SETTINGS
    assert loaded.profiles == (ACME,)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_user_can_read_the_file(file: SettingsFile, path: Path) -> None:
    file.save(SETTINGS, [ACME])
    path.chmod(0o644)
    file.save(SETTINGS, [])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_never_more_than_four_characters_of_a_key_are_written(
    file: SettingsFile, path: Path
) -> None:
    file.save(SETTINGS, [Profile("acme", "Acme", KeyKind.LIVE, key_tail="sk_live_canary1234")])
    assert "canary" not in path.read_text(encoding="utf-8")
    assert file.load().profiles[0].key_tail == "1234"


def test_fields_that_another_version_wrote_survive_a_save(file: SettingsFile, path: Path) -> None:
    file.save(SETTINGS, [ACME])
    document = _written(path)
    document["plugins"] = ["x"]
    document["settings"]["theme"] = "sepia"
    document["settings"]["layout"]["docks"] = {"left": 1}
    document["profiles"][0]["colour"] = "green"
    document["profiles"].append({"id": "other", "kind": "future"})
    path.write_text(json.dumps(document), encoding="utf-8")

    loaded = file.load()
    assert loaded.settings.theme is ThemeMode.SYSTEM
    assert loaded.profiles[1].kind is KeyKind.LIVE  # the one that asks for the most care
    file.save(loaded.settings, loaded.profiles)
    written = _written(path)
    assert written["profiles"][1]["kind"] == "future"
    assert written["profiles"][0] == document["profiles"][0]
    del written["profiles"], document["profiles"]
    assert written == document


def test_a_newer_file_is_read_as_far_as_possible_and_left_as_it_is(
    file: SettingsFile, path: Path
) -> None:
    file.save(SETTINGS, [ACME])
    document = _written(path) | {"version": 9}
    path.write_text(json.dumps(document), encoding="utf-8")

    loaded = file.load()
    assert loaded.settings == SETTINGS
    assert loaded.profiles == (ACME,)
    assert "newer version" in str(loaded.notice)
    file.save(Settings(), [])
    assert _written(path) == document


def test_an_older_file_is_brought_up_to_date(path: Path) -> None:
    write_atomically(path, b'{"version": 1, "settings": {"dark": true}}')

    def from_first(document: dict[str, object]) -> dict[str, object]:
        assert document["settings"] == {"dark": True}
        return document | {"settings": {"theme": "dark"}}

    file = SettingsFile(path, now=lambda: START, migrations=[from_first])
    loaded = file.load()
    assert loaded.settings.theme is ThemeMode.DARK
    file.save(loaded.settings, loaded.profiles)
    assert _written(path)["version"] == 2
    backup = path.with_name("settings.before-v2.json")
    assert backup.read_bytes() == b'{"version": 1, "settings": {"dark": true}}'
    assert SettingsFile(path, now=lambda: START, migrations=[from_first]).load() == loaded


def test_accounts_of_the_first_version_get_colors_and_keep_what_they_had(path: Path) -> None:
    accounts = [{"id": f"p{number}", "name": "Acme", "future": number} for number in range(9)]
    first = json.dumps({"version": 1, "profiles": accounts, "more": True}).encode()
    write_atomically(path, first)
    file = SettingsFile(path, now=lambda: START)
    loaded = file.load()
    colors = [profile.color for profile in loaded.profiles]
    assert colors == [*PROFILE_COLORS, PROFILE_COLORS[0]]
    file.save(loaded.settings, loaded.profiles)
    written = _written(path)
    assert (written["version"], written["more"]) == (2, True)
    assert [account["future"] for account in written["profiles"]] == list(range(9))
    assert path.with_name("settings.before-v2.json").read_bytes() == first


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe\x00", b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_the_program_starts(
    file: SettingsFile, path: Path, damage: bytes
) -> None:
    write_atomically(path, damage)
    loaded = file.load()
    assert loaded.settings == Settings()
    (aside,) = path.parent.glob("settings.damaged-*.json")
    assert aside.read_bytes() == damage
    assert str(aside) in str(loaded.notice)
    file.save(SETTINGS, [])
    assert file.load().settings == SETTINGS


def test_values_of_wrong_kinds_fall_back_one_by_one(file: SettingsFile, path: Path) -> None:
    settings = {
        "theme": 3,
        "undo_seconds": 999,
        "mail_programs": "gmail",
        "editor_zoom": True,
        "language": "de",
        "layout": {"splitters": {"a": [1, "x"], "b": [1, 2]}},
    }
    write_atomically(path, json.dumps({"settings": settings, "profiles": [1, {}]}).encode())
    loaded = file.load()
    assert loaded.settings == Settings(
        undo_seconds=60, language="de", layout=WindowLayout(splitters={"b": (1, 2)})
    )
    assert loaded.profiles == ()
    assert loaded.notice is None


def test_a_file_that_cannot_be_written_is_said_and_left_whole(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = SettingsFile(tmp_path / "file" / "settings.json", now=lambda: START)
    with pytest.raises(StoreError) as caught:
        file.save(SETTINGS, [])
    assert "settings.json" in caught.value.details


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()  # a folder can't be replaced by a file
    with pytest.raises(OSError, match=r"settings\.json"):
        write_atomically(path, b"new")
    assert list(tmp_path.iterdir()) == [path]
