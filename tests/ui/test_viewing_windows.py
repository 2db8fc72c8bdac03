"""The windows around the preview, each by itself: devices, hosts, the row of an inbox."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QListView

from migma_desktop.core.device_previews import Device, DevicePreview, DeviceShot, ShotState
from migma_desktop.core.errors import PermissionMissing
from migma_desktop.core.inbox_row import Listing
from migma_desktop.core.plain_part import TextPart
from migma_desktop.core.remote_content import remote_hosts
from migma_desktop.core.texts import say
from migma_desktop.ui.dialogs.devices_window import DevicesWindow
from migma_desktop.ui.dialogs.hosts_dialog import HostsDialog
from migma_desktop.ui.theme import Theme, ThemeMode
from migma_desktop.ui.widgets.inbox_page import InboxPage
from migma_desktop.ui.widgets.inbox_row_view import DARK_PAPER, LIGHT_PAPER, InboxRowView
from migma_desktop.ui.widgets.text_page import TextPage
from tests.architecture.controls import faults_of
from tests.ui.stage import Stage, button, words

DEVICES = (
    Device("a.ios", "A on iPhone", "MOBILE"),
    Device("b.web", "B in a browser", "WEB"),
    Device("c.x", "C", "TOASTER"),
)


def _shots(*states: ShotState) -> tuple[DeviceShot, ...]:
    named = zip(DEVICES, states, strict=True)
    return tuple(DeviceShot(device.key, device.name, state) for device, state in named)


def _devices(stage: Stage) -> DevicesWindow:
    return stage.show(DevicesWindow(icons=stage.icons, is_practice=True))


def test_nothing_can_be_paid_for_before_a_device_is_chosen(stage: Stage) -> None:
    window = _devices(stage)
    wanted: list[Sequence[str]] = []
    window.wanted.connect(wanted.append)
    take = button(window, "devicesTakeButton")
    assert not take.isEnabled()
    assert "2 credits" in take.text()
    window.show_devices(DEVICES, DEVICES[:1])
    assert take.isEnabled()
    box = window.findChild(QCheckBox, "device.a.ios")
    assert box is not None
    box.setChecked(False)
    assert not take.isEnabled()
    for each in window.findChildren(QCheckBox):
        each.setChecked(True)
    take.click()
    assert wanted == [("a.ios", "b.web", "c.x")]
    assert "Others" in words(window)
    assert faults_of(window) == []


def test_devices_tell_how_far_they_are(stage: Stage) -> None:
    window = _devices(stage)
    window.show_devices(DEVICES, DEVICES)
    window.show_begun()
    working, done, failed = ShotState.WORKING, ShotState.DONE, ShotState.FAILED
    window.show_preview(DevicePreview("p", "PROCESSING", _shots(done, working, failed)))
    assert "2 of 3 devices" in words(window)
    picture = QImage(40, 80, QImage.Format.Format_RGB32)
    picture.fill(QColor("#00aa00"))
    window.show_picture("a.ios", picture)
    tiles = window.findChild(QListView, "deviceTiles")
    assert tiles is not None
    told = [str(tiles.model().index(row, 0).data(3)) for row in range(3)]
    assert told == ["Press it to see it large", "Waiting for the picture", "This device failed"]
    icon = tiles.model().index(0, 0).data(1)
    shown = icon.pixmap(tiles.iconSize()).toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() // 2).name() == "#00aa00"
    end = DevicePreview("p", "PARTIAL_SUCCESS", _shots(done, done, failed), credits_charged=2)
    window.show_preview(end)
    window.show_end(end)
    assert "1 of 3 devices failed. Migma charged 2 credits." in words(window)
    assert not button(window, "devicesStopButton").isVisible()


def test_trouble_with_devices_is_told_instead_of_waiting_for_ever(stage: Stage) -> None:
    window = _devices(stage)
    window.show_trouble(PermissionMissing(say("Not allowed"), say("Make another key")))
    assert "Not allowed" in words(window)
    assert "Make another key" in words(window)
    assert "Asking Migma" not in words(window)


def test_an_email_that_loads_nothing_says_so(stage: Stage) -> None:
    dialog = stage.show(HostsDialog((), allowed=frozenset(), allows_all=False, icons=stage.icons))
    assert "Everything that this email shows is in the email itself." in words(dialog)
    assert dialog.findChild(QCheckBox) is None


def test_many_pixels_of_one_host_are_counted(stage: Stage) -> None:
    pixel = "<img src='https://a.example/open?{n}' width=1 height=1>"
    hosts = remote_hosts("".join(pixel.format(n=n) for n in range(7)))
    allowed = frozenset({"a.example"})
    dialog = stage.show(HostsDialog(hosts, allowed=allowed, allows_all=False, icons=stage.icons))
    assert words(dialog).count("Looks like a tracking pixel") == 3
    assert "and 4 more like that" in words(dialog)
    box = dialog.findChild(QCheckBox, "allowHost.a.example")
    assert box is not None
    assert box.isChecked()


def test_the_inbox_is_light_or_dark_as_the_window_is(stage: Stage, theme: Theme) -> None:
    page = stage.show(InboxPage(icons=stage.icons))
    page.resize(600, 700)
    page.show_listing(Listing("Fern", "🎉 مرحبا", "Preview"))
    row = page.findChild(InboxRowView, "inboxRow.gmail.desktop")
    assert row is not None

    def ground() -> str:
        QApplication.processEvents()
        return row.grab().toImage().pixelColor(row.width() // 2, 4).name()

    assert ground() == LIGHT_PAPER.ground
    theme.set_mode(ThemeMode.DARK)
    assert ground() == DARK_PAPER.ground
    assert row.accessibleDescription() == "Fern. 🎉 مرحبا. Preview"
    page.show_listing(Listing("Fern", "", ""))
    assert "(no subject)" in row.accessibleDescription()


def test_the_text_part_keeps_its_place_and_tells_what_is_poor(stage: Stage) -> None:
    page = stage.show(TextPage(icons=stage.icons))
    page.show_part(TextPart("line\n" * 500, (say("Poor"),)))
    assert "Poor" in words(page)
    page.show_part(TextPart("line\n" * 501))
    assert "Poor" not in words(page)
    assert page.text() == "line\n" * 501
