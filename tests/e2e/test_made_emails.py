"""Emails made in Migma: chosen by picture and name, one of a series, copied, and offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from migma_desktop.core.models import ContentSource, SendState
from migma_desktop.sandbox.seed.brands import FERN, NORTHLIGHT
from migma_desktop.storage.keychain import MemoryKeychain
from migma_desktop.ui.controllers.email_pictures import EmailPictures
from migma_desktop.ui.controllers.remote_list import RemoteList
from migma_desktop.ui.widgets.picker_list import PickerItem, PickerModel
from migma_desktop.ui.widgets.search_picker import SearchPicker
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.server import SENDER, TEST_KEY, Server

PERSON = "amara.okafor@example.com"


def picker(program: Program, name: str) -> SearchPicker:
    found = program.app.window.findChild(SearchPicker, name)
    assert found is not None
    return found


def rows(program: Program, name: str) -> list[PickerItem]:
    view = picker(program, name).findChild(QListView, f"{name}.popup.list")
    assert view is not None
    model = view.model()
    assert isinstance(model, PickerModel)
    return list(model.items())


def words_of_content(program: Program) -> str:
    return program.words_of(program.app.window.message_panel.content_box)


def show_emails_of(program: Program, project_id: str) -> None:
    program.new_email()
    program.app.drafts.edit(project_id=project_id)
    program.choose("contentSource", "conversation")
    program.until(lambda: bool(program.app.account.emails.items), "the emails")


def choose_series(program: Program) -> None:
    show_emails_of(program, NORTHLIGHT)
    program.pick("conversationId", "Welcome series")
    program.until(lambda: "is a series of" in words_of_content(program), "the series")
    program.until(lambda: len(rows(program, "seriesEmail")) > 1, "its emails")


def test_an_email_of_a_series_is_chosen_and_sent_by_its_own_id(
    program: Program, server: Server
) -> None:
    choose_series(program)
    program.type_into("recipientEmail", PERSON)
    program.type_into("fromAddress", SENDER)
    second = rows(program, "seriesEmail")[1]
    assert second.subtitle == "Email 2 · after 3 days"
    program.pick("seriesEmail", second.title)
    program.until(lambda: program.app.content.content is not None, "the email")
    draft = program.app.drafts.draft
    assert draft.source is ContentSource.EMAIL
    assert draft.email_id == second.id
    assert draft.subject == second.title
    first = rows(program, "seriesEmail")[0]
    program.pick("seriesEmail", first.title)
    program.until(lambda: program.app.drafts.draft.subject == first.title, "the other subject")
    program.pick("seriesEmail", second.title)
    program.until(lambda: program.app.drafts.draft.subject == second.title, "the subject again")
    program.fill_what_is_missing()
    program.send()
    body = server.asked("/v1/sending")[-1]
    assert body["emailId"] == second.id
    assert "conversationId" not in body


def test_an_email_of_a_series_stays_chosen_after_a_restart(
    open_program: Open, server: Server
) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    choose_series(program)
    second = rows(program, "seriesEmail")[1]
    program.pick("seriesEmail", second.title)
    program.until(lambda: program.app.content.content is not None, "the email")
    program.until_saved()
    program.close()
    again = open_program(keychain=keychain)
    again.until_connected()
    again.until(
        lambda: (
            again.app.window.findChild(SearchPicker, "seriesEmail") is not None
            and picker(again, "seriesEmail").current_id() == second.id
        ),
        "the series with its chosen email",
    )
    assert not again.line("emailId").isVisible()
    again.choose("contentSource", "email")
    assert again.line("emailId").text() == second.id
    again.choose("contentSource", "conversation")
    assert picker(again, "seriesEmail").current_id() == second.id


def test_going_back_from_a_copy_finds_the_series_as_it_was(
    program: Program, server: Server
) -> None:
    choose_series(program)
    second = rows(program, "seriesEmail")[1]
    program.pick("seriesEmail", second.title)
    program.until(lambda: program.app.content.content is not None, "the email")
    program.click("copyIntoDraft")
    assert not picker(program, "seriesEmail").isVisible()
    program.answer("a copy that you can change", "Go back")
    program.until(lambda: picker(program, "seriesEmail").isVisible(), "the series")
    assert picker(program, "seriesEmail").current_id() == second.id


def test_the_rows_in_sight_get_their_pictures(program: Program, server: Server) -> None:
    show_emails_of(program, FERN)
    shown = picker(program, "conversationId")
    shown.show_popup()
    program.until(lambda: bool(rows(program, "conversationId")), "the emails")
    folder = program.folder / "cache" / "emails"
    finished = [row for row in rows(program, "conversationId") if row.enabled]

    def kept() -> list[QSize]:
        shown.grab()
        return [QImage(str(file)).size() for file in folder.glob("*/*.png")]

    program.until(lambda: len(kept()) >= min(4, len(finished)), "pictures on disk")
    assert all(size.width() == 96 for size in kept())
    unfinished = next(row for row in rows(program, "conversationId") if not row.enabled)
    assert unfinished.subtitle == "Being made in Migma"
    assert finished[0].badge == "2026-02-27"
    view = shown.findChild(QListView, "conversationId.popup.list")
    assert view is not None
    QTest.keyClick(view.window(), Qt.Key.Key_Escape)


def test_an_email_without_a_picture_gets_one_made_of_its_html(
    program: Program, server: Server, tmp_path: Path
) -> None:
    pictures = EmailPictures(
        runtime=program.app.runtime,
        account=program.app.account,
        folder=tmp_path,
        window=program.app.window,
        parent=program.app.window,
    )
    pictures.make("made:c1", '<body style="margin: 0; background: #008080">')
    program.until(lambda: pictures.picture("made:c1") is not None, "the picture")
    picture = pictures.picture("made:c1")
    assert picture is not None
    assert picture.pixelColor(20, 20).name() == "#008080"
    program.until(lambda: bool(list(tmp_path.glob("*/*.png"))), "the picture on disk")
    pictures.deleteLater()


def test_a_copy_is_written_here_and_can_be_taken_back(program: Program, server: Server) -> None:
    show_emails_of(program, FERN)
    program.pick("conversationId", "Garden letter")
    program.until(lambda: program.app.content.content is not None, "the stored email")
    stored, before = program.app.content.content, program.app.drafts.draft
    assert stored is not None
    program.click("copyIntoDraft")
    draft = program.app.drafts.draft
    assert draft.source is ContentSource.HTML
    assert stored.preheader in stored.html
    assert program.settle().html.count(stored.preheader) == 1
    assert (draft.subject, draft.preheader) == (stored.subject, stored.preheader)
    assert draft.id != before.id
    assert program.editor.toPlainText() == draft.html
    program.answer("a copy that you can change", "Go back")
    program.until(lambda: program.app.drafts.draft.id == before.id, "the former draft")
    assert program.app.drafts.draft == before
    program.until(lambda: not program.messages(), "the end of the offer")


def test_what_was_seen_is_there_when_the_program_starts_without_a_network(
    open_program: Open, server: Server
) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    program.simple_email(PERSON)
    program.choose("contentSource", "conversation")
    program.pick("conversationId", "Garden letter")
    program.until(lambda: program.app.content.content is not None, "the stored email")
    program.settle()
    program.fill_what_is_missing()
    stored = program.app.content.content
    assert stored is not None
    draft = program.app.drafts.draft
    program.app.account.want_topics(draft.project_id)
    program.until(lambda: bool(program.app.account.topics.items), "the topics")
    program.until_saved()
    program.close()

    with server.away():
        again = open_program(keychain=keychain)
        again.until(lambda: again.app.content.content == stored, "the kept copy")
        account = again.app.account
        account.want_topics(draft.project_id)
        lists: tuple[RemoteList[Any], ...] = (
            account.projects,
            account.domains,
            account.emails,
            account.topics,
        )
        again.until(lambda: all(each.items for each in lists), "the kept lists")
        assert all(each.listing.read_at is not None for each in lists)
        assert again.app.content.kept_at is not None
        assert again.settle().html.count("You get this email because") == 1
        assert again.app.drafts.draft.subject == draft.subject
        waiting = again.send(SendState.WAITING)
    again.app.account.want_emails(draft.project_id)
    again.until(lambda: again.app.content.kept_at is None, "what Migma has now")
    assert again.app.content.content == stored
    again.app.sending.try_all_now()
    again.until_state(waiting.id, SendState.ACCEPTED)


def test_the_topics_of_the_project_are_listed_and_searched(
    program: Program, server: Server
) -> None:
    show_emails_of(program, NORTHLIGHT)
    wanted = [t for t in server.sandbox.account.topics.values() if t.project_id == NORTHLIGHT]
    program.account_menu("Topics…")
    dialog = program.dialog("topicsDialog")
    view = dialog.findChild(QListView, "topicsList")
    assert view is not None
    active = sorted(topic.name for topic in wanted if topic.is_active)
    program.until(lambda: view.model().rowCount() == len(active), "the topics")
    assert sorted(str(view.model().index(row, 0).data()) for row in range(len(active))) == active
    program.type_into("topicsSearch", active[0], within=dialog)
    assert view.model().rowCount() == 1
    program.type_into("topicsSearch", "zzz", within=dialog)
    assert "Nothing found" in program.words_of(dialog)
    program.click("topicsClose", within=dialog)
    program.until_closed("topicsDialog")
