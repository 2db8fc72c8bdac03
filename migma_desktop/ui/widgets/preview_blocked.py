"""The line that tells what of the email was not loaded, and offers to load it."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.preview_notice import PreviewNotice


class BlockedNotice(PreviewNotice):
    """Counts the images and names their host.

    Signals:
        show_wanted(): load everything in this email.
        choose_wanted(): see the hosts, and choose among them.
    """

    show_wanted = Signal()
    choose_wanted = Signal()

    def __init__(self, *, icons: Icons, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__("image-off", icons=icons, object_name=object_name, parent=parent)
        show = self.add_button(self.tr("Show images"), name="show")
        show.clicked.connect(self.show_wanted)
        choose = self.add_button(
            self.tr("Choose what loads, host by host"),
            name="choose",
            icon_name="sliders-horizontal",
            icon_only=True,
        )
        choose.clicked.connect(self.choose_wanted)

    def tell(self, images: frozenset[str], hosts: frozenset[str]) -> None:
        """Say what is not loaded: these images, and what else these hosts have."""
        self.say(self._words(images, hosts))
        self.setToolTip("\n".join(sorted(hosts)))

    def _words(self, images: frozenset[str], hosts: frozenset[str]) -> str:
        if images:
            hosts = frozenset(QUrl(image).host() for image in images)
        where = next(iter(hosts))
        if len(hosts) > 1:
            where = self.tr("{count} hosts").format(count=len(hosts))
        if not images:
            return self.tr("Not loaded: fonts or styles from {where}").format(where=where)
        if len(images) == 1:
            return self.tr("Not shown: 1 image from {where}").format(where=where)
        text = self.tr("Not shown: {count} images from {where}")
        return text.format(count=len(images), where=where)
