"""All that can be done with an email that is shown: looked at, saved, copied, compared."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QListView, QMenu, QWidget

from migma_desktop.core import device_previews
from migma_desktop.core.inbox_row import PROGRAMS
from migma_desktop.core.looks import Look
from migma_desktop.core.models import ContentSource
from migma_desktop.core.rendering import plain_text
from migma_desktop.sandbox import faults
from migma_desktop.ui.dialogs.tested_window import TestedWindow
from migma_desktop.ui.widgets.diff_view import DiffView
from tests.architecture.controls import faults_of
from tests.e2e.driver import Program
from tests.e2e.server import Server
from tests.e2e.test_send_test import send_test

REMOTE = (
    "<p>Hello there, friends of the house</p>"
    "<img src='https://images.example.invalid/a.png' width=60 height=60>"
    "<img src='https://click.example.invalid/open?u=1' width=1 height=1>"
)


def _look(program: Program, look: Look) -> None:
    program.app.window.preview_pane.set_look(look)


def _more(program: Program, text: str) -> None:
    """Choose from the menu of the preview."""
    program.click("previewMore")
    menu = program.pilot.find(QMenu, "previewMore.menu")
    menu.close()
    program.menu("previewMore", text)


def _saved(program: Program, tmp_path: Path, order: str, dialog: str, name: str) -> bytes:
    """Choose an order, type a file's name, and read the file when it is there."""
    program.app.window.messages.clear()
    _more(program, order)
    program.choose_file(dialog, tmp_path / name)
    program.until_told(f"Saved as {name}")
    return (tmp_path / name).read_bytes()


@pytest.fixture(autouse=True)
def light_again(program: Program) -> Iterator[None]:
    yield
    _look(program, Look.LIGHT)
    program.app.settings.change(image_hosts=())


def test_the_text_part_and_the_inbox_follow_what_is_typed(program: Program) -> None:
    program.simple_email()
    _look(program, Look.TEXT)
    pane = program.app.window.preview_pane
    program.until(lambda: pane.text_page().text() == plain_text(program.preview), "the text")
    program.write("\n\nAnd more.")
    program.until(lambda: "And more." in pane.text_page().text(), "what was typed")
    _look(program, Look.INBOX)
    row = program.pilot.find(QWidget, "inboxRow.gmail.phone")
    hint = program.pilot.find(QLabel, "inboxHint")
    program.until(lambda: "Hello. Good news. And more" in row.accessibleDescription(), "the row")
    assert "first words" in hint.text()
    program.type_into("preheader", "Come and see")
    program.until(lambda: "Come and see" in row.accessibleDescription(), "the preheader")
    assert not hint.isVisible()
    assert len(PROGRAMS) * 2 == len(
        [each for each in pane.findChildren(QWidget) if each.objectName().startswith("inboxRow.")]
    )


def test_what_is_saved_is_what_is_shown(program: Program, tmp_path: Path) -> None:
    program.simple_email("amara@example.com")
    program.type_into("subject", "Grüße an {{name}}")
    program.write("\n\nHello {{name}}")
    program.fill({"name": "Ama & Ben"})
    program.settle()
    shown = program.preview

    html = _saved(program, tmp_path, "Save the final HTML…", "saveHtmlDialog", "a.html")
    assert html.decode() == shown

    data = _saved(program, tmp_path, "Save as an email file…", "saveEmlDialog", "a.eml")
    message = message_from_bytes(data, policy=default)
    assert message["Subject"] == "Grüße an Ama & Ben"
    assert message["X-Unsent"] == "1"
    body = message.get_body(("html",))
    assert body is not None
    assert body.get_payload(decode=True) == shown.encode()

    width = program.app.window.preview_pane.css_width
    png = _saved(program, tmp_path, "Save as a picture…", "savePictureDialog", "a.png")
    picture = QImage.fromData(png)
    assert picture.width() == width
    colours = {picture.pixel(x, y) for x in range(0, width, 3) for y in range(0, 200, 3)}
    assert len(colours) > 3  # not blank

    order = "Save as a picture, twice as sharp…"
    sharp = QImage.fromData(_saved(program, tmp_path, order, "savePictureDialog", "b.png"))
    assert sharp.size() == picture.size() * 2

    pdf = _saved(program, tmp_path, "Save as a PDF…", "savePdfDialog", "a.pdf")
    assert pdf.startswith(b"%PDF")


def test_a_file_that_cannot_be_written_is_told_in_words(program: Program, tmp_path: Path) -> None:
    program.simple_email()
    (tmp_path / "folder").write_text("no folder")
    _more(program, "Save the final HTML…")
    program.choose_file("saveHtmlDialog", tmp_path / "folder" / "a.html")
    program.until_told("The file could not be written")


def test_the_email_is_copied_as_it_looks_and_as_text(program: Program) -> None:
    program.simple_email()
    program.app.window.messages.clear()
    _more(program, "Copy for pasting elsewhere")
    program.until_told("The email is copied")
    data = QApplication.clipboard().mimeData()
    assert data.html() == program.preview
    assert data.text() == plain_text(program.preview)
    _more(program, "Copy the HTML")
    assert QApplication.clipboard().text() == program.preview


class Browser(QObject):
    """Stands where the system's browser is."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    # The binding takes a text, whatever its types say.
    QDesktopServices.setUrlHandler("file", browser, "open")  # type: ignore[arg-type]
    yield browser
    QDesktopServices.unsetUrlHandler("file")


def test_a_browser_is_given_a_page_without_scripts_after_a_word(
    program: Program, browser: Browser
) -> None:
    program.simple_email()
    _more(program, "Open in the browser")
    program.until(lambda: bool(browser.opened), "the browser")  # nothing remote: nothing to say
    first = browser.opened[0]
    assert "Content-Security-Policy" in first.read_text(encoding="utf-8")
    assert first.is_relative_to(program.folder)

    program.write(REMOTE, ContentSource.HTML)
    program.settle()
    _more(program, "Open in the browser")
    program.until_told("Your browser will load what this email has on the internet")
    assert len(browser.opened) == 1
    program.answer("Your browser will load", "Open all the same")
    program.until(lambda: len(browser.opened) == 2, "the browser again")
    assert not first.exists()
    program.app.desks.viewing.end()
    assert list(first.parent.iterdir()) == []


def test_hosts_are_allowed_once_in_this_email_or_always(program: Program) -> None:
    program.new_email()
    program.write(REMOTE, ContentSource.HTML)
    program.settle()
    view = program.app.window.preview_pane.start_web_view()
    program.until(lambda: len(view.blocked_images()) == 2, "what is blocked")
    program.click("previewBlocked.choose")
    dialog = program.dialog("hostsDialog")
    assert faults_of(dialog) == []
    words = program.words_of(dialog)
    assert words.index("click.example.invalid") < words.index("images.example.invalid")
    assert "Looks like a tracking pixel: 1 × 1 px: too small to be seen" in words

    remote = program.app.desks.viewing.remote
    name = "allowHost.images.example.invalid"
    box = program.pilot.find(QCheckBox, name, within=dialog)
    box.click()
    assert program.app.settings.settings.image_hosts == ("images.example.invalid",)
    assert remote.permission.allows("images.example.invalid")
    assert not remote.permission.allows("click.example.invalid")
    program.until(
        lambda: {url.split("/")[2] for url in view.blocked_urls()} == {"click.example.invalid"},
        "the other host to stay blocked",
    )
    box.click()

    program.click("hostsOnceButton", within=dialog)
    assert remote.permission.everything
    assert not program.app.drafts.draft.remote_content_allowed
    program.new_email()
    assert not remote.permission.allows_anything

    program.write(REMOTE, ContentSource.HTML)
    program.settle()
    remote.show_hosts()
    program.click("hostsDraftButton", within=program.dialog("hostsDialog"))
    assert program.app.drafts.draft.remote_content_allowed
    program.until_closed("hostsDialog")
    remote.show_hosts()
    program.click("hostsStopButton", within=program.dialog("hostsDialog"))
    assert not remote.permission.allows_anything


def test_the_last_test_stands_beside_the_email_as_it_is(program: Program) -> None:
    program.simple_email()
    program.app.window.messages.clear()
    _more(program, "Compare with the last test…")
    program.until_told("This email was not tested yet")
    send_test(program, "me@example.com")
    tested = program.preview
    program.write("\n\nNew words.")
    program.settle()
    _more(program, "Compare with the last test…")
    window = program.dialog("testedWindow")
    assert isinstance(window, TestedWindow)
    assert faults_of(window) == []
    assert "It has changed since the test." in program.words_of(window)
    shown: list[int] = []
    for view in window.views:
        view.shown.connect(shown.append)
    program.until(lambda: len(shown) >= 2 or program.preview != tested, "both")
    program.choose("testedWhat", "text")
    diff = program.pilot.find(DiffView, "testedDiff", within=window)
    assert "What is read" in diff.toPlainText()
    assert "New words." in diff.toPlainText()
    window.close()
    program.until_closed("testedWindow")

    program.until(
        lambda: program.button("testedBadge").accessibleName().startswith("Changed"), "the badge"
    )
    program.click("testedBadge")
    dialog = program.dialog("changesDialog")
    program.click("changesBothButton", within=dialog)
    program.dialog("testedWindow").close()


def test_real_devices_are_paid_for_after_a_word_and_seen_one_by_one(
    program: Program, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_previews, "LOOKS", (0.02,))
    program.simple_email()
    program.settle()
    _more(program, "See it on real devices…")
    window = program.dialog("devicesWindow")
    take = program.button("devicesTakeButton")
    program.until(take.isEnabled, "the devices")
    program.until(lambda: "480 credits left" in program.words_of(window), "the credits")
    assert faults_of(window) == []
    assert "costs 2 credits" in program.words_of(window)
    assert server.asked("/v1/emails/previews") == []

    program.click("devicesTakeButton", within=window)
    program.until(lambda: bool(server.asked("/v1/emails/previews")), "the request")
    (asked,) = server.asked("/v1/emails/previews")
    assert asked["html"] == program.preview
    assert len(asked["devices"]) == 10
    tiles = program.pilot.find(QListView, "deviceTiles", within=window)
    program.until(lambda: tiles.model().rowCount() == 10, "the devices' places")
    server.clock.advance(3.0)
    program.until(lambda: "2 of 10" in program.words_of(window), "the first two")
    server.clock.advance(60.0)
    program.until(lambda: "charged 2 credits" in program.words_of(window), "the end")
    model = tiles.model()
    program.until(
        lambda: all(
            "Press it" in str(model.index(row, 0).data(3)) for row in range(model.rowCount())
        ),
        "all pictures",
    )
    tiles.activated.emit(model.index(0, 0))
    large = program.pilot.find(QLabel, "deviceLarge", within=window)
    assert large.isVisible()
    assert large.pixmap().width() == 320
    window.close()
    program.until_closed("devicesWindow")


def test_a_key_that_may_not_take_pictures_is_told_so(program: Program, server: Server) -> None:
    server.sandbox.faults.add(faults.status(403), path="/v1/emails/devices/supported")
    program.simple_email()
    program.settle()
    _more(program, "See it on real devices…")
    window = program.dialog("devicesWindow")
    program.until(lambda: "email:preview" in program.words_of(window), "the reason")
    assert not program.button("devicesTakeButton").isVisible()
    window.close()


def test_pictures_can_be_stopped(
    program: Program, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_previews, "LOOKS", (0.02,))
    program.simple_email()
    program.settle()
    _more(program, "See it on real devices…")
    window = program.dialog("devicesWindow")
    program.until(program.button("devicesTakeButton").isEnabled, "the devices")
    program.click("devicesTakeButton", within=window)
    program.until(lambda: "0 of 10" in program.words_of(window), "the beginning")
    program.click("devicesStopButton", within=window)
    assert "the credits are spent" in program.words_of(window)
    looked = len(server.sandbox.requests)
    program.live(program.pilot.rest(0.1))
    assert len(server.sandbox.requests) <= looked + 1
    window.close()
