"""The gallery of templates: what it shows, how it is searched, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.models import Draft
from migma_desktop.ui.dialogs.gallery_dialog import GalleryDialog
from migma_desktop.ui.dialogs.gallery_model import PICTURE_ROLE, Card
from migma_desktop.ui.dialogs.gallery_tiles import GalleryTiles
from migma_desktop.ui.dialogs.template_name import TemplateNameDialog
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.segmented import SegmentedControl
from tests.architecture.controls import faults_of

SALE = Card("sale", "Sale", "An offer with a code.", "30 percent off", "Until Sunday", Draft())
NOTE = Card("note", "Personal note", "A few lines.", "A word", "From Ines", Draft())
OWN = replace(NOTE, id="own", title="Spring letter", description="Spring", is_own=True)
ALL = [OWN, SALE, NOTE]


@pytest.fixture
def dialog(icons: Icons, qtbot: QtBot) -> Iterator[GalleryDialog]:
    window = QWidget()
    window.resize(1024, 640)
    dialog = GalleryDialog(icons=icons, parent=window)
    dialog.show_cards(ALL)
    dialog.show()
    qtbot.waitExposed(dialog)
    yield dialog
    window.deleteLater()
    QTest.qWait(0)


def tiles(dialog: GalleryDialog) -> GalleryTiles:
    found = dialog.findChild(GalleryTiles, "galleryTiles")
    assert found is not None
    return found


def shown(dialog: GalleryDialog) -> list[str]:
    model = tiles(dialog).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def search(dialog: GalleryDialog, text: str) -> None:
    line = dialog.findChild(QLineEdit, "gallerySearch")
    assert line is not None
    line.setText(text)


def button(dialog: QWidget, name: str) -> Button:
    found = dialog.findChild(Button, name)
    assert found is not None
    return found


def words(dialog: GalleryDialog) -> str:
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_the_first_template_is_chosen_and_told_about(dialog: GalleryDialog) -> None:
    assert dialog.card == OWN
    assert "Spring letter" in words(dialog)
    assert "“A word”" in words(dialog)
    assert "From Ines" in words(dialog)


def test_each_word_of_a_search_narrows_the_list(dialog: GalleryDialog) -> None:
    search(dialog, "PERCENT offer")
    assert shown(dialog) == ["Sale"]
    assert dialog.card == SALE
    search(dialog, "")
    assert shown(dialog) == ["Spring letter", "Sale", "Personal note"]
    assert dialog.card == SALE


def test_where_nothing_is_found_nothing_can_be_used(dialog: GalleryDialog) -> None:
    search(dialog, "nowhere")
    assert "No template is like that" in words(dialog)
    assert not button(dialog, "useTemplateButton").isEnabled()


def test_own_templates_stand_on_a_shelf_of_their_own(dialog: GalleryDialog) -> None:
    shelves = dialog.findChild(SegmentedControl, "galleryShelves")
    assert shelves is not None
    QTest.mouseClick(_segment(dialog, "yours"), Qt.MouseButton.LeftButton)
    assert shown(dialog) == ["Spring letter"]
    dialog.show_cards([SALE, NOTE])
    assert "No template of yours yet" in words(dialog)
    QTest.mouseClick(_segment(dialog, "ready-made"), Qt.MouseButton.LeftButton)
    assert shown(dialog) == ["Sale", "Personal note"]


def _segment(dialog: GalleryDialog, value: str) -> QWidget:
    found = dialog.findChild(QWidget, f"galleryShelves.{value}")
    assert found is not None
    return found


def test_arrows_walk_and_enter_uses(dialog: GalleryDialog, qtbot: QtBot) -> None:
    QTest.keyClick(tiles(dialog), Qt.Key.Key_Right)
    assert dialog.card == SALE
    with qtbot.waitSignal(dialog.use_wanted) as used:
        QTest.keyClick(tiles(dialog), Qt.Key.Key_Return)
    assert used.args == [SALE]
    assert not dialog.isVisible()


def test_typing_over_the_pictures_searches_and_down_comes_back(dialog: GalleryDialog) -> None:
    dialog.activateWindow()
    tiles(dialog).setFocus()
    QTest.keyClicks(tiles(dialog), "s")
    line = dialog.findChild(QLineEdit, "gallerySearch")
    assert line is not None
    assert line.text() == "s"
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert dialog.focusWidget() is tiles(dialog)


def test_enter_in_the_search_uses_what_is_chosen(dialog: GalleryDialog, qtbot: QtBot) -> None:
    search(dialog, "sale")
    line = dialog.findChild(QLineEdit, "gallerySearch")
    assert line is not None
    with qtbot.waitSignal(dialog.use_wanted) as used:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert used.args == [SALE]


def test_only_own_templates_are_renamed_exported_and_deleted(
    dialog: GalleryDialog, qtbot: QtBot
) -> None:
    for name, signal in (
        ("renameTemplateButton", dialog.rename_wanted),
        ("exportTemplateButton", dialog.export_wanted),
        ("removeTemplateButton", dialog.remove_wanted),
    ):
        with qtbot.waitSignal(signal) as wanted:
            button(dialog, name).click()
        assert wanted.args == [OWN]
    dialog.show_cards(ALL, choose="sale")
    assert not button(dialog, "removeTemplateButton").isVisible()
    with qtbot.assertNotEmitted(dialog.remove_wanted):
        QTest.keyClick(tiles(dialog), Qt.Key.Key_Delete)


def test_a_picture_comes_in_and_stays_while_the_list_changes(dialog: GalleryDialog) -> None:
    picture = QImage(608, 684, QImage.Format.Format_RGB32)
    picture.fill(QColor("#00aa00"))
    assert tiles(dialog).model().index(1, 0).data(PICTURE_ROLE) is None
    dialog.show_picture("sale", picture)
    dialog.show_cards([SALE])
    assert tiles(dialog).model().index(0, 0).data(PICTURE_ROLE) is not None
    colours = _colours(dialog.grab().toImage())
    assert "#00aa00" in colours


def _colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 8)
        for y in range(0, image.height(), 8)
    }


def test_everybody_can_use_the_gallery(dialog: GalleryDialog) -> None:
    assert faults_of(dialog) == []


def test_a_template_needs_a_name(icons: Icons, qtbot: QtBot) -> None:
    dialog = TemplateNameDialog("", is_new=True, icons=icons)
    qtbot.addWidget(dialog)
    line = dialog.findChild(QLineEdit, "templateName")
    assert line is not None
    assert not button(dialog, "templateNameOkButton").isEnabled()
    line.setText("  Monthly   letter ")
    with qtbot.waitSignal(dialog.name_given) as given:
        button(dialog, "templateNameOkButton").click()
    assert given.args == ["Monthly letter"]
    assert faults_of(dialog) == []
