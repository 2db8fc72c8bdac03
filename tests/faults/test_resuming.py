"""At a start, the trouble of one send holds no other up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import SendEvent, SendState
from tests.faults.home import Home


@pytest.mark.asyncio
async def test_a_send_that_cannot_be_written_down_holds_no_other_up(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.start()
    sent = await home.send("Sent")
    for name, state in (("Broken", SendState.SENDING), ("Waiting", SendState.WAITING)):
        left = replace(
            sent,
            id=name,
            key=name,
            subject=name,
            request=replace(sent.request, subject=name),
            body=sent.body.replace(b"Sent", name.encode()),
            state=state,
            events=(SendEvent(at=sent.created_at, state=state),),
        )
        home.log.add(left)
    with home.database.writing() as db:
        db.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON sends WHEN OLD.id = 'Broken'"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    home.stop()
    home.start()
    home.hurry()
    with pytest.raises(StoreError):
        await home.service.resume_all()
    assert home.arrived() == ["Sent", "Waiting"]
    home.stop()
    await home.aclose()
