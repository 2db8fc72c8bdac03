"""The parts of the domains window: usable by everybody, and true to what they are shown."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

from migma_desktop.core.domains.doctor import diagnose
from migma_desktop.core.domains.kept import Availability, KeptDomain, Tracking
from migma_desktop.core.domains.published import Published
from migma_desktop.core.domains.received_email import read_email
from migma_desktop.core.domains.verdict import judge_email
from migma_desktop.core.models import DnsRecord, Domain, DomainState
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.ui.domains.add_domain import AddDomainDialog
from migma_desktop.ui.domains.domains_window import DomainsWindow
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.switch import Switch
from tests.architecture.controls import faults_of
from tests.ui.stage import Stage

NOW = ManualClock().now()
LONG = "a-very-long-name-that-somebody-really-registered-for-a-summer-festival"
WAITING = KeptDomain(
    Domain(
        f"{LONG}.example",
        DomainState.WAITING,
        (
            DnsRecord("CNAME", f"one._domainkey.{LONG}.example", "one.dkim.migma.example"),
            DnsRecord("MX", f"send.{LONG}.example", "feedback.migma.example", 10),
        ),
    ),
    tracking=Tracking(opens=True),
    created_at=NOW - timedelta(days=3),
)


def shown_window(stage: Stage, icons: Icons) -> DomainsWindow:
    window = DomainsWindow(icons=icons, now=lambda: NOW)
    stage.shown.append(window)
    window.show_domains([WAITING])
    window.page.show_domain(WAITING, diagnose(WAITING.domain, Published()))
    return window


def test_everybody_can_use_it(stage: Stage, icons: Icons) -> None:
    window = shown_window(stage, icons)
    window.page.doctor.show_diagnosis(diagnose(WAITING.domain, Published()))
    email = read_email("From: a@b.example\nAuthentication-Results: mx.google.com; dmarc=fail")
    window.page.received.show_verdict(judge_email(email))
    dialog = AddDomainDialog(icons=icons)
    stage.shown.append(dialog)
    assert faults_of(window) == []
    assert faults_of(dialog) == []


def test_each_field_of_a_record_has_its_own_copy_button(stage: Stage, icons: Icons) -> None:
    window = shown_window(stage, icons)
    values = {
        name: window.findChild(QLineEdit, name).text()  # type: ignore[union-attr]
        for name in ("recordHost1", "recordValue1", "recordPriority1")
    }
    assert values == {
        "recordHost1": "send",
        "recordValue1": "feedback.migma.example",
        "recordPriority1": "10",
    }
    for name in ("copyHost1", "copyValue1", "copyPriority1"):
        assert window.findChild(QAbstractButton, name) is not None


def test_a_switch_of_which_migma_says_nothing_cannot_be_moved(stage: Stage, icons: Icons) -> None:
    window = shown_window(stage, icons)
    switches = {each.objectName(): each for each in window.findChildren(Switch)}
    assert switches["trackOpens"].isEnabled()
    assert not switches["trackClicks"].isEnabled()


def test_an_answer_to_a_name_that_was_typed_before_is_dropped(stage: Stage, icons: Icons) -> None:
    dialog = AddDomainDialog(icons=icons)
    stage.shown.append(dialog)
    prefix = dialog.findChild(QLineEdit, "newDomainPrefix")
    ok = dialog.findChild(QAbstractButton, "addDomainOkButton")
    managed = dialog.findChild(QAbstractButton, "addDomainKind.managed")
    assert prefix is not None
    assert ok is not None
    assert managed is not None
    managed.click()
    prefix.setText("meadow")
    dialog.show_availability(Availability("mead", is_available=True))
    assert not ok.isEnabled()
    dialog.show_availability(Availability("meadow", is_available=True))
    assert ok.isEnabled()


def test_a_pasted_address_of_a_website_becomes_its_domain(stage: Stage, icons: Icons) -> None:
    dialog = AddDomainDialog(icons=icons)
    stage.shown.append(dialog)
    name = dialog.findChild(QLineEdit, "newDomainName")
    assert name is not None
    wanted: list[tuple[str, str]] = []
    dialog.own_wanted.connect(lambda name, region: wanted.append((name, region)))
    name.setText("https://Shop.Example/about")
    ok = dialog.findChild(QAbstractButton, "addDomainOkButton")
    assert ok is not None
    ok.click()
    assert wanted == [("shop.example", "")]


def test_another_domain_empties_the_headers_without_a_signal(stage: Stage, icons: Icons) -> None:
    window = shown_window(stage, icons)
    headers = window.findChild(QPlainTextEdit, "receivedHeaders")
    assert headers is not None
    headers.setPlainText("From: a@b.example")
    window.page.received.clear()
    assert headers.toPlainText() == ""
