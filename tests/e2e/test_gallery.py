"""Templates from the gallery, own ones, and the four looks of what they make."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractButton, QDialog, QListView

from migma_desktop.core.models import RecipientType
from migma_desktop.ui.dialogs.gallery_model import PICTURE_ROLE
from tests.e2e.driver import Program


def tiles(gallery: QDialog) -> QListView:
    found = gallery.findChild(QListView, "galleryTiles")
    assert found is not None
    return found


def shown(gallery: QDialog) -> list[str]:
    model = tiles(gallery).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def open_gallery(program: Program) -> QDialog:
    program.menu("newButton", "From a template…")
    gallery = program.dialog("galleryDialog")
    program.until(lambda: "Sale" in shown(gallery), "the templates")
    return gallery


def choose(gallery: QDialog, title: str) -> None:
    model = tiles(gallery).model()
    row = shown(gallery).index(title)
    tiles(gallery).setCurrentIndex(model.index(row, 0, QModelIndex()))


def keep_as_template(program: Program, name: str) -> None:
    program.menu("newButton", "Save as a template…")
    dialog = program.dialog("templateNameDialog")
    program.type_into("templateName", name, within=dialog)
    program.click("templateNameOkButton", within=dialog)
    program.until_told(f"“{name}” is a template now")


def test_a_template_from_the_gallery_becomes_the_email(program: Program) -> None:
    program.address(RecipientType.PERSON, "amara@example.com")
    gallery = open_gallery(program)
    choose(gallery, "Sale")
    program.until(lambda: _has_pictures(gallery), "the pictures")
    program.click("useTemplateButton", within=gallery)
    email = program.settle()
    assert email.subject == "The seconds sale: 30 percent off small flaws"
    assert program.app.drafts.draft.recipient.email == "amara@example.com"
    assert list((program.folder / "cache" / "templates").glob("*.png"))


def _has_pictures(gallery: QDialog) -> bool:
    model = tiles(gallery).model()
    return all(model.index(row, 0).data(PICTURE_ROLE) for row in range(model.rowCount()))


def test_an_email_is_kept_as_a_template_renamed_deleted_and_brought_back(
    program: Program,
) -> None:
    program.simple_email()
    keep_as_template(program, "Monthly letter")
    gallery = open_gallery(program)
    program.until(lambda: shown(gallery)[0] == "Monthly letter", "the own template")
    choose(gallery, "Monthly letter")

    program.click("renameTemplateButton", within=gallery)
    dialog = program.dialog("templateNameDialog")
    program.type_into("templateName", "Weekly letter", within=dialog)
    program.click("templateNameOkButton", within=dialog)
    program.until(lambda: shown(gallery)[0] == "Weekly letter", "the other name")

    program.click("removeTemplateButton", within=gallery)
    program.until(lambda: "Weekly letter" not in shown(gallery), "it to be gone")
    undo = next(each for each in gallery.findChildren(QAbstractButton) if each.text() == "Undo")
    undo.click()
    program.until(lambda: "Weekly letter" in shown(gallery), "it to be back")


def test_a_template_goes_into_a_file_and_comes_from_it(program: Program, tmp_path: Path) -> None:
    program.simple_email()
    program.type_into("subject", "To be passed on")
    keep_as_template(program, "Passed on")
    gallery = open_gallery(program)
    program.until(lambda: "Passed on" in shown(gallery), "the own template")
    choose(gallery, "Passed on")
    program.click("exportTemplateButton", within=gallery)
    file = tmp_path / "From a friend.migma"
    program.choose_file("exportTemplateDialog", file)
    program.until(file.exists, "the file")
    assert "amara@example.com" not in file.read_text(encoding="utf-8")

    program.click("importTemplateButton", within=gallery)
    program.choose_file("importTemplateDialog", file)
    program.until(lambda: "From a friend" in shown(gallery), "the template of the file")
    program.click("useTemplateButton", within=gallery)
    assert program.settle().subject == "To be passed on"


def test_a_file_that_holds_no_template_is_refused_in_words(
    program: Program, tmp_path: Path
) -> None:
    file = tmp_path / "no.migma"
    file.write_text("{}", encoding="utf-8")
    gallery = open_gallery(program)
    program.click("importTemplateButton", within=gallery)
    program.choose_file("importTemplateDialog", file)
    program.until(
        lambda: "This is not a draft that the program can read" in program.words_of(gallery),
        "the reason",
    )


def test_the_four_looks_follow_what_is_typed(program: Program) -> None:
    program.simple_email()
    program.settle()
    program.click("previewLooks")
    looks = program.app.desks.viewing.looks.show_looks()
    shown: list[int] = []
    for view in looks.views:
        view.shown.connect(shown.append)
    program.write("Typed while four are watching.")
    program.until(lambda: len(shown) >= 4, "all four")
    looks.close()
