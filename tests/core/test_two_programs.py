"""Two processes on one profile: nothing is carried twice, and nothing is lost with a killed one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from migma_desktop.core.models import SendState
from migma_desktop.core.sending import SendingService
from migma_desktop.storage.database import open_database
from migma_desktop.storage.outbox import SqliteSendLog
from migma_desktop.storage.owner_marks import OwnerMarks
from tests.fakes import START, FakeMailer, ManualTime

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program that is sending one email, lets one wait, and counts down for one."""
    command = [sys.executable, "-m", "tests.core.other_program", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=_ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        yield process
        process.kill()


@pytest.mark.asyncio
async def test_only_what_a_killed_program_left_is_taken_over(
    other: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    database = open_database(tmp_path / "d.sqlite3", now=lambda: START).database
    log, migma, marks = (
        SqliteSendLog(database=database),
        FakeMailer(),
        OwnerMarks(tmp_path / "running"),
    )
    time = ManualTime()
    service = SendingService(
        mailer=lambda _: migma,
        log=log,
        owners=marks,
        now=time.now,
        changed=lambda _: None,
        sleep=time.sleep,
    )

    def states() -> dict[str, SendState]:
        return {send.profile_id: send.state for send in log.recent()}

    before = states()
    assert set(before.values()) == {SendState.SENDING, SendState.WAITING, SendState.HELD}
    await service.resume_all()
    assert states() == before
    assert migma.attempts == []

    other.kill()
    other.wait()
    await service.resume_all()
    assert states() == {
        "hanging": SendState.UNCONFIRMED,
        "offline": SendState.ACCEPTED,
        "held": SendState.HELD,
    }
    assert len(migma.attempts) == 1
    marks.release()
    database.close()
