"""The account's contacts, offered while an address is typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QMenu

from migma_desktop.sandbox import faults
from migma_desktop.storage.keychain import MemoryKeychain
from migma_desktop.ui.widgets.picker_list import ItemRole, PickerItem
from tests.e2e.conftest import Open
from tests.e2e.driver import Program
from tests.e2e.menus import choose
from tests.e2e.server import TEST_KEY, Server


def offered(program: Program) -> list[PickerItem]:
    """The contacts that stand below the address just now."""
    popup = people_popup()
    if popup is None or not popup.isVisible():
        return []
    model = popup.model()
    items = [model.index(row, 0).data(ItemRole) for row in range(model.rowCount())]
    return [item for item in items if isinstance(item, PickerItem)]


def people_popup() -> QListView | None:
    views = [view for view in QApplication.allWidgets() if isinstance(view, QListView)]
    return next((view for view in views if view.objectName() == "recipientPeople"), None)


def type_address(program: Program, text: str) -> None:
    line = program.line("recipientEmail")
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)


def is_kept(program: Program) -> bool:
    draft = program.app.drafts.draft
    lists, profile = program.app.kept_lists, program.app.account.profile_id
    return lists.find_contacts(profile, draft.project_id, "", most=1) is not None


def test_a_contact_is_found_by_name_and_chosen_by_keyboard(
    open_program: Open, server: Server
) -> None:
    program = open_program()
    program.connect(TEST_KEY)
    type_address(program, "amelia whit")
    program.until(lambda: bool(offered(program)), "contacts below the address")
    first = offered(program)[0]
    assert first.title == "Amelia Whitcombe"
    line = program.line("recipientEmail")
    popup = people_popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == first.id
    assert program.app.drafts.draft.recipient.email == first.id
    program.until(lambda: is_kept(program), "the contacts on disk")
    program.settle()


def test_contacts_that_were_read_once_are_found_without_a_network(
    open_program: Open, server: Server
) -> None:
    keychain = MemoryKeychain()
    program = open_program(keychain=keychain)
    program.connect(TEST_KEY)
    type_address(program, "a")
    program.until(lambda: is_kept(program), "the contacts on disk")
    program.settle()
    server.sandbox.faults.add(faults.not_json(), path="/v1/contacts*")
    again = open_program(keychain=keychain)
    again.until_connected()
    type_address(again, "whit")
    again.until(lambda: bool(offered(again)), "contacts below the address")
    assert {item.title.split()[1] for item in offered(again)} == {"Whitcombe"}
    type_address(again, "zzz")
    again.until(lambda: not offered(again), "nobody")
    again.settle()


def test_a_contact_that_gets_no_email_says_so(open_program: Open, server: Server) -> None:
    contacts = server.sandbox.account.contacts.values()
    bounced = next(each for each in contacts if each.status == "bounced")
    program = open_program()
    program.connect(TEST_KEY)
    type_address(program, bounced.email)
    program.app.window.message_panel.recipient_box.people_wanted.emit(bounced.email[:-1])
    type_address(program, bounced.email[:-1])
    program.until(lambda: bool(offered(program)), "the contact")
    assert "bounced" in offered(program)[0].subtitle
    program.settle()


def test_forgetting_a_person_takes_kept_contacts_and_pictures_of_emails_along(
    open_program: Open, server: Server
) -> None:
    program = open_program()
    program.connect(TEST_KEY)
    type_address(program, "a")
    program.until(lambda: is_kept(program), "the contacts on disk")
    program.settle()
    cache = program.folder / "cache"
    assert b"amelia.whitcombe" in (cache / "lists.db").read_bytes() + wal(cache)
    for picture in (cache / "emails" / "acme" / "1.png", cache / "templates" / "2.png"):
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(b"Hi Amelia")
    choose(program.pilot.find(QMenu, "logMore.menu"), "Forget a person…")
    dialog = program.dialog("forgetPersonDialog")
    program.type_into("forgetAddress", "amelia.whitcombe@example.com", within=dialog)
    program.click("forgetLook", within=dialog)
    program.until(lambda: program.button("forgetConfirm").isVisible(), "the places")
    program.click("forgetConfirm", within=dialog)
    program.until_told("delete the contact in Migma too")
    program.until(
        lambda: not [*cache.glob("lists.db*"), *cache.glob("**/*.png")],
        "nothing of them to be left",
    )
    program.settle()


def wal(cache: Path) -> bytes:
    file = cache / "lists.db-wal"
    return file.read_bytes() if file.exists() else b""
