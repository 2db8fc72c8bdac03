"""The walk over a window notices what it is there for, and leaves Qt's own inner parts alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTableWidget,
    QTabWidget,
    QTextBrowser,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.architecture.controls import faults_of


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def named(control: QWidget) -> QWidget:
    control.setObjectName("thing")
    control.setAccessibleName("Thing")
    return control


@pytest.mark.parametrize(
    "kind",
    [
        QCheckBox,
        QComboBox,
        QDateEdit,
        QLineEdit,
        QPlainTextEdit,
        QPushButton,
        QSpinBox,
        QTableWidget,
        QTextBrowser,
    ],
)
def test_a_named_control_has_no_faults_and_a_nameless_one_has_two(
    window: QWidget, kind: type[QWidget]
) -> None:
    control = kind(window)
    assert len(faults_of(window)) == 2
    named(control)
    assert faults_of(window) == []


def test_a_control_that_tab_passes_by_is_noticed(window: QWidget) -> None:
    named(QLineEdit(window)).setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert faults_of(window) == ["QLineEdit thing cannot be reached by keyboard"]


def test_a_shortcut_is_a_road_to_a_button(window: QWidget) -> None:
    button = QPushButton("&Send", window)
    named(button).setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert faults_of(window) == []


def test_the_text_of_a_button_is_its_name(window: QWidget) -> None:
    QPushButton("Send", window).setObjectName("sendButton")
    assert faults_of(window) == []


def test_a_button_with_only_an_icon_needs_a_name(window: QWidget) -> None:
    QToolButton(window).setObjectName("sendButton")
    assert "QToolButton sendButton has no accessible name" in faults_of(window)


def test_a_label_names_its_buddy(window: QWidget) -> None:
    form = QFormLayout(window)
    field = QLineEdit()
    field.setObjectName("subject")
    form.addRow("&Subject", field)
    assert faults_of(window) == []


def test_a_label_that_names_nobody_does_not_count(window: QWidget) -> None:
    QLabel("Subject", window)
    QLineEdit(window).setObjectName("subject")
    assert faults_of(window) == ["QLineEdit subject has no accessible name"]


def test_a_tool_bar_button_is_reached_by_the_shortcut_of_its_action(window: QWidget) -> None:
    tools = QToolBar(window)
    action = QAction("Save", tools)
    tools.addAction(action)
    tools.widgetForAction(action).setObjectName("saveButton")
    assert faults_of(window) == ["QToolButton saveButton cannot be reached by keyboard"]
    action.setShortcut("Ctrl+S")
    assert faults_of(window) == []


def test_controls_on_a_page_that_is_not_shown_count_too(window: QWidget) -> None:
    tabs = QTabWidget(window)
    page = QWidget()
    QLineEdit(page)
    tabs.addTab(QWidget(), "One")
    tabs.addTab(page, "Two")
    assert len(faults_of(window)) == 2


def test_a_control_in_a_cell_of_a_table_counts(window: QWidget) -> None:
    table = QTableWidget(1, 1, window)
    named(table)
    cell = QLineEdit()
    cell.setObjectName("cell")
    table.setCellWidget(0, 0, cell)
    assert faults_of(window) == [
        "QLineEdit cell in qt_scrollarea_viewport in thing has no accessible name"
    ]


def test_a_control_in_a_scrolled_form_counts(window: QWidget) -> None:
    form = QWidget()
    QLineEdit(form)
    area = QScrollArea(window)
    area.setWidget(form)
    assert len(faults_of(window)) == 2


def test_the_inner_parts_of_an_editable_box_do_not_count(window: QWidget) -> None:
    box = QComboBox(window)
    box.setEditable(True)
    named(box)
    edit = QLineEdit(window)
    named(edit)
    edit.setClearButtonEnabled(True)
    assert faults_of(window) == []
