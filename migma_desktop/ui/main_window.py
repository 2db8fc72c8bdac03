"""The window: lays its parts out, remembers their sizes, and leaves the rest to controllers."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QClipboard, QCloseEvent
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
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.qt import override
from migma_desktop.ui.theme import Theme
from migma_desktop.ui.widgets.checks_panel import ChecksPanel
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.message_area import MessageArea
from migma_desktop.ui.widgets.message_panel import MessagePanel
from migma_desktop.ui.widgets.preview_pane import PreviewPane
from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel
from migma_desktop.ui.widgets.top_bar import TopBar
from migma_desktop.ui.widgets.variables_panel import VariablesPanel
from migma_desktop.ui.widgets.welcome_page import WelcomePage

_SMALLEST = QSize(1024, 640)
_USUAL = QSize(1360, 860)
_COLUMNS = (320, 480, 560)  # message, editor, preview; px at the usual size
_ROWS = (600, 204)  # above, tabs below


class MainWindow(QMainWindow):
    """The one window of the program.

    Signals:
        closing: the user wants it closed; ``layout_now`` still tells how it stands.
    """

    closing = Signal()

    def __init__(self, *, theme: Theme, icons: Icons, clipboard: QClipboard) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("Migma Desktop"))
        self.setMinimumSize(_SMALLEST)
        self.top_bar = TopBar(icons=icons)
        self.message_panel = MessagePanel(icons=icons)
        self.editor_pane = EditorPane(theme=theme, icons=icons)
        self.preview_pane = PreviewPane(icons=icons, clipboard=clipboard)
        self.variables_panel = VariablesPanel(icons=icons)
        self.checks_panel = ChecksPanel(icons=icons)
        self.log_panel = StatusLogPanel(icons=icons)
        self.welcome_page = WelcomePage(icons=icons)
        self._made_in_migma = EmptyState(
            "mail",
            self.tr("Made in Migma"),
            self.tr(
                "This email is written and changed in Migma. The preview shows it as it is there; "
                "you choose who gets it."
            ),
            icons=icons,
            object_name="madeInMigma",
        )
        self._middle = _pages("editorPages", self.editor_pane, self._made_in_migma)
        self._columns = _splitter("columns", Qt.Orientation.Horizontal)
        for part in (self.message_panel, self._middle, self.preview_pane):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(1, 4)
        self._columns.setStretchFactor(2, 5)
        self.tabs = self._bottom_tabs()
        self.variables_panel.count_changed.connect(
            lambda missing, _all: self._on_count_changed(self.variables_panel, missing)
        )
        self.checks_panel.count_changed.connect(
            lambda count: self._on_count_changed(self.checks_panel, count)
        )
        self._rows = _splitter("rows", Qt.Orientation.Vertical)
        self._rows.addWidget(self._columns)
        self._rows.addWidget(self.tabs)
        self._rows.setStretchFactor(0, 1)
        self._workspace = QWidget()
        column = QVBoxLayout(self._workspace)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self._rows, 1)
        self._pages = _pages("pages", self._workspace, self.welcome_page)
        self.setCentralWidget(self._pages)
        self.messages = MessageArea(icons=icons, parent=self._pages)
        self.resize(_USUAL)
        self._columns.setSizes(_COLUMNS)
        self._rows.setSizes(_ROWS)

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
        return self._pages.currentWidget() is self.welcome_page

    def show_editor(self, editable: bool) -> None:
        """Show the editor, or that the email is written in Migma."""
        self._middle.setCurrentWidget(self.editor_pane if editable else self._made_in_migma)

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
        for page, _name in self._tab_names():
            if page.objectName() == layout.bottom_tab:
                self.tabs.setCurrentWidget(page)

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

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _bottom_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("bottomTabs")
        tabs.setDocumentMode(True)
        tabs.tabBar().setObjectName("bottomTabBar")
        tabs.tabBar().setAccessibleName(self.tr("Variables, checks and log"))
        for page, name in self._tab_names():
            tabs.addTab(page, name)
        return tabs

    def _tab_names(self) -> list[tuple[QWidget, str]]:
        return [
            (self.variables_panel, self.tr("Variables")),
            (self.checks_panel, self.tr("Checks")),
            (self.log_panel, self.tr("Status log")),
        ]


def _splitter(name: str, orientation: Qt.Orientation) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setObjectName(name)
    splitter.setChildrenCollapsible(False)
    return splitter


def _pages(name: str, *pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.setObjectName(name)
    for page in pages:
        stack.addWidget(page)
    return stack
