"""The keyring as it is met in the wild: present, absent, locked, and one that never answers.

Each case runs on a D-Bus of its own with GNOME Keyring on it; each call in its own process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from migma_desktop.storage import keychain

_HERE = Path(__file__).with_name("secret_service")
_SECRETS = "org.freedesktop.secrets"
_PROMPTER = "org.gnome.keyring.SystemPrompter"
_PATIENT = "60"  # seconds: never reached where there is an answer
_IMPATIENT = "1"
_HANGS = 120  # seconds after which a test gives up

Answers = list[dict[str, Any]]


@pytest.fixture
def home() -> Iterator[dict[str, str]]:
    """An environment whose home is empty. Its path is short: sockets need that."""
    with tempfile.TemporaryDirectory(prefix="mk-") as folder:
        runtime = Path(folder, "run")
        runtime.mkdir(mode=0o700)
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        root = str(Path(__file__).parents[2])
        yield kept | {"HOME": folder, "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": root}


def _in_session(
    home: Mapping[str, str],
    *calls: Sequence[str],
    keyring: bool = False,
    mute: Sequence[str] = (),
) -> Answers:
    command = ["dbus-run-session", f"--config-file={_HERE / 'bus.conf'}", "--"]
    command += [sys.executable, str(_HERE / "session.py")]
    plan = json.dumps({"keyring": keyring, "mute": mute, "ask": calls})
    done = subprocess.run(
        command, input=plan, env=home, capture_output=True, text=True, timeout=_HANGS, check=False
    )
    assert done.returncode == 0, done.stderr
    answers: Answers = json.loads(done.stdout)
    return answers


def _without_session(home: Mapping[str, str], *call: str, **more: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(_HERE / "client.py"), *call],
        env={**home, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home['HOME']}/no-bus", **more},
        capture_output=True,
        text=True,
        timeout=_HANGS,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.needs_secret_service
def test_a_key_is_kept_replaced_and_removed_across_processes(home: dict[str, str]) -> None:
    answers = _in_session(
        home,
        [_PATIENT, "read", "acme"],
        [_PATIENT, "write", "acme", "sk_live_one"],
        [_PATIENT, "write", "other", "sk_test_other"],
        [_PATIENT, "read", "acme"],
        [_PATIENT, "write", "acme", "sk_live_two"],
        [_PATIENT, "read", "acme"],
        [_PATIENT, "remove", "acme"],
        [_PATIENT, "read", "acme"],
        [_PATIENT, "remove", "acme"],
        [_PATIENT, "read", "other"],
        keyring=True,
    )
    assert answers == [
        {"key": None},
        {},
        {},
        {"key": "sk_live_one"},
        {},
        {"key": "sk_live_two"},
        {},
        {"key": None},
        {},
        {"key": "sk_test_other"},
    ]


@pytest.mark.needs_secret_service
def test_each_of_several_accounts_has_its_own_key_and_a_removed_one_is_gone(
    home: dict[str, str],
) -> None:
    accounts = ["brand", "client", "live", "test"]
    answers = _in_session(
        home,
        *([_PATIENT, "write", account, f"sk_live_{account}"] for account in accounts),
        [_PATIENT, "remove", "client"],
        *([_PATIENT, "read", account] for account in accounts),
        keyring=True,
    )
    assert answers[len(accounts) :] == [
        {},
        {"key": "sk_live_brand"},
        {"key": None},
        {"key": "sk_live_live"},
        {"key": "sk_live_test"},
    ]


@pytest.mark.needs_secret_service
def test_a_keyring_that_locks_in_the_middle_says_so_and_has_lost_and_removed_nothing(
    home: dict[str, str],
) -> None:
    answers = _in_session(
        home,
        [_PATIENT, "write", "acme", "sk_live_one"],
        [_PATIENT, "write", "other", "sk_live_two"],
        ["lock"],
        [_PATIENT, "remove", "acme"],
        [_PATIENT, "write", "other", "sk_live_canary"],
        [_PATIENT, "read", "acme"],
        keyring=True,
    )
    assert [answer["error"] for answer in answers[3:]] == [str(keychain.LOCKED)] * 3
    assert "canary" not in str(answers)

    unlocked = _in_session(
        home,
        [_PATIENT, "read", "acme"],
        [_PATIENT, "read", "other"],
        [_PATIENT, "remove", "acme"],
        [_PATIENT, "read", "acme"],
        keyring=True,
    )
    assert unlocked == [{"key": "sk_live_one"}, {"key": "sk_live_two"}, {}, {"key": None}]


@pytest.mark.needs_secret_service
def test_the_key_lies_encrypted_on_the_disk(home: dict[str, str]) -> None:
    _in_session(home, [_PATIENT, "write", "acme", "sk_live_canary"], keyring=True)
    files = [file for file in Path(home["HOME"]).rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files)
    assert not any(b"canary" in file.read_bytes() for file in files)


@pytest.mark.needs_secret_service
@pytest.mark.parametrize("call", [["read", "acme"], ["write", "acme", "sk_live_canary"]])
def test_a_locked_keyring_whose_prompt_is_not_answered_says_so(
    home: dict[str, str], call: list[str]
) -> None:
    *_, answer = _in_session(
        home,
        [_PATIENT, "write", "acme", "sk_live_one"],
        ["lock"],
        [_PATIENT, *call],
        keyring=True,
    )
    assert answer["error"] == str(keychain.LOCKED)
    assert "in memory" in answer["advice"]
    assert "canary" not in answer["details"]


@pytest.mark.needs_secret_service
def test_a_prompt_that_stays_open_does_not_stop_the_program(home: dict[str, str]) -> None:
    *_, answer = _in_session(
        home,
        [_PATIENT, "write", "acme", "sk_live_one"],
        ["lock"],
        [_IMPATIENT, "read", "acme"],
        keyring=True,
        mute=[_PROMPTER],
    )
    assert answer["error"] == str(keychain.SILENT)


@pytest.mark.needs_secret_service
@pytest.mark.parametrize(
    "call", [["read", "acme"], ["write", "acme", "sk_live_canary"], ["remove", "acme"]]
)
def test_a_keyring_that_never_answers_does_not_stop_the_program_from_going_on_and_quitting(
    home: dict[str, str], call: list[str]
) -> None:
    (answer,) = _in_session(home, [_IMPATIENT, *call], mute=[_SECRETS])
    assert answer["error"] == str(keychain.SILENT)
    assert "canary" not in str(answer)


@pytest.mark.needs_secret_service
def test_a_session_without_a_keyring_has_none(home: dict[str, str]) -> None:
    answers = _in_session(home, [_PATIENT, "read", "acme"], [_PATIENT, "write", "acme", "sk_live"])
    assert [answer["error"] for answer in answers] == [str(keychain.ABSENT)] * 2


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="D-Bus is Linux's")
def test_a_computer_without_a_session_bus_has_no_keyring(home: dict[str, str]) -> None:
    answer = _without_session(home, _PATIENT, "read", "acme")
    assert answer["error"] == str(keychain.ABSENT)


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_a_keyring_that_keeps_nothing_counts_as_none(home: dict[str, str], name: str) -> None:
    answer = _without_session(
        home, _PATIENT, "write", "acme", "sk_live_canary", PYTHON_KEYRING_BACKEND=name
    )
    assert answer["error"] == str(keychain.ABSENT)
