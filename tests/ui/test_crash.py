"""The road of an error that nobody foresaw: into the log and one dialog, without secrets."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler, qVersion
from pytestqt.qtbot import QtBot

from migma_desktop import __version__
from migma_desktop.logs import Redactor
from migma_desktop.ui.crash import CrashReporter

KEY = "sk_live_0123456789abcdef"


@pytest.fixture
def reporter() -> CrashReporter:
    redactor = Redactor()
    redactor.add(KEY)
    return CrashReporter(redact=redactor.clean)


@pytest.fixture
def reports(reporter: CrashReporter) -> list[str]:
    reports: list[str] = []
    reporter.reported.connect(reports.append)
    return reports


@pytest.fixture
def installed(reporter: CrashReporter) -> Iterator[CrashReporter]:
    before = sys.excepthook, threading.excepthook, qInstallMessageHandler(None)
    reporter.install()
    yield reporter
    sys.excepthook, threading.excepthook = before[:2]
    qInstallMessageHandler(before[2])


class Desk(QObject):
    """Somebody on the window's thread who is told."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[int] = []

    def show_report(self, _report: str) -> None:
        self.threads.append(threading.get_ident())


def _raised(error: Exception) -> Exception:
    """Return an error with a traceback."""

    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        fail()
    return caught.value


def test_a_report_tells_what_broke_where_and_in_which_version(
    reporter: CrashReporter, reports: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    reporter.report(_raised(ZeroDivisionError("divided by nought")))
    (report,) = reports
    assert "ZeroDivisionError: divided by nought" in report
    assert "test_crash.py" in report
    assert f"Migma Desktop {__version__}" in report
    assert f"Qt {qVersion()}" in report
    assert "divided by nought" in caplog.text


def test_a_report_holds_no_key(
    reporter: CrashReporter, reports: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    reporter.report(_raised(ValueError(f"Bearer {KEY} was refused")))
    assert KEY not in reports[0]
    assert KEY not in caplog.text
    assert "was refused" in reports[0]


def test_an_error_in_a_slot_is_reported(installed: CrashReporter, reports: list[str]) -> None:
    error = _raised(RuntimeError("in a slot"))
    sys.excepthook(type(error), error, error.__traceback__)
    assert "in a slot" in reports[0]


def test_an_interrupt_from_the_keyboard_is_no_mistake_of_the_program(
    installed: CrashReporter, reports: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert reports == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_an_error_in_a_thread_is_reported_on_the_window_s_thread(
    installed: CrashReporter, reports: list[str], qtbot: QtBot
) -> None:
    desk = Desk()
    installed.reported.connect(desk.show_report)

    def break_down() -> None:
        raise RuntimeError("in a thread")

    thread = threading.Thread(target=break_down)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(desk.threads))
    assert desk.threads == [threading.get_ident()]
    assert "in a thread" in reports[0]


@pytest.mark.parametrize(
    ("kind", "level"),
    [
        (QtMsgType.QtDebugMsg, logging.DEBUG),
        (QtMsgType.QtInfoMsg, logging.INFO),
        (QtMsgType.QtWarningMsg, logging.WARNING),
        (QtMsgType.QtCriticalMsg, logging.ERROR),
    ],
)
def test_qt_s_messages_go_to_the_log(
    installed: CrashReporter,
    caplog: pytest.LogCaptureFixture,
    kind: QtMsgType,
    level: int,
) -> None:
    handler = qInstallMessageHandler(None)
    assert handler is not None
    with caplog.at_level(logging.DEBUG, "migma_desktop.ui.crash"):
        handler(kind, QMessageLogContext(), "something about fonts")
    assert [(each.levelno, each.message) for each in caplog.records] == [
        (level, "Qt: something about fonts")
    ]
