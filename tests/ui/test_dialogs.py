"""The questions that the program asks, and what it tells in windows of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from migma_desktop.core.errors import KeyRejected
from migma_desktop.core.ingredients import Ingredient
from migma_desktop.core.models import (
    DomainState,
    KeyKind,
    MailKind,
    Profile,
    Recipient,
)
from migma_desktop.core.settings import Settings
from migma_desktop.core.texts import say
from migma_desktop.ui.dialogs.about_dialog import AboutDialog
from migma_desktop.ui.dialogs.confirm_send import ConfirmSendDialog
from migma_desktop.ui.dialogs.crash_dialog import CrashDialog
from migma_desktop.ui.dialogs.key_dialog import KeyDialog
from migma_desktop.ui.dialogs.licences_dialog import LicencesDialog
from migma_desktop.ui.dialogs.safety_dialog import SafetyDialog
from migma_desktop.ui.dialogs.send_test import SendTestDialog
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.welcome_page import WelcomePage
from tests.architecture.controls import faults_of
from tests.ui.stage import (
    DRAFT,
    LEFT,
    LIVE,
    VIP,
    Stage,
    button,
    confirm,
    counted,
    line,
    plan,
    words,
)

_INSIDE = Ingredient("lxml", "6.1.3", "BSD-3-Clause", "Redistribution and use …")

# The last question before sending


def test_the_question_names_people_sender_subject_kind_and_key(stage: Stage) -> None:
    dialog = confirm(stage, plan())
    said = words(dialog)
    for fact in (
        "Send to one person?",
        "ada@example.com",
        "Acme <hello@acme.example>",
        "Hello Ada",
        "Automatic. One person: counts as transactional.",
        "Live key: real people get this email.",
    ):
        assert fact in said
    assert "Replies to" not in said


def test_the_question_before_a_mailing_names_the_group_and_its_count(stage: Stage) -> None:
    dialog = confirm(stage, plan(recipient=VIP, kind=MailKind.MARKETING))
    assert "Send to up to 1,214 people in VIP customers?" in words(dialog)
    assert "VIP customers, up to 1,214 people" in words(dialog)
    assert (
        button(dialog, "confirmSendButton").text() == "Send to up to 1,214 people in VIP customers"
    )


@pytest.mark.parametrize(
    ("profile", "recipient", "kind"),
    [
        (LIVE, VIP, "danger"),
        (LIVE, DRAFT.recipient, "primary"),
        (replace(LIVE, kind=KeyKind.SANDBOX), VIP, "primary"),
    ],
)
def test_only_a_real_mailing_has_a_red_button(
    stage: Stage, profile: Profile, recipient: Recipient, kind: str
) -> None:
    send = button(confirm(stage, plan(profile=profile, recipient=recipient)), "confirmSendButton")
    assert isinstance(send, Button)
    assert send.kind == kind


def test_a_group_of_unknown_size_is_said_to_be_one(stage: Stage) -> None:
    dialog = confirm(stage, plan(recipient=replace(VIP, count=None)))
    assert "Everyone in VIP customers; how many isn't known here" in words(dialog)


def test_a_yes_hands_the_plan_on_once(stage: Stage, qtbot: QtBot) -> None:
    about = plan()
    dialog = confirm(stage, about)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        QTest.mouseClick(button(dialog, "confirmSendButton"), LEFT)
    assert confirmed.args == [about, False]
    assert not dialog.isVisible()


@pytest.mark.parametrize("way", ["button", "escape"])
def test_a_no_sends_nothing(stage: Stage, qtbot: QtBot, way: str) -> None:
    dialog = confirm(stage, plan())
    with qtbot.assertNotEmitted(dialog.confirmed):
        if way == "button":
            QTest.mouseClick(button(dialog, "confirmCancelButton"), LEFT)
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_unfilled_variables_are_named_and_want_a_yes_of_their_own(
    stage: Stage, qtbot: QtBot
) -> None:
    dialog = confirm(stage, plan(variables={}))
    send = button(dialog, "confirmSendButton")
    assert "No value for {{first_name}}, {{city}}." in words(dialog)
    assert not send.isEnabled()
    button(dialog, "acceptMissing").click()
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        QTest.mouseClick(send, LEFT)
    assert confirmed.args is not None
    assert confirmed.args[1] is True


def test_the_return_key_does_not_send_what_was_not_accepted(stage: Stage, qtbot: QtBot) -> None:
    dialog = confirm(stage, plan(variables={}))
    with qtbot.assertNotEmitted(dialog.confirmed):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_a_mailing_says_which_values_are_the_same_for_everyone(stage: Stage) -> None:
    said = words(confirm(stage, plan(recipient=VIP)))
    assert "Everyone reads the same: first_name “Ada”, city “Köln”." in said
    many = {f"name_{number}": "a long value, longer than a line" for number in range(6)}
    many["customer.firstName"] = "Maya"
    body = " ".join(f"{{{{{name}}}}}" for name in many)
    about = plan(recipient=VIP, subject="Hello", markdown=body, variables=many)
    said = words(confirm(stage, about))
    assert "name_0 “a long value, longer th…”" in said
    assert "the same: customer.firstName “Maya”, " in said
    assert "and 3 more" in said
    assert "Everyone reads the same" not in words(confirm(stage, plan()))


def test_every_line_of_the_question_can_be_read(stage: Stage) -> None:
    long = replace(VIP, name="Customers who bought a Monstera in spring & summer (all shops)")
    about = plan(
        recipient=long,
        domain=DomainState.WAITING,
        variables={"first_name": "Ada"},
        subject="{{first_name}}, " + "a subject that goes on and on " * 4,
    )
    dialog = confirm(stage, about)
    for label in dialog.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert button(dialog, "confirmSendButton").accessibleName().endswith("(all shops)")


def test_an_unverified_domain_is_warned_of(stage: Stage) -> None:
    assert "acme.example isn't verified yet" in words(
        confirm(stage, plan(domain=DomainState.WAITING))
    )
    assert "isn't verified" not in words(confirm(stage, plan()))


# The question for a test's address


def test_a_test_says_whose_mailbox_it_reaches(stage: Stage) -> None:
    dialog = stage.show(SendTestDialog(plan(), address="me@example.com", icons=stage.icons))
    assert "One address gets this email exactly as it is now" in words(dialog)
    assert "Live key: real people get this email." in words(dialog)
    assert line(dialog, "testAddress").text() == "me@example.com"


def test_return_sends_the_test(stage: Stage, qtbot: QtBot) -> None:
    about = plan(recipient=VIP)
    dialog = stage.show(SendTestDialog(about, address="", icons=stage.icons))
    QTest.keyClicks(line(dialog, "testAddress"), "me@example.com")
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        QTest.keyClick(line(dialog, "testAddress"), Qt.Key.Key_Return)
    assert confirmed.args == [about, "me@example.com"]


# The question for a key


def test_a_key_is_never_readable_on_the_screen(stage: Stage) -> None:
    dialog = stage.show(KeyDialog(None, icons=stage.icons))
    QTest.keyClicks(line(dialog, "dialogApiKey"), "sk_live_secret")
    assert "secret" not in line(dialog, "dialogApiKey").displayText()
    welcome = stage.show(WelcomePage(icons=stage.icons))
    QTest.keyClicks(line(welcome, "apiKey"), "sk_live_secret")
    assert "secret" not in line(welcome, "apiKey").displayText()


def test_a_key_is_checked_once_until_the_answer_is_there(stage: Stage, qtbot: QtBot) -> None:
    dialog = stage.show(KeyDialog(None, icons=stage.icons))
    QTest.keyClicks(line(dialog, "profileName"), "Acme")
    QTest.keyClicks(line(dialog, "dialogApiKey"), "sk_live_key")
    with qtbot.waitSignal(dialog.key_given) as given:
        QTest.mouseClick(button(dialog, "keyConnectButton"), LEFT)
    assert given.args == [None, "Acme", "sk_live_key"]
    assert not button(dialog, "keyConnectButton").isEnabled()
    with qtbot.assertNotEmitted(dialog.key_given):
        QTest.mouseClick(button(dialog, "keyConnectButton"), LEFT)
        QTest.keyClick(line(dialog, "dialogApiKey"), Qt.Key.Key_Return)


def test_a_refused_key_stays_typed_with_the_reason(stage: Stage) -> None:
    dialog = stage.show(KeyDialog(None, icons=stage.icons))
    QTest.keyClicks(line(dialog, "dialogApiKey"), "sk_live_key")
    QTest.mouseClick(button(dialog, "keyConnectButton"), LEFT)
    dialog.show_refusal(KeyRejected(say("Migma doesn't know this key."), say("Copy it again.")))
    assert "Migma doesn't know this key." in words(dialog)
    assert "Copy it again." in words(dialog)
    assert line(dialog, "dialogApiKey").text() == "sk_live_key"
    assert button(dialog, "keyConnectButton").isEnabled()


def test_a_known_account_is_asked_for_its_key_only(stage: Stage, qtbot: QtBot) -> None:
    dialog = stage.show(KeyDialog(LIVE, reason="It was locked.", icons=stage.icons))
    assert "The key of Acme" in words(dialog)
    assert "It was locked." in words(dialog)
    assert not line(dialog, "profileName").isVisible()
    QTest.keyClicks(line(dialog, "dialogApiKey"), "sk_live_key")
    with qtbot.waitSignal(dialog.key_given) as given:
        QTest.keyClick(line(dialog, "dialogApiKey"), Qt.Key.Key_Return)
    assert given.args == [LIVE, "", "sk_live_key"]


# The welcome


def test_the_welcome_offers_two_roads(stage: Stage, qtbot: QtBot) -> None:
    welcome = stage.show(WelcomePage(icons=stage.icons))
    with qtbot.waitSignal(welcome.sandbox_chosen):
        QTest.mouseClick(button(welcome, "trySandboxButton"), LEFT)
    QTest.keyClicks(line(welcome, "apiKey"), "sk_live_key")
    with qtbot.waitSignal(welcome.key_given) as given:
        QTest.keyClick(line(welcome, "apiKey"), Qt.Key.Key_Return)
    assert given.args == ["sk_live_key"]
    assert button(welcome, "connectKeyButton").text() == "Checking…"


def test_the_welcome_keeps_a_refused_key_and_forgets_an_accepted_one(stage: Stage) -> None:
    welcome = stage.show(WelcomePage(icons=stage.icons))
    QTest.keyClicks(line(welcome, "apiKey"), "sk_live_key")
    QTest.mouseClick(button(welcome, "connectKeyButton"), LEFT)
    welcome.show_refusal(KeyRejected(say("Migma doesn't know this key."), say("Copy it again.")))
    assert "Migma doesn't know this key." in words(welcome)
    assert line(welcome, "apiKey").text() == "sk_live_key"
    assert button(welcome, "connectKeyButton").isEnabled()
    welcome.reset()
    assert line(welcome, "apiKey").text() == ""
    assert "Migma doesn't know this key." not in words(welcome)


# What is told


def test_a_report_can_be_copied(stage: Stage, qapp: QApplication) -> None:
    dialog = stage.show(CrashDialog("What broke, and where", icons=stage.icons))
    QTest.mouseClick(button(dialog, "crashCopyButton"), LEFT)
    assert qapp.clipboard().text() == "What broke, and where"
    QTest.mouseClick(button(dialog, "crashCloseButton"), LEFT)
    assert not dialog.isVisible()


# All of them


@pytest.mark.parametrize(
    "name",
    [
        "confirm",
        "missing",
        "batch",
        "test",
        "key",
        "replace",
        "welcome",
        "crash",
        "about",
        "licences",
        "safety",
    ],
)
def test_every_control_has_a_name_and_a_road_by_keyboard(stage: Stage, name: str) -> None:
    icons = stage.icons
    make: dict[str, Callable[[], QWidget]] = {
        "confirm": lambda: ConfirmSendDialog(plan(), icons=icons),
        "missing": lambda: ConfirmSendDialog(plan(variables={}), icons=icons),
        "test": lambda: SendTestDialog(plan(), address="", icons=icons),
        "key": lambda: KeyDialog(None, icons=icons),
        "replace": lambda: KeyDialog(LIVE, icons=icons),
        "welcome": lambda: WelcomePage(icons=icons),
        "crash": lambda: CrashDialog("What broke", icons=icons),
        "about": lambda: AboutDialog(icons=icons),
        "licences": lambda: LicencesDialog([_INSIDE, _INSIDE], icons=icons),
        "batch": lambda: ConfirmSendDialog(counted(before=7), icons=icons),
        "safety": lambda: SafetyDialog(Settings(), LIVE, icons=icons),
    }
    window = stage.show(make[name]())
    assert faults_of(window) == []
    if isinstance(window, QDialog):
        assert window.windowTitle()
