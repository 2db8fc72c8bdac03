"""The window: lays its parts out, remembers their sizes, and leaves the rest to controllers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.settings import WindowLayout
from migma_desktop.ui.editor.editor_pane import EditorPane
from migma_desktop.ui.editor.template_editor import openable_file
from migma_desktop.ui.focus_round import move_focus
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.tokens import BAR_HEIGHT

if TYPE_CHECKING:  # at run time each is loaded when its turn comes: typing must not wait for them
    from PySide6.QtGui import QClipboard

    from migma_desktop.ui.icons import Icons
    from migma_desktop.ui.widgets.checks_panel import ChecksPanel
    from migma_desktop.ui.widgets.message_area import MessageArea
    from migma_desktop.ui.widgets.message_panel import MessagePanel
    from migma_desktop.ui.widgets.preview_pane import PreviewPane
    from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel
    from migma_desktop.ui.widgets.top_bar import TopBar
    from migma_desktop.ui.widgets.undo_bar import UndoBar
    from migma_desktop.ui.widgets.variables_panel import VariablesPanel
    from migma_desktop.ui.widgets.welcome_page import WelcomePage

_SMALLEST = QSize(1024, 640)
_USUAL = QSize(1360, 860)
_COLUMNS = (344, 470, 546)  # message, editor, preview; px at the usual size
_ROWS = (600, 204)  # above, tabs below


class MainWindow(QMainWindow):
    """The one window of the program.

    It begins as an editor in its place, which takes typing at once; ``furnish`` brings the parts
    around it, one at a turn. Both build from the outside in: a widget that is put into another one
    is styled anew with all that is in it, which from the inside out took 40 ms.

    Signals:
        closing: the user wants it closed; ``layout_now`` still tells how it stands.
    """

    closing = Signal()

    top_bar: TopBar
    message_panel: MessagePanel
    preview_pane: PreviewPane
    variables_panel: VariablesPanel
    checks_panel: ChecksPanel
    log_panel: StatusLogPanel
    welcome_page: WelcomePage
    messages: MessageArea
    undo_bar: UndoBar

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._tab_of_last_time = ""
        self._is_furnished = False
        self._may_close: Callable[[], bool] = lambda: True
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("Migma Desktop"))
        self.setMinimumSize(_SMALLEST)
        self.setAcceptDrops(True)
        self._all = QWidget(self)
        self.setCentralWidget(self._all)
        self._pages = _pages("pages", self._all)
        self._above_undo = _column(self._all)
        self._above_undo.addWidget(self._pages, 1)
        self._workspace = QWidget(self._pages)
        self._pages.addWidget(self._workspace)
        self._column = _column(self._workspace)
        self._column.setContentsMargins(0, BAR_HEIGHT, 0, 0)  # where the top bar will be
        self._rows = _splitter("rows", Qt.Orientation.Vertical, self._workspace)
        self._column.addWidget(self._rows, 1)
        self._columns = _splitter("columns", Qt.Orientation.Horizontal, self._rows)
        self.tabs = QTabWidget(self._rows)
        self.tabs.setObjectName("bottomTabs")
        self.tabs.setDocumentMode(True)
        self._message_place = QWidget(self._columns)
        self._middle = _pages("editorPages", self._columns)
        self._preview_place = QWidget(self._columns)
        self._columns.setStretchFactor(1, 4)
        self._columns.setStretchFactor(2, 5)
        self.editor_pane = EditorPane(theme=theme, parent=self._middle)
        self._middle.addWidget(self.editor_pane)
        self.resize(_USUAL)
        self._columns.setSizes(_COLUMNS)
        self._rows.setSizes(_ROWS)

    def add_preview(self, *, icons: Icons, clipboard: QClipboard) -> Iterator[None]:
        """Bring in the preview, before the other parts; events may be handled between turns."""
        from migma_desktop.ui.widgets.preview_pane import PreviewPane

        yield
        self.preview_pane = PreviewPane(
            icons=icons, clipboard=clipboard, parent=self._preview_place
        )
        _column(self._preview_place).addWidget(self.preview_pane)

    def furnish(self, *, icons: Icons) -> Iterator[None]:
        """Bring in the other parts, one at a turn; events may be handled between the turns."""
        from migma_desktop.ui.widgets.top_bar import TopBar

        self.top_bar = TopBar(icons=icons, parent=self._workspace)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.insertWidget(0, self.top_bar)
        yield
        yield from self.editor_pane.furnish(icons)
        yield
        from migma_desktop.ui.widgets.message_panel import MessagePanel

        yield
        self.message_panel = MessagePanel(parent=self._message_place)
        _column(self._message_place).addWidget(self.message_panel)
        yield from self.message_panel.furnish(icons)
        yield
        from migma_desktop.ui.widgets.variables_panel import VariablesPanel

        yield
        self.variables_panel = VariablesPanel(icons=icons, parent=self.tabs)
        self.tabs.addTab(self.variables_panel, self.tr("Variables"))
        yield
        from migma_desktop.ui.widgets.checks_panel import ChecksPanel

        yield
        self.checks_panel = ChecksPanel(icons=icons, parent=self.tabs)
        self.tabs.addTab(self.checks_panel, self.tr("Checks"))
        yield
        from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel

        yield
        self.log_panel = StatusLogPanel(parent=self.tabs)
        yield from self.log_panel.furnish(icons)
        yield
        self.tabs.addTab(self.log_panel, self.tr("Status log"))
        self._finish_tabs()
        yield
        from migma_desktop.ui.widgets.message_area import MessageArea
        from migma_desktop.ui.widgets.welcome_page import WelcomePage

        yield
        self.welcome_page = WelcomePage(icons=icons, parent=self._pages)
        self._pages.addWidget(self.welcome_page)
        yield
        self._middle.addWidget(self._made_in_migma(icons))
        self.messages = MessageArea(icons=icons, parent=self._pages)
        yield
        from migma_desktop.ui.widgets.undo_bar import UndoBar

        self.undo_bar = UndoBar(icons=icons, now=_now, parent=self._all)
        self._above_undo.addWidget(self.undo_bar)
        self._is_furnished = True

    def _finish_tabs(self) -> None:
        for page, _name in self._tab_names():
            if page.objectName() == self._tab_of_last_time:
                self.tabs.setCurrentWidget(page)
        self.tabs.tabBar().setObjectName("bottomTabBar")
        self.tabs.tabBar().setAccessibleName(self.tr("Variables, checks and log"))
        self.variables_panel.count_changed.connect(
            lambda missing, _all: self._on_count_changed(self.variables_panel, missing)
        )
        self.checks_panel.count_changed.connect(
            lambda count: self._on_count_changed(self.checks_panel, count)
        )

    def _made_in_migma(self, icons: Icons) -> QWidget:
        from migma_desktop.ui.widgets.empty_state import EmptyState

        return EmptyState(
            "mail",
            self.tr("Made in Migma"),
            self.tr(
                "This email is written and changed in Migma. The preview shows it as it is there; "
                "you choose who gets it."
            ),
            icons=icons,
            object_name="madeInMigma",
        )

    def show_welcome(self) -> None:
        """Show the two roads to a first email instead of the workspace."""
        self._pages.setCurrentWidget(self.welcome_page)
        self.welcome_page.focus_first()

    def show_workspace(self) -> None:
        """Show where emails are written."""
        self._pages.setCurrentWidget(self._workspace)

    @property
    def shows_welcome(self) -> bool:
        """Whether the welcome is what the user sees."""
        return self._is_furnished and self._pages.currentWidget() is self.welcome_page

    def show_editor(self, editable: bool) -> None:
        """Show the editor, or that the email is written in Migma."""
        self._middle.setCurrentIndex(0 if editable else 1)

    def _on_count_changed(self, page: QWidget, count: int) -> None:
        """Put a number behind the name of a tab."""
        for index, (each, name) in enumerate(self._tab_names()):
            if each is page:
                self.tabs.setTabText(index, f"{name} ({count})" if count else name)

    def restore_layout(self, layout: WindowLayout) -> None:
        """Stand as the window stood the last time."""
        if layout.geometry:
            self.restoreGeometry(QByteArray.fromBase64(layout.geometry.encode()))
        for splitter in (self._columns, self._rows):
            sizes = layout.splitters.get(splitter.objectName())
            if sizes and len(sizes) == splitter.count():
                splitter.setSizes(list(sizes))
        self._tab_of_last_time = layout.bottom_tab

    def layout_now(self) -> WindowLayout:
        """Tell how the window stands."""
        return WindowLayout(
            geometry=self.saveGeometry().toBase64().toStdString(),
            splitters={s.objectName(): tuple(s.sizes()) for s in (self._columns, self._rows)},
            bottom_tab=self._current_tab(),
        )

    def _current_tab(self) -> str:
        page = self.tabs.currentWidget()
        return "" if page is None else page.objectName()

    def show_waiting(self, count: int) -> None:
        """Say on the log's tab how many emails have not left yet."""
        name = self.tr("Status log")
        if count:
            name = self.tr("{name} · {count} waiting").format(name=name, count=count)
        self.tabs.setTabText(self.tabs.indexOf(self.log_panel), name)

    def ask_before_closing(self, may_close: Callable[[], bool]) -> None:
        """Let somebody hold the closing back, who then says why."""
        self._may_close = may_close

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab go through the workspace as one reads it."""
        if self.shows_welcome or not self._is_furnished:
            return super().focusNextPrevChild(next)
        places = (
            self.top_bar,
            self.message_panel,
            self._middle,
            self.preview_pane,
            self.tabs,
            self.undo_bar,
            self.messages,
        )
        return move_focus(self, places, is_forward=next)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that the program can open, wherever on the window."""
        if openable_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Open a dropped file as if it had been dropped on the editor."""
        path = openable_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.editor_pane.file_dropped.emit(path)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    def _tab_names(self) -> list[tuple[QWidget, str]]:
        return [
            (self.variables_panel, self.tr("Variables")),
            (self.checks_panel, self.tr("Checks")),
            (self.log_panel, self.tr("Status log")),
        ]


def _now() -> datetime:
    return datetime.now(UTC)


def _splitter(name: str, orientation: Qt.Orientation, parent: QWidget) -> QSplitter:
    splitter = QSplitter(orientation, parent)
    splitter.setObjectName(name)
    splitter.setChildrenCollapsible(False)
    return splitter


def _pages(name: str, parent: QWidget) -> QStackedWidget:
    stack = QStackedWidget(parent)
    stack.setObjectName(name)
    return stack


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
