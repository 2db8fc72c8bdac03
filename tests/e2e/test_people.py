"""Sample people from the window into the inbox: a test carries them, a send never does."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QListWidget, QMenu, QTableView

from migma_desktop.core.models import RecipientType, Send, SendState
from migma_desktop.ui.dialogs.people_dialog import PeopleDialog
from migma_desktop.ui.widgets.variables_model import HINT_ROLE, RowState, VariablesModel
from tests.e2e.driver import Program
from tests.e2e.menus import choose
from tests.e2e.server import Server

TEXT = "Hi {{first_name}} of {{company}}, **{{offer}}** ends soon."
CSV = 'sep=;\r\n"First name";Firma\r\n"Jörg";"Löwen & Söhne; Köln"\r\n"Zoë";\r\n'


def _write(program: Program) -> None:
    program.address(RecipientType.PERSON, "maya@example.com")
    program.type_into("subject", "For {{first_name}}")
    program.write(TEXT)
    program.fill({"first_name": "Maya", "company": "Acme", "offer": "Tea"})


def _step(program: Program, *, by_keys: bool = False) -> str:
    """Go on to the next person, and return what the preview shows then."""
    before = program.preview
    if by_keys:
        program.app.window.activateWindow()
        program.until(program.app.window.isActiveWindow, "the window to be in front")
        program.editor.setFocus()
        QTest.keyClick(program.editor, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    else:
        program.click("peopleNext")
    program.settle()
    program.until(lambda: program.preview != before, "another person in the preview")
    return program.preview


def _import(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "Kunden.csv"
    path.write_bytes(CSV.encode("cp1252"))
    program.click("peopleManage")
    people = program.dialog("peopleDialog")
    program.click("peopleFile", within=people)
    program.choose_file("peopleFileDialog", path)
    program.click("importAdd", within=program.dialog("importPeopleDialog"))
    program.until_closed("importPeopleDialog")
    program.click("peopleDone", within=people)
    program.settle()


def _send_test(program: Program, to: str) -> Send:
    known = {send.id for send in program.logged()}
    program.click("sendTestButton")
    dialog = program.dialog("sendTestDialog")
    program.type_into("testAddress", to, within=dialog)
    program.click("testSendButton", within=dialog)
    new = program.until_there(
        lambda: next((send for send in program.logged() if send.id not in known), None), "a test"
    )
    return program.until_state(new.id, SendState.ACCEPTED)


def test_a_test_carries_what_the_preview_shows_and_the_send_the_emails_own_values(
    program: Program, server: Server, tmp_path: Path
) -> None:
    _write(program)
    own = program.preview
    _import(program, tmp_path)
    shown = program.preview
    assert "Hi Jörg of Löwen &amp; Söhne; Köln, <strong>Tea</strong>" in shown
    assert program.preview_shows(shown)
    assert program.app.drafts.draft.variables["first_name"] == "Maya"

    test = _send_test(program, "me@example.com")
    assert test.sample == "Jörg"
    badge = program.button("testedBadge")
    program.until(
        lambda: badge.accessibleName() == "Tested with the values of Jörg, not with these",
        "the badge",
    )
    dialog = program.ask_to_send()
    assert "The preview shows “Jörg”: those values don’t leave." in program.words_of(dialog)
    program.click("confirmSendButton", within=dialog)
    program.until(lambda: len(program.logged()) >= 2, "the send in the log")
    sent = program.until_state(program.logged()[0].id, SendState.ACCEPTED)
    assert sent.sample == ""

    first, second = server.delivered()
    assert (first.to, first.html) == ("me@example.com", shown)
    assert (second.to, second.html) == ("maya@example.com", own)
    assert str(second.message["Subject"]) == "For Maya"


def test_stepping_goes_round_and_another_email_begins_with_its_own_values(
    program: Program, tmp_path: Path
) -> None:
    _write(program)
    own = program.preview
    _import(program, tmp_path)
    assert "Hi Zoë of Acme" in _step(program, by_keys=True)  # Zoë's firm is an empty cell
    seen = [_step(program) for _ in range(6)]
    assert "Maximiliana" in seen[0]
    assert "{{first_name}}" in seen[5]
    assert _step(program) == own
    _step(program)
    program.new_email()
    assert program.app.renders.guise is None


def test_rows_are_pasted_and_the_values_become_the_emails_own_by_order_only(
    program: Program,
) -> None:
    _write(program)
    program.click("peopleManage")
    dialog = program.dialog("peopleDialog")
    assert isinstance(dialog, PeopleDialog)
    QApplication.clipboard().setText("FIRST-NAME\tcompany\nAnn\tBrown & Co\n")
    table = program.pilot.find(QTableView, "peopleTable")
    program.click("peoplePaste", within=dialog)
    program.click("importAdd", within=program.dialog("importPeopleDialog"))
    program.until(lambda: len(dialog.people) == 1, "the pasted person")
    assert table.model().index(0, 0).data() == "Ann"
    program.click("peopleDone", within=dialog)
    program.settle()
    assert "Hi Ann of Brown &amp; Co" in program.preview

    choose(program.pilot.find(QMenu, "peopleMenu"), "Make these the email’s own values")
    program.settle()
    assert program.app.drafts.draft.variables == {
        "first_name": "Ann",
        "company": "Brown & Co",
        "offer": "Tea",
    }
    program.answer("These are the email’s own values now", "Undo")
    assert program.app.drafts.draft.variables["first_name"] == "Maya"


def test_in_a_batch_names_are_held_against_what_the_contacts_have(
    program: Program, server: Server
) -> None:
    program.address(RecipientType.SEGMENT, "VIP customers")
    program.type_into("subject", "For {{firstName}}")
    program.write("Hi {{frist_name}}, your mail is {{email}}.")
    program.settle()
    checks = program.pilot.find(QListWidget, "checksList")

    def found() -> list[str]:
        return [checks.item(row).text() for row in range(checks.count())]

    program.until(lambda: any("people have {{firstName}}" in text for text in found()), "the share")
    assert any("No contact has {{frist_name}}" in text for text in found())
    model = program.pilot.find(QTableView, "variablesTable").model()
    assert isinstance(model, VariablesModel)
    hints = {row.name: model.index(n, 1).data(HINT_ROLE) for n, row in enumerate(model.rows)}
    assert hints["email"] == "From each contact: everyone has it"
    assert hints["frist_name"] == "No contact has this. Did you mean firstName?"
    assert {row.name: row.state for row in model.rows} == {
        "firstName": RowState.MISSING,
        "frist_name": RowState.MISSING,
        "email": RowState.CONTACTS,
    }
    asked = [request for request in server.sandbox.requests if "field-catalog" in request.path]
    assert len(asked) == 1


def test_a_contact_of_the_account_is_found_by_name(program: Program) -> None:
    _write(program)
    program.click("peopleManage")
    people = program.dialog("peopleDialog")
    assert isinstance(people, PeopleDialog)
    program.click("peopleContact", within=people)
    dialog = program.dialog("contactDialog")
    program.type_into("contactSearch", "müller", within=dialog)
    found = program.pilot.find(QListView, "contactList")
    program.until(
        lambda: (
            found.model() is not None
            and found.model().rowCount() > 0
            and "Müller" in str(found.model().index(0, 0).data())
        ),
        "the contact",
    )
    program.click("contactAdd", within=dialog)
    program.until(lambda: len(people.people) == 1, "the contact in the table")
    program.click("peopleDone", within=people)
    program.settle()
    assert "Hi Jürgen of Acme" in program.preview
