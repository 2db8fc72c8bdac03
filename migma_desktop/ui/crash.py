"""The last road of an error that nobody foresaw: log it, show it once, let the user copy it."""

from __future__ import annotations

import logging
import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from migma_desktop import __version__
from migma_desktop.ui.preview.environment import ENGINE_REMARKS, sandbox_is_off

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_HARMLESS = re.compile("|".join(ENGINE_REMARKS))


class CrashReporter(QObject):
    """Takes errors from Qt's slots, threads and coroutines to the log and to one dialog.

    Signals:
        reported(str): a report, without secrets, for the dialog. Comes on the GUI thread.
    """

    reported = Signal(str)

    def __init__(self, *, redact: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._redact = redact

    def install(self) -> None:
        """Take over Python's hooks and Qt's messages for the rest of the run."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        qInstallMessageHandler(_log_qt_message)

    def report(self, error: BaseException) -> None:
        """Log an error and tell the user; may be called from any thread."""
        text = self._redact("".join(traceback.format_exception(error)))
        _log.error("Unforeseen error\n%s", text)
        self.reported.emit(f"{about_this_system()}\n\n{text}")

    def _on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace))

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_value)


def about_this_system() -> str:
    """Return the versions that whoever mends an error asks for first."""
    without = ", engine without its sandbox" if sandbox_is_off() else ""
    return (
        f"Migma Desktop {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()} {platform.machine()}{without}"
    )


def _log_qt_message(kind: QtMsgType, _context: object, message: str | None) -> None:
    harmless = message is not None and _HARMLESS.match(message) is not None
    level = logging.DEBUG if harmless else _LEVELS.get(kind, logging.WARNING)
    _log.log(level, "Qt: %s", message)
