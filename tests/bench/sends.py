"""The email that is sent in benches, and the practice Migma that takes it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

from migma_desktop.core.models import RecipientType, SendRequest
from migma_desktop.sandbox.seed.brands import FERN, VERIFIED_DOMAIN
from tests.bench import documents

KEY = "sk_test_bench"
ROUNDS = 60
UNCOUNTED = 10  # first rounds, in which everything gets warm
_KILOBYTES = 100


def email() -> str:
    """Return the HTML of the email."""
    return documents.email(_KILOBYTES)


def request() -> SendRequest:
    """Return the call that sends it to one person."""
    return SendRequest(
        recipient_type=RecipientType.PERSON,
        recipient_email="ada@example.com",
        from_address=f"hello@{VERIFIED_DOMAIN}",
        from_name="Fern",
        subject="Measured",
        template=email(),
        project_id=FERN,
    )


@contextlib.contextmanager
def practice_migma() -> Iterator[str]:
    """Run the practice Migma in a process of its own; gives the base URL."""
    command = [sys.executable, "-m", "migma_desktop.sandbox", "--api-key", KEY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def since(began: int) -> float:
    """Return milliseconds since a moment of ``time.perf_counter_ns``."""
    return (time.perf_counter_ns() - began) / 1e6
