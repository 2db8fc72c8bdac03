"""The domains window: from "does my domain work?" to a yes, or to the exact mistake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QListView,
    QPlainTextEdit,
    QRadioButton,
)

from migma_desktop.core.domains import watching
from migma_desktop.ui.widgets.chip import Chip
from tests.dns.scenario import Internet, scenarios
from tests.dns.server import Loopback
from tests.dropping import drop_file
from tests.e2e.driver import Program
from tests.e2e.server import Server


@pytest.fixture(scope="module")
def internet() -> Iterator[Internet]:
    internet = Internet()
    loopback = Loopback(internet.servers.values())
    yield internet
    loopback.close()


def play(internet: Internet, name: str, patch: pytest.MonkeyPatch) -> None:
    """Let the doctor ask the name servers of a scenario instead of the world's."""
    internet.play(next(each for each in scenarios() if each.name == name))
    patch.setattr("migma_desktop.dns.survey.Survey", internet.survey)


def open_domains(program: Program) -> QDialog:
    program.menu("moreButton", "Domains…")
    shown = program.dialog("domainsWindow")
    program.until(lambda: bool(listed(shown)), "the domains")
    return shown


def listed(shown: QDialog) -> list[str]:
    view = shown.findChild(QListView, "domainsList")
    assert view is not None
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(shown: QDialog, name: str) -> None:
    view = shown.findChild(QListView, "domainsList")
    assert view is not None
    view.setCurrentIndex(view.model().index(listed(shown).index(name), 0))


def says(program: Program, shown: QDialog, words: str) -> None:
    def said() -> str:
        chips = [chip.text() for chip in shown.findChildren(Chip) if chip.isVisible()]
        return "\n".join([program.words_of(shown), *chips])

    program.until(lambda: words in said(), f"{words!r} in the window")


def tab(shown: QDialog, name: str) -> str:
    """What a screen reader says of one of the four views: its name, and how it stands."""
    found = shown.findChild(QRadioButton, f"domainViews.{name}")
    assert found is not None
    return found.accessibleName()


def label(shown: QDialog, name: str) -> QLabel:
    found = shown.findChild(QLabel, name)
    assert found is not None
    return found


def add_own(program: Program, shown: QDialog, name: str, *, region: str = "") -> None:
    program.click("addDomainButton", within=shown)
    dialog = program.dialog("addDomainDialog")
    program.type_into("newDomainName", name, within=dialog)
    regions = dialog.findChild(QComboBox, "newDomainRegion")
    assert regions is not None
    regions.setCurrentIndex(max(0, regions.findText(region, Qt.MatchFlag.MatchStartsWith)))
    program.click("addDomainOkButton", within=dialog)
    program.until_closed("addDomainDialog")
    program.until(lambda: label(shown, "domainName").text() == name, "the new domain")


def test_all_domains_are_listed_with_their_state_and_the_senders_one_is_open(
    program: Program,
) -> None:
    shown = open_domains(program)
    assert listed(shown) == [
        "fernandfinch.example",
        "northlight.migma.email",
        "northlightcoffee.example",
    ]
    says(program, shown, "Verified: ready to send, for ")
    choose(shown, "northlight.migma.email")
    says(program, shown, "Migma looks after the DNS records of this domain.")
    assert tab(shown, "records") == "DNS records: Migma has found them"
    choose(shown, "northlightcoffee.example")
    assert tab(shown, "records") == "DNS records: Migma is waiting for them"


def test_the_from_field_and_a_key_lead_there(program: Program) -> None:
    program.click("manageDomainsButton")
    program.dialog("domainsWindow")
    keys = {action.text(): action.shortcut() for action in program.app.window.actions()}
    assert keys["Domains…"] == QKeySequence("Ctrl+Shift+D")


def test_a_new_domain_is_added_and_watched_until_it_is_verified(
    program: Program, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = open_domains(program)
    add_own(program, shown, "roots.example", region="Europe")
    assert server.sandbox.account.domains["roots.example"].region == "eu-west-1"
    says(program, shown, "Migma is waiting for it")
    program.click("copyValue0", within=shown)
    assert "dkim.sandbox.migma.invalid" in QApplication.clipboard().text()
    says(program, shown, "Copied.")
    program.click("checkNowButton", within=shown)
    for seconds in (3, 2, 1):
        said = f"0 of 7 records found by Migma. Look 1; the next one in {seconds} s."
        says(program, shown, said)
    says(program, shown, "Look 2")
    program.click("stopWatchButton", within=shown)
    program.until(lambda: not label(shown, "watchSays").isVisible(), "the watching to end")

    monkeypatch.setattr(watching, "PAUSES", (0.05,))
    program.click("checkNowButton", within=shown)
    says(program, shown, "0 of 7 records found by Migma.")
    server.clock.advance(30)
    says(program, shown, "3 of 7 records found by Migma.")
    server.clock.advance(60)
    says(program, shown, "Verified: Migma sends from this domain now.")
    says(program, shown, "Migma has found it")
    program.until(
        lambda: program.app.account.domain_of("a@roots.example") is not None, "the From field"
    )


def test_the_records_are_handed_on_as_a_zone_file_and_as_a_letter(
    program: Program, tmp_path: Path
) -> None:
    shown = open_domains(program)
    choose(shown, "northlightcoffee.example")
    program.menu("zoneFileButton", "Copy")
    assert "_dmarc.northlightcoffee.example. 3600 IN TXT" in QApplication.clipboard().text()
    letter = tmp_path / "letter.txt"
    program.menu("adminTextButton", "Save as a file…")
    program.choose_file("saveRecordsDialog", letter)
    says(program, shown, "Saved as letter.txt")
    assert "please add these 7 DNS records" in letter.read_text("utf-8")


def test_a_name_of_migmas_is_checked_while_it_is_typed(program: Program) -> None:
    shown = open_domains(program)
    program.click("addDomainButton", within=shown)
    dialog = program.dialog("addDomainDialog")
    program.choose("addDomainKind", "managed")
    program.type_into("newDomainPrefix", "northlight", within=dialog)
    says(program, dialog, "The prefix northlight is taken")
    assert not program.button("addDomainOkButton").isEnabled()
    program.type_into("newDomainPrefix", "meadow", within=dialog)
    says(program, dialog, "meadow.migma.email is free.")
    program.click("addDomainOkButton", within=dialog)
    program.until_closed("addDomainDialog")
    program.until(lambda: "meadow.migma.email" in listed(shown), "the domain")


def test_a_refused_domain_says_why_and_keeps_what_was_typed(program: Program) -> None:
    shown = open_domains(program)
    program.click("addDomainButton", within=shown)
    dialog = program.dialog("addDomainDialog")
    program.type_into("newDomainName", "fernandfinch.example", within=dialog)
    program.click("addDomainOkButton", within=dialog)
    says(program, dialog, "already added")
    assert program.line("newDomainName").text() == "fernandfinch.example"


def test_a_tracking_switch_is_taken_over(program: Program) -> None:
    shown = open_domains(program)
    choose(shown, "fernandfinch.example")
    program.choose("domainViews", "options")
    program.click("trackBranded", within=shown)
    says(program, shown, "Migma has taken that over.")


def test_the_doctor_names_what_is_wrong(
    program: Program, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(internet, "two_spf", monkeypatch)
    shown = open_domains(program)
    add_own(program, shown, "shop.example")
    program.choose("domainViews", "doctor")
    program.click("examineButton", within=shown)
    says(program, shown, "Two SPF records")
    says(program, shown, "The record isn't there (3 records)")
    assert tab(shown, "doctor") == "DNS doctor: Something is wrong"
    assert internet.servers["public"].heard == []
    program.click("publicResolvers", within=shown)
    program.click("examineButton", within=shown)
    program.until(lambda: bool(internet.servers["public"].heard), "public name servers")
    program.until(program.button("examineButton").isVisible, "the end of the look")
    program.choose("domainViews", "records")
    says(program, shown, "Found, but wrong")


def test_the_doctor_can_be_stopped(
    program: Program, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(internet, "offline", monkeypatch)
    shown = open_domains(program)
    choose(shown, "northlightcoffee.example")
    program.choose("domainViews", "doctor")
    program.click("examineButton", within=shown)
    program.until(lambda: bool(internet.servers["resolver"].heard), "a question")
    program.click("stopExamineButton", within=shown)
    assert program.button("examineButton").isVisible()


def test_the_window_can_be_closed_while_the_doctor_asks(
    program: Program, internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(internet, "offline", monkeypatch)
    shown = open_domains(program)
    choose(shown, "northlightcoffee.example")
    program.choose("domainViews", "doctor")
    program.click("examineButton", within=shown)
    program.until(lambda: bool(internet.servers["resolver"].heard), "a question")
    shown.reject()
    program.until_closed("domainsWindow")
    assert listed(open_domains(program))


def test_a_test_is_sent_and_its_headers_say_yes(program: Program, tmp_path: Path) -> None:
    shown = open_domains(program)
    choose(shown, "fernandfinch.example")
    program.choose("domainViews", "test")
    program.type_into("domainTestAddress", "not an address", within=shown)
    program.click("sendDomainTestButton", within=shown)
    says(program, shown, "not an address")
    program.type_into("domainTestAddress", "me@example.com", within=shown)
    program.click("sendDomainTestButton", within=shown)
    says(program, shown, "Migma has accepted it for me@example.com")
    sent = program.logged()[0]
    assert sent.is_test
    assert sent.request.from_address.endswith("@fernandfinch.example")
    assert sent.request.recipient_email == "me@example.com"

    eml = tmp_path / "received.eml"
    eml.write_text(
        "Authentication-Results: mx.google.com; dkim=pass header.d=fernandfinch.example;\n"
        " spf=pass smtp.mailfrom=send.fernandfinch.example; dmarc=pass header.from="
        "fernandfinch.example\nFrom: hello@fernandfinch.example\n\nHello",
        "utf-8",
    )
    drop(shown, eml)
    says(program, shown, "It works")
    says(program, shown, "Signed by fernandfinch.example, and unchanged on its way.")
    assert tab(shown, "test") == "Test: It works"
    choose(shown, "northlightcoffee.example")
    assert tab(shown, "test") == "Test"
    choose(shown, "fernandfinch.example")
    assert tab(shown, "test") == "Test: It works"

    report = tmp_path / "report.html"
    program.click("saveReportButton", within=shown)
    program.choose_file("saveReportDialog", report)
    says(program, shown, "Saved as report.html")
    text = report.read_text("utf-8")
    for part in ("Check of fernandfinch.example", "It works", "me@example.com", "Zone file"):
        assert part in text


def drop(shown: QDialog, file: Path) -> None:
    view = shown.findChild(QPlainTextEdit, "receivedHeaders")
    assert view is not None
    assert drop_file(view.viewport(), file, QPoint(20, 20))


def test_what_the_practice_inbox_delivers_reads_as_a_yes(program: Program, server: Server) -> None:
    program.simple_email("me@example.com")
    sent = program.send()
    shown = open_domains(program)
    choose(shown, sent.request.from_address.rpartition("@")[2])
    program.choose("domainViews", "test")
    view = shown.findChild(QPlainTextEdit, "receivedHeaders")
    assert view is not None
    view.setPlainText(server.sandbox.inbox.messages[-1].as_bytes().decode())
    says(program, shown, "It works")


def test_a_headers_window_follows_the_choice_of_a_domain(program: Program) -> None:
    shown = open_domains(program)
    choose(shown, "northlightcoffee.example")
    program.choose("domainViews", "test")
    says(program, shown, "Migma sends from this domain as soon as it is verified.")
    assert not program.button("sendDomainTestButton").isEnabled()
