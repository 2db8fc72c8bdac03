"""The left side of the window: what it shows of a draft, and what it tells when it is edited."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.errors import ServiceFault
from migma_desktop.core.listing import Listing, ListingState
from migma_desktop.core.made_emails import SeriesEmail
from migma_desktop.core.models import (
    ContentSource,
    Domain,
    DomainState,
    Draft,
    Group,
    MailKind,
    MigmaEmail,
    Project,
    Provider,
    Recipient,
    RecipientType,
    Sender,
)
from migma_desktop.core.texts import say
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.message_panel import MessagePanel
from migma_desktop.ui.widgets.search_picker import SearchPicker

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
VIP = Group(id="s1", name="VIP customers", count=1214, description="Gold and Platinum")
READY = ListingState.READY


@pytest.fixture
def panel(qtbot: QtBot, icons: Icons) -> MessagePanel:
    panel = MessagePanel()
    for _turn in panel.furnish(icons):
        pass
    qtbot.addWidget(panel)
    panel.resize(panel.minimumWidth(), 900)
    panel.show()
    panel.recipient_box.show_recipient(Recipient())
    panel.content_box.show_content(Draft())
    panel.options_box.show_options("", Provider.MIGMA)
    panel.options_box.show_kind(MailKind.AUTOMATIC, RecipientType.PERSON)
    return panel


def line(panel: QWidget, name: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, name)
    assert found is not None
    return found


def picker(panel: QWidget, name: str) -> SearchPicker:
    found = panel.findChild(SearchPicker, name)
    assert found is not None
    return found


def press(panel: QWidget, name: str) -> None:
    found = panel.findChild(QAbstractButton, name)
    assert found is not None
    QTest.mouseClick(found, LEFT)


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


# Recipient


@pytest.mark.parametrize("kind", list(RecipientType))
def test_each_type_of_recipient_can_be_pressed(
    panel: MessagePanel, qtbot: QtBot, kind: RecipientType
) -> None:
    box = panel.recipient_box
    box.show_recipient(Recipient(type=RecipientType.TAG))
    if kind is RecipientType.TAG:
        box.show_recipient(Recipient())
    with qtbot.waitSignal(box.type_changed) as changed:
        press(panel, f"recipientType.{kind.value}")
    assert changed.args == [kind]


def test_a_person_has_an_address_and_a_group_a_list(panel: MessagePanel) -> None:
    assert line(panel, "recipientEmail").isVisible()
    assert not picker(panel, "recipientId").isVisible()
    panel.recipient_box.show_recipient(Recipient(type=RecipientType.SEGMENT))
    assert not line(panel, "recipientEmail").isVisible()
    assert picker(panel, "recipientId").isVisible()


@pytest.mark.parametrize(
    ("recipient", "said"),
    [
        (Recipient(type=RecipientType.SEGMENT), "Everyone in one segment gets the email."),
        (Recipient(type=RecipientType.TAG), "Everyone with one tag gets the email."),
        (
            Recipient(type=RecipientType.SEGMENT, id="s1", name="VIP", count=1214),
            "Reaches up to 1,214 people.",
        ),
        (Recipient(type=RecipientType.TAG, id="t1", name="One", count=1), "Reaches one person."),
        (
            Recipient(type=RecipientType.AUDIENCE, id="typed"),
            "How many people this reaches isn't known here.",
        ),
    ],
)
def test_a_group_says_how_many_people_it_reaches(
    panel: MessagePanel, recipient: Recipient, said: str
) -> None:
    panel.recipient_box.show_recipient(recipient)
    assert said in words(panel.recipient_box)


def test_groups_are_chosen_by_name_and_head_count(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.recipient_box
    box.show_recipient(Recipient(type=RecipientType.SEGMENT))
    with qtbot.waitSignal(box.groups_wanted):
        press(panel, "recipientId.button")
    box.show_groups(Listing((VIP,), READY))
    search = line(panel, "recipientId.popup.search")
    QTest.keyClicks(search, "vip")
    with qtbot.waitSignal(box.group_chosen) as chosen:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert chosen.args == ["s1"]
    assert picker(panel, "recipientId").current_item() is not None


def test_a_list_that_did_not_come_says_why_and_can_be_asked_for_again(
    panel: MessagePanel, qtbot: QtBot
) -> None:
    box = panel.recipient_box
    box.show_recipient(Recipient(type=RecipientType.SEGMENT))
    press(panel, "recipientId.button")
    trouble = ServiceFault(say("Migma has a problem."), say("Wait a minute."))
    box.show_groups(Listing((), ListingState.FAILED, trouble))
    popup = panel.findChild(QWidget, "recipientId.popup")
    assert popup is not None
    assert "Migma has a problem." in words(popup)
    with qtbot.waitSignal(box.groups_wanted):
        press(panel, "recipientId.popup.message.action")


def test_what_the_program_fills_in_is_no_edit(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.recipient_box
    with qtbot.assertNotEmitted(box.email_changed), qtbot.assertNotEmitted(box.type_changed):
        box.show_recipient(Recipient(email="ada@example.com"))
        box.show_recipient(Recipient(type=RecipientType.SEGMENT, id="s1", name="VIP"))


def test_the_cursor_stays_where_one_types(panel: MessagePanel) -> None:
    edit = line(panel, "recipientEmail")
    QTest.keyClicks(edit, "ada@example.com")
    edit.setCursorPosition(3)
    panel.recipient_box.show_recipient(Recipient(email="ada@example.com"))
    assert edit.cursorPosition() == 3


# Sender


def test_an_address_is_put_together_from_its_two_parts(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.sender_box
    box.show_sender(Sender(address="hello@acme.example", name="Acme"))
    assert line(panel, "fromAddress").text() == "hello"
    assert picker(panel, "fromDomain").current_id() == "acme.example"
    with qtbot.waitSignal(box.address_changed) as changed:
        QTest.keyClicks(line(panel, "fromAddress"), "s")
    assert changed.args == ["hellos@acme.example"]


def test_a_whole_address_is_taken_apart_when_it_is_left(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.sender_box
    with qtbot.waitSignal(box.address_changed) as changed:
        QTest.keyClicks(line(panel, "fromAddress"), "news@Acme.Example")
        line(panel, "fromAddress").editingFinished.emit()
    assert line(panel, "fromAddress").text() == "news"
    assert picker(panel, "fromDomain").current_id() == "acme.example"
    assert changed.args is not None


def test_a_chosen_domain_wins_over_a_typed_one(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.sender_box
    box.show_domains(Listing((Domain("acme.example", DomainState.VERIFIED),), READY))
    QTest.keyClicks(line(panel, "fromAddress"), "news@old.example")
    press(panel, "fromDomain.button")
    with qtbot.waitSignal(box.address_changed) as changed:
        QTest.keyClick(line(panel, "fromDomain.popup.search"), Qt.Key.Key_Return)
    assert changed.args == ["news@acme.example"]


def test_each_domain_says_its_state(panel: MessagePanel) -> None:
    domains = tuple(Domain(f"{state.value}.example", state) for state in DomainState)
    panel.sender_box.show_domains(Listing(domains, READY))
    shown = picker(panel, "fromDomain")
    for state, said in (
        (DomainState.VERIFIED, "Verified"),
        (DomainState.MANAGED, "Managed by Migma"),
        (DomainState.WAITING, "Waiting for its DNS records"),
        (DomainState.FAILED, "Not verified"),
    ):
        shown.set_current_id(f"{state.value}.example")
        item = shown.current_item()
        assert item is not None
        assert item.subtitle == said


# Subject and preheader


def test_the_lines_of_an_inbox_are_counted(panel: MessagePanel) -> None:
    QTest.keyClicks(line(panel, "subject"), "x" * 60)
    assert "60" in words(panel.subject_box)
    QTest.keyClicks(line(panel, "subject"), "x")
    assert "61: phones cut it" in words(panel.subject_box)


def test_an_email_made_in_migma_keeps_its_own_preheader(panel: MessagePanel) -> None:
    panel.subject_box.set_preheader_allowed(False, "It brings its own.")
    assert not line(panel, "preheader").isEnabled()
    assert "It brings its own." in words(panel.subject_box)
    panel.subject_box.set_preheader_allowed(True)
    assert line(panel, "preheader").isEnabled()


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("From a cell\r\n", "From a cell"),
        ("\n\tTwo\n\nlines\n", "Two lines"),
        ("A bell\x07 and\u2029more", "A bell and more"),
        ("👩‍👧 stays whole", "👩‍👧 stays whole"),
    ],
)
def test_what_is_pasted_into_a_line_becomes_one_line(
    panel: MessagePanel, qapp: QApplication, qtbot: QtBot, pasted: str, kept: str
) -> None:
    qapp.clipboard().setText(pasted)
    with qtbot.waitSignal(panel.subject_box.subject_changed) as changed:
        QTest.keyClick(line(panel, "subject"), Qt.Key.Key_V, CONTROL)
    assert changed.args == [kept]


def test_a_break_pasted_between_words_keeps_them_apart(
    panel: MessagePanel, qapp: QApplication
) -> None:
    edit = line(panel, "subject")
    QTest.keyClicks(edit, "beforeafter")
    edit.setCursorPosition(6)
    qapp.clipboard().setText(" and\n")
    QTest.keyClick(edit, Qt.Key.Key_V, CONTROL)
    assert edit.text() == "before and after"
    assert edit.cursorPosition() == len("before and ")


# Content and options


def test_each_content_source_shows_what_names_it(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.content_box
    with qtbot.waitSignal(box.source_changed) as changed:
        press(panel, "contentSource.conversation")
    assert changed.args == [ContentSource.CONVERSATION]
    box.show_content(Draft(source=ContentSource.CONVERSATION))
    assert picker(panel, "conversationId").isVisible()
    assert not line(panel, "emailId").isVisible()
    box.show_content(Draft(source=ContentSource.EMAIL, email_id="0" * 24))
    assert not picker(panel, "conversationId").isVisible()
    assert line(panel, "emailId").text() == "0" * 24
    with qtbot.waitSignal(box.source_changed) as changed:
        press(panel, "contentSource.here")
    assert changed.args == [None]


def test_an_unfinished_email_is_listed_but_cannot_be_chosen(panel: MessagePanel) -> None:
    finished = MigmaEmail("c1", "Garden letter", subject="Hello", status="completed")
    pending = replace(finished, conversation_id="c2", title="Frost warning", status="generating")
    panel.content_box.show_emails(Listing((finished, pending), READY))
    shown = picker(panel, "conversationId")
    shown.set_current_id("c2")
    item = shown.current_item()
    assert item is not None
    assert not item.enabled
    assert item.subtitle == "Not finished: generating"


def test_an_email_of_a_series_that_is_not_finished_says_so_and_cannot_be_chosen(
    panel: MessagePanel, qtbot: QtBot
) -> None:
    box = panel.content_box
    draft = Draft(source=ContentSource.CONVERSATION, conversation_id="c1")
    box.show_content(draft)
    emails = (
        SeriesEmail("e1", 1, "Hello", "ready", 0),
        SeriesEmail("e2", 2, "", "processing", 3),
        SeriesEmail("", 3, "The end", "ready"),
    )
    box.show_series("c1", Listing(emails, READY))
    shown = picker(panel, "seriesEmail")
    assert shown.isVisible()
    states = []
    for email_id in ("e1", "e2", "3"):
        shown.set_current_id(email_id)
        item = shown.current_item()
        assert item is not None
        states.append((item.title, item.subtitle, item.enabled))
    assert states == [
        ("Hello", "Email 1 · at the start", True),
        ("Email 2 · after 3 days", "Email 2 · after 3 days · Being made in Migma", False),
        ("The end", "Email 3 · Migma has given it no id yet", False),
    ]
    box.show_content(replace(draft, source=ContentSource.EMAIL, email_id="e1"))
    assert shown.current_id() == "e1"
    assert not line(panel, "emailId").isVisible()
    with qtbot.waitSignal(box.source_changed) as changed:
        press(panel, "contentSource.email")
    assert changed.args == [ContentSource.EMAIL]
    box.show_content(replace(draft, source=ContentSource.EMAIL, email_id="e1"))
    assert line(panel, "emailId").text() == "e1"
    assert not shown.isVisible()


def test_only_a_stored_email_that_has_come_can_be_copied(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.content_box
    button = panel.findChild(QAbstractButton, "copyIntoDraft")
    assert button is not None
    box.show_content(Draft())
    assert not button.isVisible()
    box.show_content(Draft(source=ContentSource.CONVERSATION))
    assert button.isVisible()
    assert not button.isEnabled()
    box.set_can_copy(True)
    with qtbot.waitSignal(box.copy_wanted):
        QTest.mouseClick(button, LEFT)


def test_a_provider_of_one_s_own_must_be_connected(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.options_box
    combo = panel.findChild(QComboBox, "providerType")
    assert combo is not None
    with qtbot.waitSignal(box.provider_changed) as changed:
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert changed.args == [Provider.SES]
    box.show_options("", Provider.SES)
    assert "Amazon SES must be connected in Migma" in words(box)
    box.show_options("", Provider.MIGMA)
    assert "must be connected" not in words(box)


@pytest.mark.parametrize("kind", list(MailKind))
@pytest.mark.parametrize("recipient_type", [RecipientType.PERSON, RecipientType.SEGMENT])
def test_each_kind_says_what_it_means_for_these_people(
    panel: MessagePanel, kind: MailKind, recipient_type: RecipientType
) -> None:
    panel.options_box.show_kind(kind, recipient_type)
    said = words(panel.options_box)
    if kind.is_transactional(recipient_type):
        assert "even if they unsubscribed" in said
    else:
        assert "nsubscribed is left out" in said or "Leaves out whoever unsubscribed" in said


def test_a_project_is_chosen_by_name(panel: MessagePanel, qtbot: QtBot) -> None:
    box = panel.options_box
    box.show_projects(Listing((Project("p1", "Acme"), Project("p2", "Zenith")), READY))
    press(panel, "projectId.button")
    QTest.keyClicks(line(panel, "projectId.popup.search"), "zen")
    with qtbot.waitSignal(box.project_changed) as changed:
        QTest.keyClick(line(panel, "projectId.popup.search"), Qt.Key.Key_Return)
    assert changed.args == ["p2"]
