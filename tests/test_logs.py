"""The log tells what happened and never a key."""

from __future__ import annotations

import logging
import stat
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from migma_desktop.logs import FILE_NAME, Redactor, start_log, stop_log

CANARY = "sk_live_canary0123456789"
ODD = "a key that looks like none"
_log = logging.getLogger("tests.logs")


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def log_file(tmp_path: Path, redactor: Redactor) -> Iterator[Path]:
    root = logging.getLogger()
    level = root.level
    handlers = start_log(tmp_path / "logs", redactor=redactor)
    yield tmp_path / "logs" / FILE_NAME
    stop_log(handlers)
    root.setLevel(level)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_what_is_logged_can_be_read(log_file: Path) -> None:
    _log.info("Sent to %d people", 3)
    _log.debug("too fine")
    assert "INFO tests.logs [MainThread] Sent to 3 people" in _text(log_file)
    assert "too fine" not in _text(log_file)


@pytest.mark.parametrize(
    "line",
    [
        CANARY,
        "sk_test_canary0123456789",
        "mgma_sk_live_canary0123456789",
        "mgma_sk_canary0123456789",
        "Authorization: Bearer canary0123456789",
        "Authorization: ApiKey canary",
        "{'authorization': 'Bearer canary', 'accept': '*/*'}",
        "[(b'Authorization', b'Bearer canary')]",
        '{"X-API-Key":"canary"}',
        "x-api-key=canary",
        "said bearer canary0123456789.abc~d+e/f==",
    ],
)
def test_whatever_looks_like_a_key_is_blacked_out(log_file: Path, line: str) -> None:
    _log.warning("before %s after", line)
    assert "canary" not in _text(log_file)
    assert "[redacted]" in _text(log_file)
    assert "before" in _text(log_file)


def test_the_rest_of_a_line_stays_readable(redactor: Redactor) -> None:
    lines = [
        "The bearer of bad news",
        "POST /v1/sending 401",
        "authorization failed",
        "task_live_view",
    ]
    assert [redactor.clean(line) for line in lines] == lines
    assert redactor.clean("{'X-API-Key': 'canary', 'Accept': '*/*'}") == (
        "{'X-API-Key': '[redacted]', 'Accept': '*/*'}"
    )


def test_a_key_in_use_is_blacked_out_whatever_it_looks_like(
    log_file: Path, redactor: Redactor
) -> None:
    redactor.add(ODD)
    redactor.add(ODD + " and longer")
    _log.warning("using %s and longer", ODD)
    assert "looks like none" not in _text(log_file)
    assert "and longer" not in _text(log_file)
    assert ODD not in repr(redactor)


def test_a_secret_too_short_to_be_one_does_not_eat_the_log(redactor: Redactor) -> None:
    redactor.add("")
    redactor.add("e")
    assert redactor.clean("Sent to three people") == "Sent to three people"


def _fail() -> None:
    raise ValueError(f"bad key {CANARY} and {ODD}")


def test_a_traceback_shows_no_key(log_file: Path, redactor: Redactor) -> None:
    redactor.add(ODD)
    try:
        _fail()
    except ValueError:
        _log.exception("It failed", stack_info=True)
    assert "ValueError: bad key [redacted] and [redacted]" in _text(log_file)
    assert "canary" not in _text(log_file)


def test_the_terminal_shows_no_key_either(
    log_file: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    handlers = start_log(tmp_path / "other", redactor=Redactor())
    _log.error("key %s", CANARY)
    stop_log(handlers)
    assert "key [redacted]" in capsys.readouterr().err
    assert log_file.exists()


def test_the_libraries_talk_is_kept_out(log_file: Path) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.migma.ai")
    logging.getLogger("httpcore.http11").info("send_request_headers")
    logging.getLogger("httpx").warning("worth knowing")
    assert "HTTP Request" not in _text(log_file)
    assert "send_request_headers" not in _text(log_file)
    assert "worth knowing" in _text(log_file)


def test_warnings_of_the_interpreter_are_logged(log_file: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning(f"old {CANARY}", DeprecationWarning, "x.py", 1)
    assert "old [redacted]" in _text(log_file)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights elsewhere")
def test_only_the_user_can_read_the_log_even_after_it_turned_over(log_file: Path) -> None:
    for _ in range(30):
        _log.info("x" * 50_000)
    files = sorted(log_file.parent.iterdir())
    assert [file.name for file in files] == [FILE_NAME, FILE_NAME + ".1"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_folder_that_cannot_be_written_to_costs_the_file_but_not_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    handlers = start_log(tmp_path / "file" / "logs", redactor=Redactor())
    stop_log(handlers)
    assert "No log file" in capsys.readouterr().err
