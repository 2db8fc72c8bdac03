"""Walk a window and name the controls that somebody without a mouse or a screen cannot use."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.architecture.shortcuts import clashes_in

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
# What Qt builds these from speaks through them.
_WHOLE = (
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)


def faults_of(window: QWidget) -> list[str]:
    """Return what keeps the controls in a window, shown or not, from being used by everybody.

    Each needs an ``objectName`` (for tests and style sheets), a name for a screen reader, and a
    road by keyboard: a tab stop, a shortcut or a label's mnemonic. No key may mean two things.
    """
    buddies = _buddies(window)
    faults = []
    for control in _controls(window):
        known_as = _place(control)
        if not control.objectName():
            faults.append(f"{known_as} has no objectName")
        if not _spoken_name(control, buddies):
            faults.append(f"{known_as} has no accessible name")
        if not _has_keyboard_road(control, buddies):
            faults.append(f"{known_as} cannot be reached by keyboard")
    return faults + clashes_in(window)


def _controls(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, _CONTROLS) or _is_only_looked_at(widget):
            continue
        if not _is_inside_another(widget, window):
            yield widget


def _is_only_looked_at(widget: QWidget) -> bool:
    """Whether mouse and keyboard pass by: a button that is no more than a sign."""
    is_passed = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return is_passed and widget.focusPolicy() is Qt.FocusPolicy.NoFocus


def _is_inside_another(widget: QWidget, window: QWidget) -> bool:
    if widget.objectName().startswith("qt_") or isinstance(widget, (QScrollBar, QHeaderView)):
        return True
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, _WHOLE):
            # A named one was put into a cell of a list or table by the program itself.
            return not (isinstance(parent, QAbstractItemView) and widget.objectName())
        parent = parent.parentWidget()
    return False


def _spoken_name(control: QWidget, buddies: dict[QWidget, str]) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return (control.accessibleName() or text or buddies.get(control, "")).strip()


def _has_keyboard_road(control: QWidget, buddies: dict[QWidget, str]) -> bool:
    target = control.focusProxy() or control
    if target.focusPolicy() & Qt.FocusPolicy.TabFocus.value:
        return True
    if "&" in buddies.get(control, "") or _is_reached_by_arrows(control):
        return True
    if isinstance(control, QAbstractButton) and not control.shortcut().isEmpty():
        return True
    return any(not action.shortcut().isEmpty() for action in control.actions())


def _is_reached_by_arrows(control: QWidget) -> bool:
    """Of radio buttons that exclude each other one is a tab stop; arrows lead to the others."""
    parent = control.parentWidget()
    if not isinstance(control, QRadioButton) or parent is None:
        return False
    group = parent.findChildren(QRadioButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return any(each.focusPolicy() & Qt.FocusPolicy.TabFocus.value for each in group)


def _buddies(window: QWidget) -> dict[QWidget, str]:
    labelled = ((label.buddy(), label.text()) for label in window.findChildren(QLabel))
    return {control: text for control, text in labelled if control is not None}


def _place(control: QWidget) -> str:
    """Describe a control so that it can be found: its class, and the named things around it."""
    names = []
    around: QObject | None = control
    while around is not None:
        if around.objectName():
            names.append(around.objectName())
        around = around.parent()
    kind = type(control).__name__
    return f"{kind} {' in '.join(names)}" if names else f"{kind} without any name around it"
