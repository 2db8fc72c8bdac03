"""The log: a few files that turn over, readable by this user alone, with every key blacked out."""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_NAME = "migma-desktop.log"
FILE_BYTES = 1_000_000
OLD_FILES = 3

_TALKATIVE = ("httpx", "httpcore", "asyncio", "keyring", "markdown", "urllib3", "hpack")
_LINE = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"
_REDACTED = "[redacted]"
_SHORTEST = 6  # a shorter "secret" would black out half of the log

# The prefixes of Migma's keys, older and newer (contract, section 1).
_KEY = re.compile(r"\b((?:mgma_)?sk_(?:live|test)_)[A-Za-z0-9_\-]+|\bmgma_sk_[A-Za-z0-9_\-]+")
_HEADER = re.compile(
    r"""(authorization|x-api-key)            # name
        (["']?\s*[:=,]\s*(?:b?["'])?)        # as a header, a dict or a tuple
        (?:(?:bearer|apikey|basic|token)\s+)?
        [^\s"',;)\]}]+""",
    re.IGNORECASE | re.VERBOSE,
)
_SCHEME = re.compile(r"\b(bearer|apikey|basic)(\s+)[A-Za-z0-9._~+/=\-]{12,}", re.IGNORECASE)


class Redactor:
    """Blacks out keys: those that look like one, and those that it was told of."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._secrets: tuple[str, ...] = ()

    def add(self, secret: str) -> None:
        """Black out ``secret`` from now on, whatever it looks like."""
        if len(secret) < _SHORTEST:
            return
        with self._lock:
            # The longest first, so that a part of it can't leave the rest standing.
            self._secrets = tuple(sorted({*self._secrets, secret}, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """Return ``text`` without any key."""
        for secret in self._secrets:
            text = text.replace(secret, _REDACTED)
        text = _KEY.sub(_REDACTED, text)
        text = _HEADER.sub(rf"\1\2{_REDACTED}", text)
        return _SCHEME.sub(rf"\1\2{_REDACTED}", text)

    def __repr__(self) -> str:
        return f"Redactor({len(self._secrets)} secrets)"


class RedactingFormatter(logging.Formatter):
    """Cleans the finished line: message, arguments and traceback alike."""

    def __init__(self, redactor: Redactor, layout: str = _LINE) -> None:
        super().__init__(layout)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it is written."""
        return self._redactor.clean(super().format(record))


class _PrivateFileHandler(RotatingFileHandler):
    """A rotating file that only its user can read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)


def start_log(
    folder: Path, *, redactor: Redactor, level: int = logging.INFO
) -> tuple[logging.Handler, ...]:
    """Write the log into ``folder``, and warnings to the terminal if there is one.

    A folder that can't be written to costs the file, not the start. Returns what ``stop_log``
    takes off again.
    """
    formatter = RedactingFormatter(redactor)
    handlers: list[logging.Handler] = []
    trouble: OSError | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handlers.append(
            _PrivateFileHandler(
                folder / FILE_NAME, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8"
            )
        )
    except OSError as error:
        trouble = error
    if sys.stderr is not None:  # there is none in a windowed program on Windows
        terminal = logging.StreamHandler()
        terminal.setLevel(logging.WARNING)
        handlers.append(terminal)
    root = logging.getLogger()
    root.setLevel(level)
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    if trouble is not None:
        logging.getLogger(__name__).warning("No log file: %s", trouble)
    return tuple(handlers)


def stop_log(handlers: tuple[logging.Handler, ...]) -> None:
    """Take the handlers off again and close their files."""
    root = logging.getLogger()
    for handler in handlers:
        root.removeHandler(handler)
        handler.close()
    logging.captureWarnings(False)
