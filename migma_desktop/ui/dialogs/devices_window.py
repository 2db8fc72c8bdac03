"""An email on real devices: what that costs, how far it is, and the pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QImage
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.device_previews import CREDITS, Device, DevicePreview
from migma_desktop.core.errors import KnownError
from migma_desktop.ui.dialogs.device_choice import DeviceChoice
from migma_desktop.ui.dialogs.device_gallery import DeviceGallery
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.divider import Divider

_SIZE = QSize(960, 680)
_SMALLEST = QSize(640, 480)


class DevicesWindow(QDialog):
    """Asks first, since it costs credits; then shows each picture as it comes.

    Signals:
        wanted(tuple[str, ...]): take pictures on the devices of these keys, and pay for it.
        stop_wanted(): follow it no longer.
    """

    wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(self, *, icons: Icons, is_practice: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._is_under_way = False
        self.setObjectName("devicesWindow")
        self.setWindowTitle(self.tr("On real devices"))
        self.setMinimumSize(_SMALLEST)
        self._choice = DeviceChoice(icons=icons)
        self._choice.count_changed.connect(self._on_count_changed)
        self._gallery = DeviceGallery(icons=icons)
        self._title = QLabel(self.tr("See this email on real devices"))
        set_look(self._title, "kind", "title")
        self._about = QLabel()
        self._about.setObjectName("devicesAbout")
        self._about.setWordWrap(True)
        set_look(self._about, "kind", "muted")
        self._practice = (
            self.tr("The practice Migma draws a bar for each word.") if is_practice else ""
        )
        self._credits: int | None = None
        self._progress = QProgressBar()
        self._progress.setObjectName("devicesProgress")
        self._progress.setAccessibleName(self.tr("Pictures taken"))
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(SPACE // 2)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._choice)
        self._pages.addWidget(self._gallery)
        self._close = Button(self.tr("Close"), icons=icons, object_name="devicesCloseButton")
        self._close.clicked.connect(self.close)
        self._stop = Button(
            self.tr("Stop"), icons=icons, icon_name="circle-stop", object_name="devicesStopButton"
        )
        self._stop.clicked.connect(self.stop_wanted)
        self._take = Button(
            self.tr("Take the pictures for {count} credits").format(count=CREDITS),
            icons=icons,
            kind="primary",
            icon_name="image",
            object_name="devicesTakeButton",
        )
        self._take.clicked.connect(lambda: self.wanted.emit(self._choice.chosen()))
        self._take.setEnabled(False)
        self._stop.hide()
        self._progress.hide()
        self._lay_out()
        self._say_price()
        self.resize(_SIZE)

    def show_devices(self, devices: Sequence[Device], usual: Sequence[Device]) -> None:
        """Offer these devices, the usual ones chosen."""
        self._choice.show_devices(devices, usual)

    def show_credits(self, credits: int | None) -> None:
        """Say how many credits are left, if that is known."""
        self._credits = credits
        self._say_price()

    def show_begun(self) -> None:
        """Show that the pictures are being taken."""
        self._is_under_way = True
        self._take.hide()
        self._stop.show()
        self._progress.setRange(0, 0)
        self._progress.show()
        self._pages.setCurrentWidget(self._gallery)
        self._title.setText(self.tr("The pictures are being taken"))
        self._say(self.tr("A minute or two is usual. Each picture shows here as it comes."))

    def show_preview(self, preview: DevicePreview) -> None:
        """Show how far it is."""
        self._progress.setRange(0, max(1, len(preview.shots)))
        self._progress.setValue(preview.done)
        self._gallery.show_shots(preview.shots)
        if not preview.is_final:
            self._say(
                self.tr("{done} of {all} devices are through.").format(
                    done=preview.done, all=len(preview.shots)
                )
            )

    def show_picture(self, key: str, picture: QImage) -> None:
        """Show the picture of a device."""
        self._gallery.show_picture(key, picture)

    def show_picture_missing(self, key: str) -> None:
        """Say that the picture of a device could not be loaded."""
        self._gallery.show_missing(key)

    def show_end(self, preview: DevicePreview) -> None:
        """Say that nothing more will come."""
        self._end()
        self._title.setText(self.tr("This email on real devices"))
        paid = ""
        if preview.credits_charged is not None:
            paid = self.tr("Migma charged {count} credits.").format(count=preview.credits_charged)
        if preview.failed:
            said = self.tr("{failed} of {all} devices failed.").format(
                failed=preview.failed, all=len(preview.shots)
            )
        else:
            said = self.tr("Press a picture to see it large.")
        self._say(f"{said} {paid}".strip())

    def show_stopped(self) -> None:
        """Say that its user stopped it."""
        self._end()
        self._title.setText(self.tr("Stopped"))
        self._say(
            self.tr(
                "Migma may go on by itself, and the credits are spent. What came until now stays "
                "here."
            )
        )

    def show_trouble(self, error: KnownError) -> None:
        """Say why there are no pictures, or no more of them."""
        self._end()
        self._choice.stop_waiting()
        self._title.setText(translated(error.title))
        self._say(translated(error.advice))
        self._about.setToolTip(error.details)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.done(0)

    def _end(self) -> None:
        self._is_under_way = False
        self._progress.hide()
        self._stop.hide()
        self._take.hide()

    def _say(self, words: str) -> None:
        self._about.setText(f"{words} {self._practice}".strip())

    def _say_price(self) -> None:
        words = self.tr(
            "Migma opens the email as it is now in mail programs on real devices and takes "
            "pictures. That costs {count} credits, however many devices you choose. Nothing is "
            "sent."
        ).format(count=CREDITS)
        if self._credits is not None:
            left = self.tr("You have {count} credits left this month.").format(count=self._credits)
            words = f"{words} {left}"
        self._say(words)

    def _on_count_changed(self, count: int) -> None:
        self._take.setEnabled(count > 0)
        self._take.setToolTip("" if count else self.tr("Choose at least one device"))

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        top.setSpacing(SPACE)
        top.addWidget(self._title)
        top.addWidget(self._about)
        top.addWidget(self._progress)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(SPACE_3, SPACE, SPACE_3, SPACE)
        buttons.setSpacing(SPACE)
        buttons.addStretch(1)
        for button in (self._close, self._stop, self._take):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(Divider())
        column.addWidget(self._pages, 1)
        column.addWidget(Divider())
        column.addLayout(buttons)
