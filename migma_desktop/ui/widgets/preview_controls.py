"""The controls above the preview, as far as they are made of nothing but others."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from migma_desktop.core.settings import PreviewWidth
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl

_LOOKS_KEYS = "Ctrl+Shift+L"


def device_control(icons: Icons) -> SegmentedControl:
    """Make the choice of widths."""
    tr = QCoreApplication.translate
    widths = (
        (PreviewWidth.PHONE, tr("PreviewPane", "Phone"), "smartphone"),
        (PreviewWidth.TABLET, tr("PreviewPane", "Tablet"), "tablet"),
        (PreviewWidth.DESKTOP, tr("PreviewPane", "Desktop"), "monitor"),
        (PreviewWidth.FREE, tr("PreviewPane", "Free width"), "move-horizontal"),
    )
    return SegmentedControl(
        [Segment(*each, icon_only=True) for each in widths],
        icons=icons,
        accessible_name=tr("PreviewPane", "Preview width"),
        object_name="previewDevice",
    )


def icon_button(icon_name: str, text: str, object_name: str, icons: Icons) -> Button:
    """Make a quiet button that is an icon."""
    return Button(
        icons=icons,
        kind="quiet",
        icon_name=icon_name,
        accessible_name=text,
        object_name=object_name,
    )


def looks_button(icons: Icons) -> Button:
    """Make the button that compares the looks."""
    keys = QKeySequence(_LOOKS_KEYS)
    name = QCoreApplication.translate("PreviewPane", "Compare looks")
    button = icon_button("layout-grid", name, "previewLooks", icons)
    button.setShortcut(keys)
    shown = keys.toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{button.accessibleName()} ({shown})")
    return button
