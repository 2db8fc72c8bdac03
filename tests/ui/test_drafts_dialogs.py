"""The list of emails, their versions, their names: what the windows show and ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from migma_desktop.core.draft_shelf import (
    DraftOrder,
    DraftQuery,
    DraftSummary,
    DraftVersion,
    VersionReason,
)
from migma_desktop.core.errors import StoreError
from migma_desktop.core.models import Draft
from migma_desktop.core.text_diff import changes
from migma_desktop.core.texts import say
from migma_desktop.ui.dialogs.drafts_dialog import DraftsDialog
from migma_desktop.ui.dialogs.name_dialog import NameDialog
from migma_desktop.ui.dialogs.unsaved_dialog import UnsavedDialog
from migma_desktop.ui.dialogs.versions_dialog import VersionsDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.banner import MessageAction
from migma_desktop.ui.widgets.two_line_delegate import SUBTITLE_ROLE, TRAILING_ROLE
from tests.architecture.controls import faults_of

NOW = datetime.now(UTC)
LEFT = Qt.MouseButton.LeftButton
RECEIPT = DraftSummary("receipt", "", "Your receipt", NOW, NOW, "ada@example.com", 2048)
FRIDAY = DraftSummary("friday", "Friday", "Offers", NOW, NOW - timedelta(days=400), "VIP", 900)
EMPTY = DraftSummary("empty", "", "", NOW, NOW)
_D = TypeVar("_D", bound=QDialog)


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[list[QDialog]]:
    windows: list[QDialog] = []
    yield windows
    for window in windows:
        window.deleteLater()
    QTest.qWait(0)


def show(shown: list[QDialog], dialog: _D) -> _D:
    shown.append(dialog)
    dialog.show()
    QApplication.processEvents()
    return dialog


@pytest.fixture
def dialog(icons: Icons, shown: list[QDialog]) -> DraftsDialog:
    dialog = show(shown, DraftsDialog(icons=icons))
    dialog.show_drafts([RECEIPT, FRIDAY, EMPTY])
    return dialog


def press(dialog: QDialog, name: str) -> None:
    QTest.mouseClick(button(dialog, name), LEFT)


def button(dialog: QDialog, name: str) -> QAbstractButton:
    found = dialog.findChild(QAbstractButton, name)
    assert found is not None
    return found


def rows(dialog: QDialog, name: str = "draftsList") -> QListView:
    found = dialog.findChild(QListView, name)
    assert found is not None
    return found


def words(dialog: QDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


# The list


def test_a_row_tells_name_or_subject_whom_it_is_for_when_and_how_large(
    dialog: DraftsDialog,
) -> None:
    model = rows(dialog).model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    assert [index.data() for index in indexes] == ["Your receipt", "Friday", "No subject yet"]
    assert [index.data(SUBTITLE_ROLE) for index in indexes] == [
        "ada@example.com · 2 KB",
        "VIP · Offers · 900 bytes",
        "No recipient yet · 0 bytes",
    ]
    assert indexes[0].data(TRAILING_ROLE) == f"{NOW.astimezone():%H:%M}"
    assert str(FRIDAY.updated_at.astimezone().year) in indexes[1].data(TRAILING_ROLE)


def test_typing_searches_and_the_arrows_move_through_what_was_found(
    dialog: DraftsDialog, qtbot: QtBot
) -> None:
    search = dialog.findChild(QLineEdit, "draftsSearch")
    assert search is not None
    with qtbot.waitSignal(dialog.query_changed) as asked:
        QTest.keyClicks(search, "offers")
    assert asked.args == [DraftQuery("offers", DraftOrder.CHANGED, False)]
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert rows(dialog).currentIndex().row() == 1
    with qtbot.waitSignal(dialog.open_wanted) as opened:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert opened.args == ["friday"]


@pytest.mark.parametrize(
    ("keys", "signal", "asked"),
    [
        ("Del", "remove_wanted", RECEIPT),
        ("F2", "rename_wanted", RECEIPT),
        ("Ctrl+D", "duplicate_wanted", "receipt"),
        ("Return", "open_wanted", "receipt"),
    ],
)
def test_a_row_is_used_by_keyboard(
    dialog: DraftsDialog, qtbot: QtBot, keys: str, signal: str, asked: object
) -> None:
    rows(dialog).setFocus()
    with qtbot.waitSignal(getattr(dialog, signal)) as wanted:
        QTest.keySequence(rows(dialog), QKeySequence(keys))
    assert wanted.args == [asked]


def test_what_was_chosen_stays_chosen_and_after_it_the_next(dialog: DraftsDialog) -> None:
    rows(dialog).setCurrentIndex(rows(dialog).model().index(1, 0))
    dialog.show_drafts([FRIDAY, RECEIPT, EMPTY])
    assert rows(dialog).currentIndex().row() == 0
    dialog.show_drafts([RECEIPT, EMPTY])
    assert rows(dialog).currentIndex().data() == "Your receipt"
    dialog.choose("empty")
    dialog.show_drafts([RECEIPT, EMPTY])
    assert rows(dialog).currentIndex().data() == "No subject yet"


def test_deleted_emails_are_put_back_or_deleted_for_good(
    dialog: DraftsDialog, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.query_changed) as asked:
        press(dialog, "draftsWhich.removed")
    assert asked.args[0].removed
    dialog.show_drafts([RECEIPT])
    assert not button(dialog, "draftsOpen").isVisible()
    with qtbot.waitSignal(dialog.put_back_wanted) as back:
        press(dialog, "draftsPutBack")
    assert back.args == ["receipt"]
    with qtbot.waitSignal(dialog.delete_wanted):
        press(dialog, "draftsRemove")


def test_an_empty_list_says_why_it_is_empty(dialog: DraftsDialog, qtbot: QtBot) -> None:
    dialog.show_drafts([])
    assert "No emails yet" in words(dialog)
    assert not button(dialog, "draftsOpen").isEnabled()
    search = dialog.findChild(QLineEdit, "draftsSearch")
    assert search is not None
    search.setText("fern")
    dialog.show_drafts([])
    assert "Nothing found for “fern”" in words(dialog)
    press(dialog, "draftsEmpty.action")
    assert search.text() == ""


def test_undo_is_offered_in_the_list(dialog: DraftsDialog) -> None:
    undone: list[bool] = []
    dialog.offer_undo("“Friday” is deleted", MessageAction("Undo", lambda: undone.append(True)))
    assert "“Friday” is deleted" in words(dialog)
    (undo,) = [b for b in dialog.findChildren(QAbstractButton) if b.text() == "Undo"]
    QTest.mouseClick(undo, LEFT)
    assert undone == [True]


def test_ten_thousand_emails_are_shown_and_scrolled(dialog: DraftsDialog) -> None:
    many = [RECEIPT._replace(id=str(number)) for number in range(10_000)]
    dialog.show_drafts(many)
    QTest.keyClick(rows(dialog), Qt.Key.Key_End)
    assert rows(dialog).currentIndex().row() == 9999


# Versions


def test_a_version_is_shown_beside_the_present_and_brought_back(
    icons: Icons, shown: list[QDialog], qtbot: QtBot
) -> None:
    dialog = show(shown, VersionsDialog("Friday", icons=icons))
    sent = DraftVersion(7, "friday", NOW, VersionReason.SENT, "Offers", 900)
    older = sent._replace(seq=3, reason=VersionReason.SHRUNK)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.show_versions([sent, older])
    assert chosen.args == [sent]
    assert not button(dialog, "bringBackButton").isEnabled()
    then, now = Draft(subject="On <b>Thursday</b>"), Draft(subject="On Friday")
    dialog.show_changes(changes(then, now))
    shown_text = dialog._diff.toPlainText()
    assert "On <b>Thursday</b>" in shown_text
    assert "On Friday" in shown_text
    with qtbot.waitSignal(dialog.bring_back_wanted) as back:
        press(dialog, "bringBackButton")
    assert back.args == [sent]
    assert rows(dialog, "versionsList").model().index(1, 0).data(SUBTITLE_ROLE) == (
        "Before much was deleted"
    )


def test_what_is_as_it_was_needs_no_bringing_back(icons: Icons, shown: list[QDialog]) -> None:
    dialog = show(shown, VersionsDialog("Friday", icons=icons))
    dialog.show_versions([DraftVersion(7, "f", NOW, VersionReason.SENT, "Offers", 900)])
    dialog.show_changes([])
    assert "Nothing changed" in dialog._diff.toPlainText()
    assert not button(dialog, "bringBackButton").isEnabled()


def test_an_email_without_a_past_says_when_it_will_have_one(
    icons: Icons, shown: list[QDialog]
) -> None:
    dialog = show(shown, VersionsDialog("Friday", icons=icons))
    dialog.show_versions([])
    assert "No earlier versions yet" in words(dialog)


# The name, and the last question


def test_a_name_is_given_as_one_line(icons: Icons, shown: list[QDialog], qtbot: QtBot) -> None:
    dialog = show(shown, NameDialog("", subject="Offers", icons=icons))
    line = dialog.findChild(QLineEdit, "draftName")
    assert line is not None
    assert line.placeholderText() == "Offers"
    QTest.keyClicks(line, "  Friday   newsletter ")
    with qtbot.waitSignal(dialog.name_given) as given:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert given.args == ["Friday newsletter"]
    assert not dialog.isVisible()


def test_before_changes_are_lost_a_copy_is_offered(
    icons: Icons, shown: list[QDialog], qtbot: QtBot
) -> None:
    error = StoreError(say("The disk is full"), say("Make room."))
    dialog = show(shown, UnsavedDialog(error, icons=icons))
    assert "The disk is full. If you close the window now" in words(dialog)
    with qtbot.waitSignal(dialog.copy_wanted), qtbot.assertNotEmitted(dialog.close_wanted):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


@pytest.mark.parametrize("name", ["list", "versions", "name", "unsaved"])
def test_every_control_has_a_name_and_a_road_by_keyboard(
    icons: Icons, shown: list[QDialog], name: str
) -> None:
    error = StoreError(say("The disk is full"), say("Make room."))
    make: dict[str, Callable[[], QDialog]] = {
        "list": lambda: DraftsDialog(icons=icons),
        "versions": lambda: VersionsDialog("Friday", icons=icons),
        "name": lambda: NameDialog("", subject="", file_name="letter.html", icons=icons),
        "unsaved": lambda: UnsavedDialog(error, icons=icons),
    }
    dialog = show(shown, make[name]())
    assert faults_of(dialog) == []
    assert dialog.windowTitle()
