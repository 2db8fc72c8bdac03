"""The table of variables: what it lists, what can be typed, pasted and taken away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.models import JsonValue, Placeholder, PlaceholderSpot
from migma_desktop.core.placeholders import find
from migma_desktop.core.variables import ValueKind
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.pilot import press_keys
from migma_desktop.ui.widgets.variables_model import (
    HINT_ROLE,
    STATE_ROLE,
    Column,
    RowState,
    VariablesModel,
)
from migma_desktop.ui.widgets.variables_panel import VariablesPanel

CONTROL = Qt.KeyboardModifier.ControlModifier
LETTER = find("Hi {{name}}", "", '<a href="{{link}}">{{name}}</a> {{city}}', is_html=True)


class Desk:
    """A panel with the draft's values behind it, as the program holds them."""

    def __init__(self, panel: VariablesPanel, placeholders: tuple[Placeholder, ...]) -> None:
        self.panel = panel
        self.placeholders = placeholders
        self.values: dict[str, JsonValue] = {}
        self.counts: list[tuple[int, int]] = []
        panel.value_given.connect(self._on_value_given)
        panel.value_taken.connect(self._on_value_taken)
        panel.values_pasted.connect(self._on_values_pasted)
        panel.count_changed.connect(lambda missing, names: self.counts.append((missing, names)))
        self.show()

    def show(self) -> None:
        self.panel.show_variables(self.placeholders, self.values)

    def _on_value_given(self, name: str, value: JsonValue) -> None:
        self.values[name] = value
        self.show()

    def _on_value_taken(self, name: str) -> None:
        self.values.pop(name, None)
        self.show()

    def _on_values_pasted(self, rows: list[tuple[str, str]]) -> None:
        self.values.update(rows)
        self.show()

    @property
    def table(self) -> QTableView:
        table = self.panel.findChild(QTableView, "variablesTable")
        assert table is not None
        return table

    @property
    def model(self) -> VariablesModel:
        model = self.table.model()
        assert isinstance(model, VariablesModel)
        return model

    def names(self) -> list[str]:
        return [row.name for row in self.model.rows]

    def states(self) -> dict[str, RowState]:
        return {row.name: row.state for row in self.model.rows}

    def cell(self, name: str, column: Column = Column.VALUE) -> QModelIndex:
        return self.model.index(self.names().index(name), column)

    def open(self, name: str, column: Column = Column.VALUE) -> QWidget:
        """Open a cell as a click does."""
        self.table.setCurrentIndex(self.cell(name, column))
        if self.table.indexWidget(self.cell(name, column)) is None:
            self.table.edit(self.cell(name, column))
        editor = self.table.indexWidget(self.cell(name, column))
        assert editor is not None
        return editor

    def type(self, name: str, text: str) -> QWidget:
        editor = self.open(name)
        press_keys(editor, text)
        return editor

    def choose_kind(self, name: str, kind: ValueKind) -> None:
        box = self.open(name, Column.KIND)
        assert isinstance(box, QComboBox)
        box.setCurrentIndex(box.findData(kind))
        box.activated.emit(box.currentIndex())
        QTest.keyClick(box, Qt.Key.Key_Escape)


@pytest.fixture
def desk(qtbot: QtBot, icons: Icons) -> Desk:
    panel = VariablesPanel(icons=icons)
    qtbot.addWidget(panel)
    panel.resize(900, 300)
    panel.show()
    return Desk(panel, LETTER)


def test_each_name_stands_once_with_all_its_places(desk: Desk) -> None:
    assert desk.names() == ["name", "link", "city"]
    assert desk.cell("name", Column.USED).data() == "subject, text"
    assert desk.cell("link", Column.USED).data() == "link"
    assert desk.counts[-1] == (3, 3)


def test_an_email_without_variables_says_how_to_make_one(desk: Desk) -> None:
    desk.placeholders = ()
    desk.show()
    empty = desk.panel.findChild(QWidget, "variablesEmpty")
    assert empty is not None
    assert empty.isVisible()
    assert not desk.table.isVisible()


def test_what_is_typed_becomes_the_value_with_each_key(desk: Desk) -> None:
    desk.type("name", "Ama")
    assert desk.values == {"name": "Ama"}
    assert desk.states()["name"] is RowState.FILLED
    assert desk.counts[-1] == (2, 3)


def test_a_cell_that_is_being_typed_in_stays_open_while_the_email_is_rendered(desk: Desk) -> None:
    editor = desk.type("name", "Am")
    desk.show()
    QTest.keyClicks(editor, "a")
    assert desk.table.indexWidget(desk.cell("name")) is editor
    assert desk.values == {"name": "Ama"}


def test_a_fallback_is_shown_as_a_hint_and_counts_as_no_gap(qtbot: QtBot, icons: Icons) -> None:
    panel = VariablesPanel(icons=icons)
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.count_changed) as counted:
        panel.show_variables(find("{{name|there}} {{city}}", "", "", is_html=False), {})
    assert counted.args == [1, 2]
    model = next(iter(panel.findChildren(VariablesModel)))
    by_name = {row.name: number for number, row in enumerate(model.rows)}
    index = model.index(by_name["name"], Column.VALUE)
    assert index.data(HINT_ROLE) == "there (fallback)"
    assert index.data(STATE_ROLE) is RowState.FALLBACK
    assert "people read “there”" in index.data(Qt.ItemDataRole.ToolTipRole)
    panel.grab()
    panel.show_variables(find("{{name|there}}", "", "", is_html=False), {"name": "Ada"})
    assert model.rows[0].state is RowState.FILLED


def test_enter_goes_to_the_next_row(desk: Desk) -> None:
    editor = desk.type("name", "Ama")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert desk.table.currentIndex() == desk.cell("link")


def test_a_visited_empty_cell_gets_no_value(desk: Desk) -> None:
    editor = desk.open("name")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert desk.values == {}
    assert desk.states()["name"] is RowState.MISSING


def test_a_value_that_is_typed_away_is_an_empty_text(desk: Desk) -> None:
    editor = desk.type("name", "A")
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert desk.values == {"name": ""}
    assert desk.states()["name"] is RowState.FILLED


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_takes_a_value_away(desk: Desk, key: Qt.Key) -> None:
    desk.values = {"name": "Ama", "city": "Köln"}
    desk.show()
    desk.table.setCurrentIndex(desk.cell("name", Column.NAME))
    QTest.keyClick(desk.table, key)
    assert desk.values == {"city": "Köln"}
    assert desk.states()["name"] is RowState.MISSING


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (ValueKind.NUMBER, "12.50", 12.5),
        (ValueKind.NUMBER, "7", 7),
        (ValueKind.JSON, '{"a": [1, null]}', {"a": [1, None]}),
    ],
)
def test_a_value_can_be_of_another_kind(
    desk: Desk, kind: ValueKind, typed: str, value: JsonValue
) -> None:
    desk.type("name", typed)
    assert desk.values == {"name": typed}
    desk.choose_kind("name", kind)
    assert desk.values == {"name": value}
    assert desk.cell("name").data() == typed


def test_yes_or_no_is_chosen(desk: Desk) -> None:
    desk.type("name", "yes")
    desk.choose_kind("name", ValueKind.YES_NO)
    assert desk.values == {"name": True}
    box = desk.open("name")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert desk.values == {"name": False}


def test_what_is_no_number_stays_typed_and_says_why(desk: Desk) -> None:
    desk.type("name", "a dozen")
    desk.choose_kind("name", ValueKind.NUMBER)
    assert desk.values == {}
    assert desk.states()["name"] is RowState.INVALID
    assert desk.cell("name").data() == "a dozen"
    assert desk.cell("name").data(Qt.ItemDataRole.ToolTipRole)
    assert desk.counts[-1] == (3, 3)
    desk.choose_kind("name", ValueKind.TEXT)
    assert desk.values == {"name": "a dozen"}


def test_a_postcode_stays_a_text(desk: Desk) -> None:
    desk.type("city", "01067")
    assert desk.values == {"city": "01067"}


def test_two_columns_of_a_spreadsheet_are_pasted(desk: Desk, qapp: QApplication) -> None:
    qapp.clipboard().setText("Name\tValue\nname\tAma\ncity\tKöln\nshoe size\t38\n")
    QTest.keyClick(desk.table, Qt.Key.Key_V, CONTROL)
    assert desk.values == {"name": "Ama", "city": "Köln", "shoe size": "38"}
    assert desk.states() == {
        "name": RowState.FILLED,
        "link": RowState.MISSING,
        "city": RowState.FILLED,
        "shoe size": RowState.UNUSED,
    }


def test_what_is_pasted_into_a_cell_stays_in_the_cell(desk: Desk, qapp: QApplication) -> None:
    qapp.clipboard().setText("Köln")
    editor = desk.open("city")
    assert isinstance(editor, QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert desk.values == {"city": "Köln"}


def test_the_value_of_a_name_that_went_away_is_kept_for_its_return(desk: Desk) -> None:
    desk.type("city", "Köln")
    desk.placeholders = tuple(each for each in LETTER if each.name != "city")
    desk.show()
    assert desk.states()["city"] is RowState.UNUSED
    assert desk.cell("city", Column.USED).data() == "Not used"
    desk.placeholders = LETTER
    desk.show()
    assert desk.states()["city"] is RowState.FILLED
    assert desk.cell("city").data() == "Köln"


def test_names_without_a_value_come_first(desk: Desk) -> None:
    desk.values = {"name": "Ama", "gone": "1"}
    desk.show()
    desk.placeholders = (*LETTER, *find("{{new}}", "", "", is_html=True))
    desk.show()
    assert desk.names() == ["link", "city", "new", "name", "gone"]


def test_the_cursor_can_be_brought_to_the_first_gap(desk: Desk) -> None:
    desk.values = {"name": "Ama"}
    desk.show()
    desk.panel.focus_first_missing()
    assert desk.table.currentIndex() == desk.cell("link")


@pytest.mark.parametrize("spot", list(PlaceholderSpot))
def test_each_place_has_a_name(desk: Desk, spot: PlaceholderSpot) -> None:
    assert desk.model.used_in([spot])
    assert desk.model.used_in([spot, spot]).endswith(" ×2")


def test_a_screen_reader_hears_what_a_row_lacks(desk: Desk) -> None:
    heard = desk.cell("city", Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith("city No value yet")


def problem_of(desk: Desk) -> str:
    """Return what the line below the table says, empty while it isn't there."""
    line = desk.panel.findChild(QLabel, "variableProblem")
    assert line is not None
    assert line.accessibleName() == line.text() == desk.table.accessibleDescription()
    return line.text() if line.isVisible() else ""


def test_a_refused_value_is_explained_below_the_table_until_it_is_one(desk: Desk) -> None:
    assert problem_of(desk) == ""
    desk.choose_kind("name", ValueKind.NUMBER)
    desk.type("name", "seven")
    assert problem_of(desk).startswith("name: “seven” isn't a number. Write digits")
    assert "has no value" in problem_of(desk)
    editor = desk.open("name")
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    desk.type("name", "7")
    assert problem_of(desk) == ""
    assert desk.values["name"] == 7


def test_of_several_refused_values_the_one_in_hand_is_explained(desk: Desk) -> None:
    for name in ("name", "city"):
        desk.choose_kind(name, ValueKind.NUMBER)
        desk.type(name, f"no-{name}")
    assert problem_of(desk).startswith("city: ")
    desk.table.setCurrentIndex(desk.cell("name"))
    assert problem_of(desk).startswith("name: ")
    desk.table.setCurrentIndex(desk.cell("link"))
    assert problem_of(desk).startswith("name: ")


def test_the_explanation_goes_with_its_row(desk: Desk) -> None:
    desk.choose_kind("city", ValueKind.NUMBER)
    desk.type("city", "Rome")
    assert problem_of(desk) != ""
    desk.placeholders = find("Hi {{name}}", "", "", is_html=True)
    desk.show()
    assert problem_of(desk) == ""
