"""The whole program in a test: its real window, used as a person uses it."""

from __future__ import annotations

import asyncio
import gc
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from migma_desktop.app import App
from migma_desktop.commandline import Options
from migma_desktop.core.models import ContentSource, RecipientType, RenderedEmail, Send, SendState
from migma_desktop.core.ports import Keychain
from migma_desktop.ui.pilot import Pilot
from migma_desktop.ui.widgets.send_details import SendDetails
from migma_desktop.ui.widgets.status_log_model import SEND_ROLE, Column
from migma_desktop.ui.widgets.variables_model import RowState, VariablesModel
from tests.dropping import drop_file
from tests.e2e.menus import choose

_T = TypeVar("_T")


class Program:
    """The program, used as a person uses it."""

    def __init__(
        self,
        *,
        application: QApplication,
        folder: Path,
        keychain: Keychain,
        open_what: str | None = None,
        undo_seconds: int = 0,
    ) -> None:
        self.folder, self.keychain = folder, keychain
        self.app = App(
            application=application,
            options=Options(profile_dir=folder, open=open_what),
            keychain=keychain,
        )
        self._loop = asyncio.get_event_loop_policy().get_event_loop()
        self.pilot = Pilot(self.app.window)
        self.app.settings.change(undo_seconds=undo_seconds)
        self.bugs: list[BaseException] = []
        self.app.runtime.bug.connect(self.bugs.append)
        self._is_open = True
        self.app.start()
        asyncio._set_running_loop(self._loop)

    def close(self) -> None:
        """Close the window as its user does, and wait until everything is gone."""
        if not self._is_open:
            return
        self._is_open = False
        asyncio._set_running_loop(None)
        self.app.window.close()
        self.app.close()
        self.app.window.deleteLater()
        self.app.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        del self.app, self.pilot, self._loop
        # Now and here: a thread of the next program must not be the one to delete Qt's objects.
        gc.collect()
        QTest.qWait(0)

    # --- time

    def live(self, coroutine: Coroutine[object, object, _T]) -> _T:
        """Let the program live until a coroutine is done."""
        asyncio._set_running_loop(None)
        try:
            return self.app.runtime.run_until_complete(coroutine)
        finally:
            # Between two tests Qt goes through its events too, and finds timers of coroutines.
            asyncio._set_running_loop(self._loop)

    def until(self, happened: Callable[[], bool], what: str) -> None:
        """Let the program live until something has happened."""
        self.live(self.pilot.wait_for(happened, what))

    def until_there(self, look: Callable[[], _T | None], what: str) -> _T:
        """Let the program live until there is a value, and return it."""
        return self.live(self.pilot.wait_for_value(look, what))

    def settle(self) -> RenderedEmail:
        """Wait until the preview shows the draft as it is now."""
        self.until(lambda: self.app.renders.is_settled, "the preview")
        return self.rendered

    # --- hands

    def click(self, name: str, *, within: QWidget | None = None) -> None:
        """Press a button."""
        self.pilot.click(name, within=within)

    def type_into(self, name: str, text: str, *, within: QWidget | None = None) -> None:
        """Replace the text of a line."""
        self.pilot.type_into(name, text, within=within)

    def paste_into(self, name: str, text: str) -> None:
        """Replace the text of a line from the clipboard."""
        QApplication.clipboard().setText(text)
        edit = self.line(name)
        edit.setFocus()
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def choose(self, name: str, value: str) -> None:
        """Press one segment of a segmented control."""
        self.pilot.choose_segment(name, value)

    def pick(self, name: str, title: str) -> None:
        """Choose from a picker by name."""
        if self.line(f"{name}.id").isVisible():
            self.click(f"{name}.backToList")
        self.live(self.pilot.pick(name, title))

    def type_id(self, name: str, text: str) -> None:
        """Type an id where a name would be chosen."""
        if not self.line(f"{name}.id").isVisible():
            self.click(f"{name}.button")
            self.click(f"{name}.popup.footer")
        self.type_into(f"{name}.id", text)

    def menu(self, button: str, *texts: str) -> None:
        """Choose from the menu of a button, or from a menu in it."""
        choose(self.pilot.find(QMenu, f"{button}.menu"), *texts)

    def account_menu(self, text: str) -> None:
        """Choose from the menu of the account."""
        choose(self.app.window.top_bar.profile_menu, text)

    def drop(self, file: Path) -> None:
        """Let go of a file over the editor."""
        assert drop_file(self.editor.viewport(), file, QPoint(20, 20))

    def choose_file(self, name: str, file: Path) -> None:
        """Type a file's name in the file dialog of this name, and say yes."""
        dialog = self.dialog(name)
        assert isinstance(dialog, QFileDialog)
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(file))
        dialog.accept()

    def fill(self, values: dict[str, str]) -> None:
        """Give variables their values in the table."""
        self.settle()
        self.pilot.show_tab(0)
        for name, value in values.items():
            self.pilot.fill_variable(name, value)
        self.settle()

    def fill_what_is_missing(self) -> dict[str, str]:
        """Give every variable without a value one that HTML must escape."""
        values = {name: f"<{number}> & “é”" for number, name in enumerate(self.missing())}
        self.fill(values)
        return values

    # --- eyes

    @property
    def rendered(self) -> RenderedEmail:
        """The newest rendering."""
        rendered = self.app.renders.latest
        assert rendered is not None
        return rendered

    @property
    def preview(self) -> str:
        """The HTML that the preview shows."""
        return self.app.window.preview_pane.html

    def preview_shows(self, html: str) -> bool:
        """Whether the page in the preview is this document, as the browser itself reads it."""
        from PySide6.QtWebEngineCore import QWebEngineScript

        answers: list[bool] = []
        self.app.window.preview_pane.start_web_view().page().runJavaScript(
            f"new DOMParser().parseFromString({json.dumps(html)}, 'text/html')"
            ".documentElement.outerHTML === document.documentElement.outerHTML",
            QWebEngineScript.ScriptWorldId.ApplicationWorld,
            lambda same: answers.append(same is True),
        )
        self.until(lambda: bool(answers), "the preview's answer")
        return answers[0]

    def missing(self) -> list[str]:
        """Return the names without a value, as the table lists them; contacts may have one."""
        self.settle()
        table = self.pilot.find(QTableView, "variablesTable")
        model = table.model()
        assert isinstance(model, VariablesModel)
        without = {RowState.MISSING, RowState.CONTACTS}
        return [row.name for row in model.rows if row.state in without]

    def line(self, name: str) -> QLineEdit:
        """Return a line to type in."""
        return self.pilot.find(QLineEdit, name)

    def button(self, name: str) -> QAbstractButton:
        """Return a button."""
        return self.pilot.find(QAbstractButton, name)

    @property
    def editor(self) -> QPlainTextEdit:
        """Where emails are written."""
        return self.pilot.find(QPlainTextEdit, "templateEditor")

    @staticmethod
    def words_of(widget: QWidget) -> str:
        """Return what a part of the window says, as far as it can be seen."""
        labels = widget.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def messages(self) -> list[str]:
        """Return what the window says at its edge: title and text of each message."""
        return [f"{m.title()} {m.text()}".strip() for m in self.app.window.messages.messages()]

    def until_told(self, words: str) -> str:
        """Wait for a message that holds these words and return it whole."""
        return self.until_there(
            lambda: next((text for text in self.messages() if words in text), None),
            f"a message with {words!r}, not {self.messages()}",
        )

    def answer(self, words: str, button: str) -> None:
        """Wait for a message that holds these words, and press a button in it."""
        self.until_told(words)
        banner = next(
            banner
            for banner in self.app.window.messages.messages()
            if words in f"{banner.title()} {banner.text()}"
        )
        found = [each for each in banner.findChildren(QAbstractButton) if each.text() == button]
        assert found, f"no {button!r} in the message {words!r}"
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def until_reason(self, words: str) -> None:
        """Wait until Send is closed and this reason stands beside it."""
        button, reason = self.button("sendButton"), self.button("sendReason")
        self.until(
            lambda: (
                (not button.isEnabled(), reason.isVisible(), reason.accessibleName())
                == (True, True, words)
            ),
            f"the reason {words!r}; there is {reason.accessibleName()!r}",
        )

    def has_focus(self, name: str) -> bool:
        """Whether the cursor stands in a control, or in a part of it."""
        control = self.pilot.find(QWidget, name)
        focused = self.app.window.focusWidget()
        return focused is control or (focused is not None and control.isAncestorOf(focused))

    def dialog(self, name: str) -> QDialog:
        """Wait for a dialog."""
        return self.live(self.pilot.dialog(name))

    def until_closed(self, name: str) -> None:
        """Wait until no dialog of this name is on the screen."""
        self.until(
            lambda: all(each.objectName() != name for each in self.open_dialogs()),
            f"{name} to close",
        )

    def open_dialogs(self) -> list[QDialog]:
        """Return the dialogs on the screen."""
        return [each for each in self.app.window.findChildren(QDialog) if each.isVisible()]

    def log_row(self, row: int = 0) -> dict[Column, str]:
        """Return what the status log shows in a row, the newest first."""
        model = self.pilot.find(QTableView, "statusLog").model()
        return {column: str(model.index(row, column).data()) for column in Column}

    def logged(self) -> list[Send]:
        """Return the sends in the status log, the newest first."""
        model = self.pilot.find(QTableView, "statusLog").model()
        return [model.index(row, 0).data(SEND_ROLE) for row in range(model.rowCount())]

    @property
    def details(self) -> SendDetails:
        """What the status log tells about the chosen send."""
        return self.pilot.find(SendDetails, "sendDetails")

    def until_saved(self) -> None:
        """Wait until what was typed is on disk, and the window says so."""
        state = self.pilot.find(QLabel, "saveState")
        self.until(lambda: state.text() == "Saved" and self.app.drafts.is_all_on_disk, "the draft")

    # --- the main job

    def connect(self, key: str) -> None:
        """Give the program its first key, at the welcome."""
        self.give_key(key)
        self.until_connected()

    def give_key(self, key: str) -> None:
        """Paste a key at the welcome, and connect."""
        self.until(lambda: self.app.window.shows_welcome, "the welcome")
        self.paste_into("apiKey", key)
        self.click("connectKeyButton")

    def until_connected(self) -> None:
        """Wait until the account is there, with what an email needs of it."""
        self.until(
            lambda: not self.app.window.shows_welcome and bool(self.app.account.domains.items),
            "the account",
        )
        self.until(lambda: bool(self.app.drafts.draft.project_id), "a project")

    def new_email(self) -> None:
        """Begin an empty email and forget what was said about others."""
        self.app.window.messages.clear()
        self.menu("newButton", "New email")
        self.settle()

    def address(self, kind: RecipientType, whom: str) -> None:
        """Choose who gets the email: an address, or a segment or tag by its name."""
        self.choose("recipientType", kind.value)
        if kind is RecipientType.PERSON:
            self.type_into("recipientEmail", whom)
        else:
            self.pick("recipientId", whom)

    def write(self, text: str, source: ContentSource = ContentSource.MARKDOWN) -> None:
        """Bring in the body by the clipboard, as Markdown or as HTML."""
        if source is ContentSource.HTML:
            self.choose("editorLanguage", "html")
        QApplication.clipboard().setText(text)
        self.editor.setFocus()
        QTest.keyClick(self.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def simple_email(self, to: str = "amara@example.com") -> None:
        """Write an email to one person that can be sent as it is."""
        self.new_email()
        self.address(RecipientType.PERSON, to)
        self.type_into("subject", "Hello")
        self.write("Good news.")
        self.settle()

    def ask_to_send(self) -> QDialog:
        """Press Send and wait for the question."""
        self.settle()
        self.live(self.pilot.enabled("sendButton"))
        self.click("sendButton")
        return self.dialog("confirmSendDialog")

    def send(self, *wanted: SendState) -> Send:
        """Press Send, say yes, and wait until the log says one of these states."""
        known = {send.id for send in self.logged()}
        dialog = self.ask_to_send()
        self.pilot.type_count(dialog)
        self.click("confirmSendButton", within=dialog)
        new = self.until_there(
            lambda: next((send for send in self.logged() if send.id not in known), None),
            "a line in the log",
        )
        return self.until_state(new.id, *(wanted or (SendState.ACCEPTED,)))

    def until_state(self, send_id: str, *wanted: SendState) -> Send:
        """Wait until the log shows a send in one of these states."""
        return self.until_there(
            lambda: next((s for s in self.logged() if s.id == send_id and s.state in wanted), None),
            f"{' or '.join(wanted)} instead of {[s.state for s in self.logged()]}",
        )
