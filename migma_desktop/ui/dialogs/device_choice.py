"""The devices that Migma has, to be ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.device_previews import Device
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.widgets.spinner import Spinner

_COLUMNS = 2


class DeviceChoice(QStackedWidget):
    """Waits for the list, then shows it by kind.

    Signals:
        count_changed(int): so many devices are ticked.
    """

    count_changed = Signal(int)

    def __init__(self, *, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self.setObjectName("deviceChoice")
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.addStretch(1)
        column.addWidget(Spinner(icons=icons), 0, Qt.AlignmentFlag.AlignCenter)
        words = QLabel(self.tr("Asking Migma which devices there are…"))
        set_look(words, "kind", "muted")
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self.addWidget(waiting)

    def show_devices(self, devices: Sequence[Device], usual: Sequence[Device]) -> None:
        """Offer these devices, the usual ones ticked."""
        inside = QWidget()
        set_look(inside, "kind", "scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE)
        line = 0
        for category, name in self._categories(devices):
            heading = QLabel(name)
            set_look(heading, "kind", "label")
            grid.addWidget(heading, line, 0, 1, _COLUMNS)
            line += 1
            those = [device for device in devices if device.category == category]
            for number, device in enumerate(those):
                box = QCheckBox(device.name)
                box.setObjectName(f"device.{device.key}")
                box.setToolTip(device.key)
                box.setChecked(device in usual)
                box.toggled.connect(self._on_toggled)
                self._boxes[device.key] = box
                grid.addWidget(box, line + number // _COLUMNS, number % _COLUMNS)
            line += -(-len(those) // _COLUMNS)
        grid.setRowStretch(line, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        scroll = QScrollArea()
        scroll.setObjectName("deviceList")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        self.addWidget(scroll)
        self.setCurrentWidget(scroll)
        self._on_toggled()

    def stop_waiting(self) -> None:
        """Wait for no list any more: there will be none."""
        if not self._boxes:
            self.setCurrentIndex(self.addWidget(QWidget()))

    def chosen(self) -> tuple[str, ...]:
        """Return the keys of the ticked devices."""
        return tuple(key for key, box in self._boxes.items() if box.isChecked())

    def _on_toggled(self) -> None:
        self.count_changed.emit(len(self.chosen()))

    def _categories(self, devices: Sequence[Device]) -> list[tuple[str, str]]:
        names = {
            "MOBILE": self.tr("Phones"),
            "DESKTOP": self.tr("Computers"),
            "WEB": self.tr("In a browser"),
        }
        found = list(dict.fromkeys(device.category for device in devices))
        ordered = [each for each in names if each in found]
        ordered += [each for each in found if each not in names]
        return [(each, names.get(each, self.tr("Others"))) for each in ordered]
