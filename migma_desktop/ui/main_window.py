"""The window: lays its parts out, remembers their sizes, and leaves the rest to controllers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:  # at run time each is loaded when its turn comes: typing must not wait for them
    from migma_desktop.ui.widgets.checks_panel import ChecksPanel
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
_MESSAGE, _MIDDLE, _PREVIEW = range(3)


class MainWindow(QMainWindow):
    """The one window of the program.

    It begins as an editor in its place, which takes typing at once; ``furnish`` brings the parts
    around it, one at a turn.

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

    def __init__(self, *, theme: Theme, icons: Icons, clipboard: QClipboard) -> None:
        super().__init__()
        self._icons = icons
        self._clipboard = clipboard
        self._tab_of_last_time = ""
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("Migma Desktop"))
        self.setMinimumSize(_SMALLEST)
        self.editor_pane = EditorPane(theme=theme, icons=icons)
        self._middle = _pages("editorPages", self.editor_pane)
        self._columns = _splitter("columns", Qt.Orientation.Horizontal)
        for part in (QWidget(), self._middle, QWidget()):
            self._columns.addWidget(part)
        self._columns.setStretchFactor(_MIDDLE, 4)
        self._columns.setStretchFactor(_PREVIEW, 5)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("bottomTabs")
        self.tabs.setDocumentMode(True)
        self._rows = _splitter("rows", Qt.Orientation.Vertical)
        self._rows.addWidget(self._columns)
        self._rows.addWidget(self.tabs)
        self._rows.setStretchFactor(0, 1)
        self._workspace = QWidget()
        self._column = QVBoxLayout(self._workspace)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._rows, 1)
        self._pages = _pages("pages", self._workspace)
        self.setCentralWidget(self._pages)
        self.resize(_USUAL)
        self._columns.setSizes(_COLUMNS)
        self._rows.setSizes(_ROWS)

    def furnish(self) -> Iterator[None]:
        """Bring in the other parts, one at a turn; events may be handled between the turns.

        The preview comes first, since its engine then starts beside everything else.
        """
        from migma_desktop.ui.widgets.preview_pane import PreviewPane

        self.preview_pane = PreviewPane(icons=self._icons, clipboard=self._clipboard)
        self._fill_column(_PREVIEW, self.preview_pane)
        yield
        from migma_desktop.ui.widgets.top_bar import TopBar

        self.top_bar = TopBar(icons=self._icons)
        self._column.insertWidget(0, self.top_bar)
        yield
        from migma_desktop.ui.widgets.message_panel import MessagePanel

        self.message_panel = MessagePanel(icons=self._icons)
        self._fill_column(_MESSAGE, self.message_panel)
        yield
        from migma_desktop.ui.widgets.variables_panel import VariablesPanel

        self.variables_panel = VariablesPanel(icons=self._icons)
        self.tabs.addTab(self.variables_panel, self.tr("Variables"))
        yield
        from migma_desktop.ui.widgets.checks_panel import ChecksPanel

        self.checks_panel = ChecksPanel(icons=self._icons)
        self.tabs.addTab(self.checks_panel, self.tr("Checks"))
        yield
        from migma_desktop.ui.widgets.status_log_panel import StatusLogPanel

        self.log_panel = StatusLogPanel(icons=self._icons)
        self.tabs.addTab(self.log_panel, self.tr("Status log"))
        self._finish_tabs()
        yield
        from migma_desktop.ui.widgets.message_area import MessageArea
        from migma_desktop.ui.widgets.welcome_page import WelcomePage

        self.welcome_page = WelcomePage(icons=self._icons)
        self._pages.addWidget(self.welcome_page)
        self._middle.addWidget(self._made_in_migma())
        self.messages = MessageArea(icons=self._icons, parent=self._pages)

    def _fill_column(self, place: int, part: QWidget) -> None:
        sizes = self._columns.sizes()
        empty = self._columns.replaceWidget(place, part)
        if empty is not None:
            empty.deleteLater()
        self._columns.setStretchFactor(place, {_MESSAGE: 0, _PREVIEW: 5}[place])
        part.show()
        self._columns.setSizes(sizes)

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

    def _made_in_migma(self) -> QWidget:
        from migma_desktop.ui.widgets.empty_state import EmptyState

        return EmptyState(
            "mail",
            self.tr("Made in Migma"),
            self.tr(
                "This email is written and changed in Migma. The preview shows it as it is there; "
                "you choose who gets it."
            ),
            icons=self._icons,
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
        return self._pages.currentWidget() is self.welcome_page

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

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

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
