"""How careful sending is: the time to undo, the number to type, and an account's own limits."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from migma_desktop.core.models import Profile
from migma_desktop.core.settings import TYPE_COUNT_LIMIT, UNDO_SECONDS_LIMIT, Settings
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.switch import Switch

_WIDTH = 440
_LARGEST_CAP = 10_000_000
_FIRST_CAP = 1_000  # offered when the limit is switched on


class SafetyDialog(QDialog):
    """Shows the settings of sending, and takes changed ones.

    Signals:
        changed(int, int, Profile | None): seconds to undo, the number above which people type it,
            and the account with its lock and its limit.
    """

    changed = Signal(int, int, object)

    def __init__(
        self,
        settings: Settings,
        profile: Profile | None,
        *,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._profile = profile
        self.setObjectName("safetyDialog")
        self.setWindowTitle(self.tr("Sending and safety"))
        self.setModal(True)
        self._undo = _number(
            "undoSeconds", settings.undo_seconds, most=UNDO_SECONDS_LIMIT, unit=self.tr(" seconds")
        )
        self._undo.setSpecialValueText(self.tr("No time: emails leave at once"))
        self._type_above = _number(
            "typeCountAbove",
            settings.type_count_above,
            most=TYPE_COUNT_LIMIT,
            unit=self.tr(" people"),
        )
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(_words(self.tr("Sending and safety"), "title"))
        layout.addWidget(Field(self.tr("Time to &undo a send"), self._undo, icons=icons))
        layout.addWidget(
            Field(
                self.tr("Type the &number for mailings to more than"),
                self._type_above,
                icons=icons,
            )
        )
        if profile is not None:
            layout.addWidget(self._of_account(profile))
        layout.addSpacing(SPACE)
        layout.addLayout(self._buttons())
        self._undo.setFocus()

    def _of_account(self, profile: Profile) -> QWidget:
        self._tests_only = Switch(
            self.tr("Tests only: refuse every real send"),
            icons=self._icons,
            object_name="testsOnly",
        )
        self._tests_only.setChecked(profile.tests_only)
        self._has_cap = Switch(
            self.tr("Refuse mailings to more people than this"),
            icons=self._icons,
            object_name="batchCapOn",
        )
        self._has_cap.setChecked(profile.batch_cap is not None)
        self._cap = _number(
            "batchCap",
            profile.batch_cap or _FIRST_CAP,
            most=_LARGEST_CAP,
            unit=self.tr(" people"),
            least=1,
        )
        self._cap.setAccessibleName(self.tr("Most people of a mailing"))
        self._cap.setEnabled(self._has_cap.isChecked())
        self._has_cap.toggled.connect(self._cap.setEnabled)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(_words(self.tr("Only {name}").format(name=profile.name), "heading"))
        column.addWidget(self._tests_only)
        column.addWidget(self._has_cap)
        column.addWidget(self._cap)
        return box

    def _buttons(self) -> QHBoxLayout:
        cancel = Button(self.tr("Cancel"), icons=self._icons, object_name="safetyCancelButton")
        cancel.clicked.connect(self.reject)
        save = Button(
            self.tr("Save"), icons=self._icons, kind="primary", object_name="safetySaveButton"
        )
        save.setDefault(True)
        save.clicked.connect(self._on_save)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(save)
        return row

    def _on_save(self) -> None:
        profile = self._profile
        if profile is not None:
            profile = replace(
                profile,
                tests_only=self._tests_only.isChecked(),
                batch_cap=self._cap.value() if self._has_cap.isChecked() else None,
            )
        self.accept()
        self.changed.emit(self._undo.value(), self._type_above.value(), profile)


def _number(name: str, value: int, *, most: int, unit: str, least: int = 0) -> QSpinBox:
    box = QSpinBox()
    box.setObjectName(name)
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    box.setSuffix(unit)
    box.setValue(value)
    return box


def _words(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setFixedWidth(_WIDTH)
    set_look(label, "kind", kind)
    return label
