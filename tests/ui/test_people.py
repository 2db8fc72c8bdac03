"""Sample people in the window: the bar below the preview, their table, and how they come in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QWidget,
)

from migma_desktop.core.account import Contact
from migma_desktop.core.placeholders import find
from migma_desktop.core.sample_people import MOST_PEOPLE, SamplePerson, columns_of
from migma_desktop.core.table_people import TableImport, begin_import
from migma_desktop.core.tables import parse_table
from migma_desktop.ui.dialogs.contact_dialog import ContactDialog
from migma_desktop.ui.dialogs.import_people import ImportPeopleDialog
from migma_desktop.ui.dialogs.people_dialog import PeopleDialog
from migma_desktop.ui.widgets.people_bar import NEXT_KEYS, PeopleBar, PeopleView
from migma_desktop.ui.widgets.variables_model import (
    HINT_ROLE,
    STATE_ROLE,
    Column,
    ContactNote,
    RowState,
    VariablesModel,
)
from tests.architecture.controls import faults_of
from tests.dropping import drop_file
from tests.ui.stage import LEFT, Stage, button, line, words

PLACEHOLDERS = find("Hi {{first_name}}", "", "{{city}}", is_html=True)
USED = frozenset({"first_name", "city"})
ADA: SamplePerson = {"first_name": "Ada", "city": "London"}
BOB: SamplePerson = {"first_name": "Bob", "shoe": "44"}


# The bar


def test_the_bar_says_who_is_shown_and_where_that_is(stage: Stage) -> None:
    bar = stage.show(PeopleBar(icons=stage.icons))
    assert faults_of(bar) == []
    place = bar.findChild(QLabel, "peoplePlace")
    choice = bar.findChild(QToolButton, "peopleChoice")
    assert place is not None
    assert choice is not None
    assert not place.isVisible()
    bar.show_people(PeopleView(("Ada", "Bob"), ("Emoji", "Empty"), 2, "Lacks city", warns=True))
    assert (place.text(), choice.text().strip()) == ("2 of 2", "Bob")
    assert "A send never does" in choice.toolTip()
    assert "Lacks city" in words(bar)
    bar.show_people(PeopleView(("Ada", "Bob"), ("Emoji", "Empty"), 3))
    assert (place.text(), choice.accessibleName()) == ("1 of 2", "Preview as: Emoji")


def test_a_narrow_bar_shortens_the_name_only_for_a_note(stage: Stage) -> None:
    bar = stage.show(PeopleBar(icons=stage.icons))
    bar.resize(365, 39)  # below the preview in the smallest window
    choice = bar.findChild(QToolButton, "peopleChoice")
    assert choice is not None
    assert choice.text().strip() == "The email’s own values"
    bar.show_people(PeopleView(("Bartholomew Featherstonehaugh",), current=1, note="Lacks city"))
    assert choice.text().endswith("…")
    place = bar.findChild(QLabel, "peoplePlace")
    note = bar.findChild(QLabel, "peopleNote")
    assert place is not None
    assert note is not None
    assert not place.isVisible()
    QTest.qWait(0)  # until it is laid out
    assert note.width() > 100


def test_the_bar_is_stepped_and_chosen_from_by_name(stage: Stage) -> None:
    bar = stage.show(PeopleBar(icons=stage.icons))
    bar.show_people(PeopleView(("Ada & Bo",), ("Emoji",), 1, take_over="Make these the own ones"))
    steps: list[int] = []
    chosen: list[int] = []
    taken: list[bool] = []
    bar.step_wanted.connect(steps.append)
    bar.chosen.connect(chosen.append)
    bar.take_over_wanted.connect(lambda: taken.append(True))
    button(bar, "peopleNext").click()
    button(bar, "peoplePrevious").click()
    assert steps == [1, -1]
    assert button(bar, "peopleNext").shortcut() == QKeySequence(NEXT_KEYS)
    assert "Alt" in NEXT_KEYS
    choice = bar.findChild(QToolButton, "peopleChoice")
    assert choice is not None
    menu = choice.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert actions["Ada && Bo"].isChecked()
    actions["Emoji"].trigger()
    actions["The email’s own values"].trigger()
    actions["Make these the own ones"].trigger()
    assert (chosen, taken) == ([2, 0], [True])


# The table of people


class Owner:
    """What the people of a dialog are kept in."""

    def __init__(self, dialog: PeopleDialog, *people: SamplePerson) -> None:
        self.dialog = dialog
        self.people: list[SamplePerson] = []
        dialog.changed.connect(self.show)
        self.show(list(people))

    def show(self, people: list[SamplePerson]) -> None:
        self.people = people
        self.dialog.show_people(people, columns_of(PLACEHOLDERS, people), USED)

    @property
    def table(self) -> QTableView:
        table = self.dialog.findChild(QTableView, "peopleTable")
        assert table is not None
        return table

    def cell(self, row: int, column: int) -> QModelIndex:
        return self.table.model().index(row, column)


@pytest.fixture
def owner(stage: Stage) -> Owner:
    return Owner(stage.show(PeopleDialog(icons=stage.icons)), ADA, BOB)


def test_the_table_shows_each_persons_values_and_what_they_lack(owner: Owner) -> None:
    assert faults_of(owner.dialog) == []
    model = owner.table.model()
    headings = [
        model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())
    ]
    assert headings == ["first_name", "city", "shoe"]
    assert model.headerData(1, Qt.Orientation.Vertical) == "Bob"
    assert owner.cell(1, 1).data() == ""
    assert "stays open" in owner.cell(1, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "2 of at most 100" in words(owner.dialog)


def test_people_are_typed_and_added(owner: Owner) -> None:
    owner.table.model().setData(owner.cell(1, 1), "Köln")
    assert owner.people[1] == {"first_name": "Bob", "shoe": "44", "city": "Köln"}
    QTest.mouseClick(button(owner.dialog, "peopleAdd"), LEFT)
    editor = owner.table.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Zoe")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert owner.people[2] == {"first_name": "Zoe"}
    owner.table.model().setData(owner.cell(0, 0), "")
    assert owner.people[0] == {"city": "London"}


def test_who_was_removed_can_come_back(owner: Owner) -> None:
    assert not button(owner.dialog, "peopleRemove").isEnabled()
    owner.table.selectRow(0)
    owner.table.setFocus()
    QTest.keyClick(owner.table, Qt.Key.Key_Delete)
    assert owner.people == [BOB]
    undo = next(each for each in owner.dialog.banner.findChildren(QWidget) if _text(each) == "Undo")
    QTest.mouseClick(undo, LEFT)
    assert owner.people == [ADA, BOB]


def _text(widget: QWidget) -> str:
    text = widget.property("text")
    return text if isinstance(text, str) else ""


def test_a_file_is_dropped_onto_the_table(owner: Owner, tmp_path: Path) -> None:
    dropped: list[Path] = []
    owner.dialog.file_dropped.connect(dropped.append)
    assert drop_file(owner.dialog, tmp_path / "people.csv", QPoint(20, 200))
    assert dropped == [tmp_path / "people.csv"]


def test_a_full_table_takes_nobody_more(stage: Stage) -> None:
    owner = Owner(stage.show(PeopleDialog(icons=stage.icons)), *([ADA] * MOST_PEOPLE))
    assert not button(owner.dialog, "peopleAdd").isEnabled()


# From a table


class Importer:
    """An import dialog with what reads for it."""

    def __init__(self, stage: Stage, text: str, *, present: int = 0) -> None:
        self.dialog = ImportPeopleDialog("customers.csv", present=present, icons=stage.icons)
        self.added: list[SamplePerson] = []
        self.show(begin_import(parse_table(text), ("first_name", "city")))
        self.dialog.column_chosen.connect(
            lambda name, column: self.show(self.now.with_fill(name, column))
        )
        self.dialog.first_row_chosen.connect(lambda on: self.show(self.now.with_first_row(on)))
        self.dialog.delimiter_chosen.connect(
            lambda each: self.show(begin_import(parse_table(text, delimiter=each), ("first_name",)))
        )
        self.dialog.confirmed.connect(lambda rows: self.added.extend(self.now.people(rows)))
        stage.show(self.dialog)

    def show(self, now: TableImport) -> None:
        self.now = now
        self.dialog.show_import(now)

    def combo(self, name: str) -> QComboBox:
        box = self.dialog.findChild(QComboBox, name)
        assert box is not None
        return box

    @property
    def table(self) -> QTableView:
        table = self.dialog.findChild(QTableView, "importTable")
        assert table is not None
        return table


CUSTOMERS = "sep=;\nFirst Name;Ort;Note\nAda;London;x\nBob;Köln;y\nZoë;Bern;z\n"


def test_an_import_says_what_fills_what_and_takes_the_rows_that_are_checked(stage: Stage) -> None:
    importer = Importer(stage, CUSTOMERS)
    assert faults_of(importer.dialog) == []
    assert importer.combo("importColumn.first_name").currentText() == "First Name"
    assert importer.combo("importColumn.city").currentText() == "Ort"
    assert importer.combo("importDelimiter").currentText() == "Semicolon"
    model = importer.table.model()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "First Name → {{first_name}}"
    box = model.index(1, 0)
    model.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert "2 of 3 chosen" in words(importer.dialog)
    QTest.mouseClick(button(importer.dialog, "importAdd"), LEFT)
    assert importer.added == [
        {"first_name": "Ada", "city": "London", "Note": "x"},
        {"first_name": "Zoë", "city": "Bern", "Note": "z"},
    ]


def test_a_search_finds_people_to_take(stage: Stage) -> None:
    importer = Importer(stage, CUSTOMERS)
    QTest.mouseClick(button(importer.dialog, "importNone"), LEFT)
    assert not button(importer.dialog, "importAdd").isEnabled()
    QTest.keyClicks(line(importer.dialog, "importSearch"), "bern")
    QTest.mouseClick(button(importer.dialog, "importAll"), LEFT)
    assert button(importer.dialog, "importAdd").text() == "Add one person"


def test_columns_and_headings_follow_what_is_chosen(stage: Stage) -> None:
    importer = Importer(stage, CUSTOMERS)
    box = importer.combo("importColumn.city")
    box.setCurrentIndex(box.findText("Note"))
    box.activated.emit(box.currentIndex())
    assert importer.now.fills == {"first_name": 0, "city": 2}
    first_row = importer.dialog.findChild(QCheckBox, "importFirstRow")
    assert first_row is not None
    first_row.click()
    assert importer.table.model().rowCount() == 4
    assert box.currentText() == "No column"


def test_more_people_than_there_is_room_for_are_not_added(stage: Stage) -> None:
    importer = Importer(stage, CUSTOMERS, present=MOST_PEOPLE - 2)
    assert "0 of 3 chosen" in words(importer.dialog)
    QTest.mouseClick(button(importer.dialog, "importAll"), LEFT)
    assert "there is room for 2 more" in words(importer.dialog)
    assert not button(importer.dialog, "importAdd").isEnabled()


# From the contacts


@pytest.fixture
def contacts(stage: Stage) -> ContactDialog:
    return stage.show(ContactDialog(icons=stage.icons))


def test_a_contact_is_found_and_chosen(contacts: ContactDialog) -> None:
    assert faults_of(contacts) == []
    assert not button(contacts, "contactAdd").isEnabled()
    asked: list[str] = []
    chosen: list[Contact] = []
    contacts.words_changed.connect(asked.append)
    contacts.contact_chosen.connect(chosen.append)
    QTest.keyClicks(line(contacts, "contactSearch"), "ada")
    ada, bob = Contact("1", "ada@example.com", "Ada"), Contact("2", "bob@example.com")
    contacts.show_contacts([ada, bob])
    QTest.keyClick(line(contacts, "contactSearch"), Qt.Key.Key_Down)
    QTest.mouseClick(button(contacts, "contactAdd"), LEFT)
    assert chosen == [bob]


def test_nobody_found_is_said(contacts: ContactDialog) -> None:
    line(contacts, "contactSearch").setText("nobody")
    contacts.show_contacts([])
    assert "Nobody found for “nobody”" in words(contacts)
    assert not button(contacts, "contactAdd").isEnabled()


# Beside the names


def test_the_variables_say_how_many_contacts_have_a_name(qapp: QApplication) -> None:
    model = VariablesModel()
    notes = {
        "first_name": ContactNote("From each contact: everyone has it", covers_all=True),
        "city": ContactNote("No contact has this"),
    }
    model.show(PLACEHOLDERS, {}, notes)
    by_name = {row.name: number for number, row in enumerate(model.rows)}
    first, city = (model.index(by_name[name], Column.VALUE) for name in ("first_name", "city"))
    assert first.data(STATE_ROLE) == RowState.CONTACTS
    assert city.data(STATE_ROLE) == RowState.MISSING
    assert first.data(HINT_ROLE) == "From each contact: everyone has it"
    assert city.data(HINT_ROLE) == "No contact has this"
    model.show(PLACEHOLDERS, {"first_name": "Ada"}, notes)
    assert model.rows[by_name["first_name"]].state is RowState.FILLED
