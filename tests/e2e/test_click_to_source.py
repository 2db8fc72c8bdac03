"""Between the editor and the preview: clicks go to the source, texts are changed where they are."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from migma_desktop.core.checks.finding import Finding
from migma_desktop.core.models import ContentSource, Draft, PlaceholderUse
from migma_desktop.core.sample_people import Sample
from migma_desktop.ui.preview.view import PreviewView
from tests.e2e.driver import Program

LEFT = Qt.MouseButton.LeftButton
MARKDOWN = """# Good news

Hi {{first_name}}, your **order** has arrived.

![A parcel](https://example.com/parcel.png)

[Fetch it](https://example.com/fetch){.button}

Thank you for waiting."""
HTML = """<!DOCTYPE html>
<html><head><style>p { margin: 20px }</style></head><body>
<p id="first">Fish &amp; chips
   for {{guests|two}} people</p>
<p id="second"><a href="https://example.com">A link</a> behind it</p>
<div style="height: 2000px"></div>
<p id="last">The end</p>
</body></html>"""


class Hands:
    """A person at the preview of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.view: PreviewView = program.app.window.preview_pane.start_web_view()
        self.editor = program.app.window.editor_pane.editor

    def open(self, **changes: object) -> None:
        """Begin an email and wait until the page shows it."""
        self.program.app.drafts.start_new(Draft(**changes))  # type: ignore[arg-type]
        self.settle()

    def settle(self) -> None:
        """Wait until the page shows the newest email."""
        pane = self.program.app.window.preview_pane
        self.program.settle()
        self.program.until(lambda: self.program.rendered.html == pane.html, "the newest email")
        self.program.until(pane.is_settled, "the page")

    def ask(self, script: str) -> object:
        """Evaluate an expression in the isolated world."""
        from PySide6.QtWebEngineCore import QWebEngineScript

        answers: list[str] = []
        self.view.page().runJavaScript(
            f"JSON.stringify({script})",
            QWebEngineScript.ScriptWorldId.ApplicationWorld,
            answers.append,
        )
        self.program.until(lambda: bool(answers), "the page's answer")
        return json.loads(answers[0])

    def until_page(self, script: str, what: str) -> None:
        """Wait until an expression is true in the page."""
        for _ in range(400):
            if self.ask(script) is True:
                return
            self.program.live(self.program.pilot.rest(0.05))
        raise AssertionError(f"{what} never came")

    def _place_of(self, text: str, inside: float) -> QPoint:
        box = self.ask(
            "(() => { const nodes = document.createTreeWalker(document.body, 4);"
            f"const wanted = {json.dumps(text)};"
            "while (nodes.nextNode()) { const at = nodes.currentNode.data.indexOf(wanted);"
            "if (at < 0 || !nodes.currentNode.parentNode.offsetHeight) continue;"
            "const range = document.createRange(); range.setStart(nodes.currentNode, at);"
            "range.setEnd(nodes.currentNode, at + wanted.length);"
            "const box = range.getBoundingClientRect();"
            "return [box.x, box.y, box.width, box.height]; } })()"
        )
        assert isinstance(box, list), f"no {text!r} in the preview"
        zoom = self.view.zoomFactor()
        x, y, width, height = (each * zoom for each in box)
        return QPoint(round(x + width * inside), round(y + height / 2))

    @property
    def page(self) -> QWidget:
        """What takes the mouse and the keys of the preview."""
        target = self.view.focusProxy()
        assert isinstance(target, QWidget)
        return target

    def click(self, text: str, *, inside: float = 0.5) -> None:
        """Click a text in the preview."""
        QTest.mouseClick(self.page, LEFT, pos=self._place_of(text, inside))

    def double_click(self, text: str, *, inside: float = 0.5) -> None:
        """Click a text in the preview twice, as the system tells of it."""
        place = self._place_of(text, inside)
        QTest.mouseClick(self.page, LEFT, pos=place)
        QTest.mouseDClick(self.page, LEFT, pos=place)

    def until_selected(self, text: str) -> int:
        """Wait until the editor has selected this, and return its line, from 1."""
        editor = self.editor
        self.program.until(
            lambda: editor.textCursor().selectedText() == text,
            f"{text!r} to be selected, not {editor.textCursor().selectedText()!r}",
        )
        start, _end = editor.selection()
        return editor.text().count("\n", 0, start) + 1

    def field(self) -> QPlainTextEdit:
        """Wait for the field in which a text is changed."""

        def look() -> QPlainTextEdit | None:
            stage = self.program.app.window.preview_pane.stage
            found = stage.findChild(QPlainTextEdit, "retouchBox.field")
            return found if found is not None and found.isVisible() else None

        return self.program.until_there(look, "the field over the preview")

    def until_told(self, words: str) -> None:
        """Wait until the line below the preview says something."""
        notice = self.program.pilot.find(QWidget, "previewTold")
        self.program.until(
            lambda: notice.isVisible() and words in notice.accessibleName(), f"the words {words!r}"
        )

    def until_written(self, text: str) -> None:
        """Wait until the source holds something."""
        self.program.until(lambda: text in self.editor.text(), f"{text!r} in\n{self.editor.text()}")
        self.settle()


@pytest.fixture
def hands(program: Program) -> Hands:
    program.app.window.resize(1440, 900)
    program.app.window.activateWindow()
    QTest.qWait(0)
    return Hands(program)


def test_a_click_on_a_word_selects_it_in_the_source(hands: Hands) -> None:
    hands.open(markdown=MARKDOWN, variables={"first_name": "Ada"})
    hands.click("waiting")
    assert hands.until_selected("waiting.") == 9
    assert hands.program.has_focus("templateEditor")


def test_a_click_on_a_value_selects_its_placeholder(hands: Hands) -> None:
    hands.open(markdown=MARKDOWN, variables={"first_name": "Ada"})
    hands.click("Ada")
    assert hands.until_selected("{{first_name}}") == 3


@pytest.mark.parametrize(
    ("way", "source"),
    [
        (
            ContentSource.MJML,
            "<mjml><mj-body><mj-section><mj-column>\n<mj-text>One</mj-text>\n"
            "<mj-button>Press me</mj-button>\n</mj-column></mj-section></mj-body></mjml>",
        ),
        (ContentSource.TEXT, "One\n\nPress me"),
        (ContentSource.MARKDOWN, "One\r\n\r\nPress me"),
    ],
)
def test_each_way_of_writing_has_its_places(hands: Hands, way: ContentSource, source: str) -> None:
    hands.open(source=way, **{way.value: source})
    hands.click("Press")
    assert hands.until_selected("Press") == 3
    hands.double_click("Press")
    field = hands.field()
    field.selectAll()
    QTest.keyClicks(field, "Press & hold")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until_written("Press &amp; hold" if way is ContentSource.MJML else "Press & hold")
    assert "Press &amp; hold" in hands.program.preview


def test_what_a_check_shows_is_outlined(hands: Hands) -> None:
    source = HTML.replace("https://example.com", "#")
    hands.open(source=ContentSource.HTML, html=source)
    panel = hands.program.app.window.checks_panel

    def is_link(place: PlaceholderUse) -> bool:
        return source.startswith("<a href", place.start)

    findings: list[Finding] = []
    hands.program.app.reviews.reviewed.connect(findings.extend)
    hands.program.app.reviews.review_soon()
    link = hands.program.until_there(
        lambda: next((each for each in findings if each.place and is_link(each.place)), None),
        "what is said of the link",
    )
    hands.program.app.reviews.reviewed.disconnect(findings.extend)
    panel.place_wanted.emit(link)
    hands.until_page(
        "globalThis.migmaPlaces?.tags()[migmaPlaces.outlined()] === 'a'", "the outline"
    )


def test_values_of_a_sample_person_have_their_places(hands: Hands) -> None:
    hands.open(markdown=MARKDOWN, variables={"first_name": "Ada"})
    renders, drafts = hands.program.app.renders, hands.program.app.drafts
    renders.look_as(Sample({"first_name": "Bo & Co"}, 1))
    try:
        renders.show(drafts.draft, None)
        hands.program.settle()
        hands.program.until(
            lambda: "Bo &amp; Co" in hands.program.app.window.preview_pane.html, "the person"
        )
        hands.program.until(hands.program.app.window.preview_pane.is_settled, "the page")
        hands.click("Bo & Co")
        assert hands.until_selected("{{first_name}}") == 3
    finally:
        renders.look_as(None)


def test_a_click_on_a_link_goes_to_it_and_still_only_shows_its_address(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.click("A link", inside=0.2)
    assert hands.until_selected("A") == 5
    notice = hands.program.pilot.find(QWidget, "previewLink")
    hands.program.until(notice.isVisible, "the line with the link")
    assert notice.accessibleName() == "https://example.com/"


def test_a_text_clicked_twice_is_changed_there_and_one_undo_takes_it_back(hands: Hands) -> None:
    hands.open(markdown=MARKDOWN, variables={"first_name": "Ada"})
    hands.double_click("arrived")
    field = hands.field()
    assert field.toPlainText() == "has arrived."
    assert field.textCursor().selectedText() == "arrived"
    field.selectAll()
    QTest.keyClicks(field, "is *here* & <waits>")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until_written("**order** is \\*here\\* &amp; &lt;waits&gt;\n")
    assert "is *here* &amp; &lt;waits&gt;" in hands.program.preview
    hands.editor.undo()
    assert hands.editor.text() == MARKDOWN


def test_esc_leaves_a_text_as_it_was(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.double_click("Fish")
    field = hands.field()
    assert field.toPlainText() == "Fish & chips for"
    QTest.keyClicks(field, "Nothing")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert hands.editor.text() == HTML


def test_a_click_elsewhere_changes_the_text(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.double_click("behind")
    QTest.keyClicks(hands.field(), "before & after ")
    hands.program.line("subject").setFocus()
    hands.until_written("</a> before &amp; after it</p>")
    assert hands.program.has_focus("subject")


def test_only_what_was_changed_is_written_anew(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.double_click("chips")
    field = hands.field()
    QTest.keyClick(field, Qt.Key.Key_End)
    QTest.keyClicks(field, " three")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hands.until_written("Fish &amp; chips\n   for three {{guests|two}} people")


def test_what_is_filled_in_cannot_be_changed_there(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.double_click("two")
    hands.until_told("{{guests|two}} is filled in here")
    assert hands.editor.text() == HTML


def test_what_would_change_more_than_a_text_is_refused_and_stays_typed(hands: Hands) -> None:
    hands.open(markdown="Some `code` here", source=ContentSource.MARKDOWN)
    hands.double_click("code")
    field = hands.field()
    QTest.keyClicks(field, "a ` b")
    QTest.keyClick(field, Qt.Key.Key_Return)
    hint = hands.program.pilot.find(QLabel, "retouchBox.hint")
    hands.program.until(lambda: "more than this text" in hint.text(), "the refusal")
    assert field.isVisible()
    assert field.toPlainText() == "a ` b"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert hands.editor.text() == "Some `code` here"


def test_the_editors_place_is_outlined_without_a_change_of_the_document(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.editor.setFocus()
    hands.editor.select(HTML.index("Fish"), HTML.index("Fish"))
    wanted = "[...document.body.getElementsByTagName('*')].findIndex(e => e.id === 'first')"
    hands.until_page(f"globalThis.migmaPlaces?.outlined() === {wanted}", "the outline")
    style = hands.ask("getComputedStyle(document.getElementById('first')).outlineStyle")
    assert style == "solid"
    assert hands.program.preview_shows(hands.program.preview)


def test_the_preview_follows_the_caret_into_view(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.editor.setFocus()
    hands.editor.select(HTML.index("The end"), HTML.index("The end"))
    hands.program.until(
        lambda: hands.view.page().scrollPosition().y() > 500, "the end of the email"
    )


def test_keys_lead_from_the_editor_to_the_preview_and_back(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.editor.setFocus()
    hands.editor.select(HTML.index("behind"), HTML.index("behind"))
    QTest.keyClick(hands.editor, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert hands.field().toPlainText() == "behind it"
    QTest.keyClick(hands.field(), Qt.Key.Key_Escape)
    QTest.keyClick(hands.editor, Qt.Key.Key_F4)
    hands.until_page("migmaPlaces.outlined() !== -1", "the outline")


def test_a_key_leads_from_what_is_read_in_the_preview_to_its_source(hands: Hands) -> None:
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.view.setFocus()
    QTest.keyClick(hands.page, Qt.Key.Key_F4)
    assert hands.until_selected('<div style="height: 2000px">') == 6
    assert hands.program.has_focus("templateEditor")


def test_an_email_is_shown_as_it_arrives_until_somebody_goes_to_a_place(hands: Hands) -> None:
    hands.editor.setFocus()
    hands.open(source=ContentSource.HTML, html=HTML)
    hands.program.live(hands.program.pilot.rest(0.1))
    assert hands.ask("globalThis.migmaPlaces?.outlined() ?? -1") == -1
    hands.editor.select(HTML.index("Fish"), HTML.index("Fish"))
    hands.until_page("(globalThis.migmaPlaces?.outlined() ?? -1) !== -1", "the outline")
    hands.program.line("subject").setFocus()
    hands.until_page("migmaPlaces.outlined() === -1", "the end of the outline")


def test_a_place_that_shows_nothing_is_told(hands: Hands) -> None:
    hands.open(markdown="One\n\n\n\nTwo")
    hands.editor.setFocus()
    hands.editor.select(5, 5)
    QTest.keyClick(hands.editor, Qt.Key.Key_F4)
    hands.until_told("shows nothing in the email")
    hands.click("Two")
    assert hands.until_selected("Two") == 5
    assert not hands.program.pilot.find(QWidget, "previewTold").isVisible()


def test_the_preview_says_what_a_click_does(hands: Hands) -> None:
    hands.open(markdown="One")
    stage = hands.program.app.window.preview_pane.stage
    hands.view.hovered.emit(True)
    assert "Double-click a text: change it here" in hands.program.words_of(stage)
    hands.view.hovered.emit(False)
    assert "px wide" in hands.program.words_of(stage)
