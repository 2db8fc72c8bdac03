"""A long history in the status log: rows come as they are looked at, and few are in memory."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from migma_desktop.core.history import WINDOW, Row
from migma_desktop.core.models import SendState
from migma_desktop.ui.widgets.status_log_model import SEND_ROLE, Column, StatusLogModel
from tests.ui.test_status_log import make_send

COUNT = 1_000_000


def window(number: int) -> Sequence[Row]:
    sends = (make_send(number * WINDOW + place, SendState.FAILED) for place in range(WINDOW))
    return [Row.of(send) for send in sends]


@pytest.fixture
def model(qtbot: QtBot) -> StatusLogModel:
    model = StatusLogModel()
    model.load(window(0), COUNT)
    return model


def cell(model: StatusLogModel, row: int, column: Column = Column.TO) -> object:
    return model.index(row, column).data()


def test_a_million_rows_are_there_before_they_are_read(model: StatusLogModel) -> None:
    assert model.rowCount() == COUNT
    assert cell(model, 0) == "ada@example.com"
    assert cell(model, COUNT - 1, Column.TIME) == "…"
    assert cell(model, COUNT - 1) is None
    assert model.next_wanted() == COUNT // WINDOW - 1


def test_a_row_that_was_looked_at_appears_when_its_window_comes(
    model: StatusLogModel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(model.rows_wanted):
        cell(model, 50_050)
    assert model.next_wanted() == 500
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.fill(500, window(500))
    first, last = changed.args[:2]
    assert isinstance(first, QModelIndex)
    assert (first.row(), last.row()) == (50_000, 50_099)
    assert model.index(50_050, 0).data(SEND_ROLE).id == "send-50050"


def test_the_next_rows_are_asked_for_before_they_are_reached(model: StatusLogModel) -> None:
    cell(model, WINDOW - 1)
    assert model.next_wanted() == 1


def test_who_drags_the_scroll_bar_waits_for_the_last_place_only(model: StatusLogModel) -> None:
    for row in range(0, COUNT, 1000):
        cell(model, row)
    asked = []
    while (number := model.next_wanted()) is not None:
        asked.append(number)
    assert asked[0] == (COUNT - 1000) // WINDOW
    assert len(asked) < 6


def test_memory_does_not_grow_with_what_was_looked_at(model: StatusLogModel) -> None:
    for number in range(1, 60):
        model.fill(number, window(number))
    there = [row for row in range(0, 60 * WINDOW, WINDOW) if cell(model, row)]
    assert len(there) <= 16
    assert there[-1] == 59 * WINDOW


def test_what_is_sent_now_stands_on_top_and_keeps_the_others_in_place(
    model: StatusLogModel,
) -> None:
    assert model.put(make_send(2_000_000, recipient_name="new@example.com"))
    assert model.rowCount() == COUNT + 1
    assert cell(model, 0) == "new@example.com"
    assert model.index(1, 0).data(SEND_ROLE).id == "send-0"
    cell(model, 501)
    assert model.next_wanted() == 5


def test_a_send_whose_row_is_not_here_does_not_appear_twice(model: StatusLogModel) -> None:
    old = window(300)[0]
    top = model.index(0, 0).data(SEND_ROLE)
    assert not model.put(make_send(30_000, SendState.CLOSED, created_at=top.created_at))
    assert model.rowCount() == COUNT
    model.fill(300, [old, *window(300)[1:]])
    assert model.index(30_000, 0).data(SEND_ROLE).state is SendState.CLOSED


def test_a_count_that_was_wrong_is_corrected_at_the_end(model: StatusLogModel) -> None:
    model.set_count(150)
    assert model.rowCount() == 150
    model.set_count(170)
    assert model.rowCount() == 170
    assert cell(model, 0) == "ada@example.com"
