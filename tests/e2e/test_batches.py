"""A mailing on its way: the status log counts with Migma, to the end and to the person."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from migma_desktop.core.models import RecipientType, Send, SendState
from migma_desktop.sandbox.batches import Batch
from migma_desktop.ui.widgets.status_log_model import PROGRESS_ROLE, Column
from tests.e2e.driver import Program
from tests.e2e.server import Server

A_LITTLE = 0.03  # seconds by the practice Migma's clock, at each look
_MUCH = 60.0


def _mailing(program: Program, kind: RecipientType, name: str) -> None:
    program.simple_email()
    program.address(kind, name)


def _batch(server: Server, send: Send) -> Batch:
    return server.sandbox.account.batches[send.batch_id]


def _progress(program: Program) -> float | None:
    model = program.pilot.find(QTableView, "statusLog").model()
    done = model.index(0, Column.STATE).data(PROGRESS_ROLE)
    return done if isinstance(done, float) else None


def test_the_counts_go_up_while_the_mailing_goes_out(program: Program, server: Server) -> None:
    _mailing(program, RecipientType.SEGMENT, "VIP customers")
    send = program.send()
    batch = _batch(server, send)
    seen: list[tuple[int, float]] = []

    def is_done() -> bool:
        server.clock.advance(A_LITTLE)
        now = program.logged()[0]
        progress = _progress(program)
        if now.state is SendState.PROCESSING and progress is not None and now.sent is not None:
            seen.append((now.sent, progress))
        return now.state is SendState.COMPLETED

    program.until(is_done, "the end of the mailing")
    counts = sorted(set(seen))
    assert len(counts) > 1
    assert seen == sorted(seen)
    assert all(0 < progress < 1 for _, progress in counts)
    done = program.logged()[0]
    assert (done.sent, done.failed, done.total) == (batch.total, 0, batch.total)
    assert program.log_row()[Column.STATE] == f"Sent to everyone: {batch.total} of {batch.total}"
    assert len(server.sandbox.inbox.messages) == batch.total
    assert _progress(program) is None


def test_a_mailing_that_some_mailboxes_refuse_says_how_many(
    program: Program, server: Server
) -> None:
    _mailing(program, RecipientType.TAG, "Imported 2019")
    send = program.send()
    batch = _batch(server, send)
    server.clock.advance(_MUCH)
    done = program.until_state(send.id, SendState.PARTIAL)
    assert batch.failed > 0
    assert (done.sent, done.failed, done.total) == (batch.sent, batch.failed, batch.total)
    assert program.log_row()[Column.STATE] == f"Sent to some: {batch.sent} of {batch.total}"
    told = program.words_of(program.details)
    assert f"{batch.failed} of {batch.total} people did not get it" in told
    assert "skips addresses that bounced" in told


def test_a_mailing_that_is_slowed_down_says_why(program: Program, server: Server) -> None:
    _mailing(program, RecipientType.TAG, "Newsletter")
    send = program.send()
    while _batch(server, send).status != "throttled":
        server.clock.advance(A_LITTLE)
        server.sandbox.settle()
    program.until_state(send.id, SendState.THROTTLED)
    assert program.log_row()[Column.STATE].startswith("Slowed down by Migma: ")
    told = program.words_of(program.details)
    assert "Migma slows this mailing down: hourly capacity" in told
    assert "people still wait for it. Migma goes on by itself" in told
    assert "Goes on at " in told
    throttle = _batch(server, send).wire()["throttle"]
    assert isinstance(throttle, dict)
    assert throttle["resumeMessage"] in told
