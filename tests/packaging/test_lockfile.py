"""The lock: three parts in one file, and a digest that notices what matters."""

from __future__ import annotations

import re
from pathlib import Path

import lock as lock_writer
import pytest
from devtools import lockfile

ROOT = Path(__file__).resolve().parents[2]
PROJECT = '[project]\nname = "x"\nversion = "1"\n'


def test_the_runtime_part_ends_at_the_divider() -> None:
    assert lockfile.runtime_part(f"httpx==1\n{lockfile.DIVIDER}\nruff==1\n") == "httpx==1\n"


def test_a_lock_without_divider_is_refused() -> None:
    with pytest.raises(ValueError, match="development"):
        lockfile.runtime_part("httpx==1\n")


def test_the_real_lock_keeps_tools_out_of_the_runtime_part() -> None:
    whole = (ROOT / lockfile.LOCK).read_text("utf-8")
    runtime = lockfile.runtime_part(whole)
    assert re.search(r"^httpx==", runtime, re.MULTILINE)
    assert not re.search(r"^(ruff|mypy|pytest)==", runtime, re.MULTILINE)
    assert re.search(r"^pytest==", whole, re.MULTILINE)


def test_every_pin_of_the_real_lock_has_a_hash() -> None:
    entries = re.findall(
        r"^[a-z0-9].*(?:\n[ ]+.*)*", (ROOT / lockfile.LOCK).read_text("utf-8"), re.MULTILINE
    )
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_real_lock_names_no_address() -> None:
    assert "://" not in (ROOT / lockfile.LOCK).read_text("utf-8")


def test_a_changed_pin_changes_the_digest() -> None:
    assert lockfile.digest("a==1", PROJECT) != lockfile.digest("a==2", PROJECT)


def test_a_changed_dependency_or_version_changes_the_digest() -> None:
    newer = PROJECT.replace('"1"', '"2"')
    assert lockfile.digest("a==1", PROJECT) != lockfile.digest("a==1", newer)


def test_a_changed_linter_setting_leaves_the_digest_alone() -> None:
    tuned = PROJECT + "[tool.ruff]\nline-length = 100\n"
    assert lockfile.digest("a==1", PROJECT) == lockfile.digest("a==1", tuned)


def test_joining_keeps_each_pin_once_and_tools_behind_the_divider() -> None:
    runtime = (
        "a==1 \\\n    --hash=sha256:00\nb==1 ; sys_platform == 'win32' \\\n    --hash=sha256:11\n"
    )
    everything = runtime + "c==1 \\\n    --hash=sha256:22\n"
    building = runtime + "d==1 \\\n    --hash=sha256:33\n"
    joined = lock_writer.join(runtime, everything, building)
    assert joined.count("a==1") == 1
    assert "c==1" not in lockfile.runtime_part(joined)
    assert "c==1" in lockfile.development_part(joined)
    assert "d==1" not in lockfile.development_part(joined)
    assert "d==1" in lockfile.packaging_part(joined)
    assert "c==1" not in lockfile.packaging_part(joined)


def test_joining_keeps_a_pin_again_where_tools_want_it_on_more_systems() -> None:
    joined = lock_writer.join("a==1 ; sys_platform == 'win32'\n", "a==1\n", "")
    assert "\na==1\n" in joined
    assert "a==1 ; sys_platform == 'win32'" in lockfile.runtime_part(joined)
