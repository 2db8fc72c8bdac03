"""The controls of the gallery, a card for each kind."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QTableView,
    QTabWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.ui.icons import Icons
from migma_desktop.ui.tokens import SPACE, SPACE_2
from migma_desktop.ui.widgets.banner import Banner, MessageAction, MessageKind
from migma_desktop.ui.widgets.button import Button, ButtonKind
from migma_desktop.ui.widgets.chip import Chip, ChipKind
from migma_desktop.ui.widgets.elided_label import ElidedLabel
from migma_desktop.ui.widgets.empty_state import EmptyState
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.panel import Panel
from migma_desktop.ui.widgets.picker_list import PickerItem
from migma_desktop.ui.widgets.row_hover import RowHoverDelegate
from migma_desktop.ui.widgets.search_picker import SearchPicker
from migma_desktop.ui.widgets.segmented import Segment, SegmentedControl
from migma_desktop.ui.widgets.spinner import Spinner
from migma_desktop.ui.widgets.switch import Switch

KEPT: list[QWidget] = []
Kind = TypeVar("Kind", bound=QWidget)
PEOPLE = [
    PickerItem("s1", "VIP customers", "Bought three times or more", "214 people"),
    PickerItem("s2", "Newsletter", "Everyone who signed up on the website", "12,480 people"),
    PickerItem("s3", "Trial ended this week with a rather long name", "Updated today", "38 people"),
    PickerItem("s4", "Empty segment", "Nobody is in it", "0 people", enabled=False),
]
DOMAINS = [
    PickerItem("acme.com", "acme.com", "Verified", state="success"),
    PickerItem("mail.acme.com", "mail.acme.com", "Managed by Migma", state="info"),
    PickerItem("acme.shop", "acme.shop", "Waiting for DNS records", state="warning"),
]


def row(*widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(SPACE)
    for widget in widgets:
        layout.addWidget(widget)
    if stretch:
        layout.addStretch(1)
    return layout


def column(*parts: QWidget | QHBoxLayout) -> QWidget:
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
    layout.setSpacing(SPACE_2)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    layout.addStretch(1)
    return body


def card(title: str, *parts: QWidget | QHBoxLayout) -> Panel:
    panel = Panel(title, card=True)
    panel.set_body(column(*parts))
    return panel


def disabled(widget: Kind) -> Kind:
    widget.setEnabled(False)
    return widget


def buttons(icons: Icons) -> Panel:
    kinds: tuple[ButtonKind, ...] = ("primary", "secondary", "quiet", "danger")
    plain = [Button(kind.title(), icons=icons, kind=kind) for kind in kinds]
    with_icons = [
        Button("Send", icons=icons, kind="primary", icon_name="send"),
        Button("Send test", icons=icons, icon_name="mail-check"),
        Button("Undo", icons=icons, kind="quiet", icon_name="undo-2"),
        Button("Delete", icons=icons, kind="danger", icon_name="trash-2"),
    ]
    off = [disabled(Button(k.title(), icons=icons, kind=k, icon_name="send")) for k in kinds]
    small = [Button(k.title(), icons=icons, kind=k, small=True) for k in kinds]
    only = [
        Button(icons=icons, icon_name="settings", accessible_name="Settings"),
        Button(icons=icons, kind="quiet", icon_name="ellipsis", accessible_name="More"),
        Button(icons=icons, kind="quiet", small=True, icon_name="x", accessible_name="Close"),
        Button(icons=icons, kind="primary", icon_name="plus", accessible_name="New"),
    ]
    tools = []
    for name in ("bold", "italic", "link", "list", "braces"):
        tool = QToolButton()
        tool.setCheckable(True)
        tool.setChecked(name == "italic")
        tool.setEnabled(name != "list")
        icons.bind(tool, name)
        tools.append(tool)
    menu_button = QPushButton("New")
    menu_button.setMenu(QMenu(menu_button))
    return card(
        "Buttons",
        row(*plain),
        row(*with_icons),
        row(*off),
        row(*small),
        row(*only, *tools),
        row(QPushButton("Plain"), disabled(QPushButton("Plain off")), menu_button),
    )


def choices(icons: Icons) -> Panel:
    recipients = SegmentedControl(
        [
            Segment("email", "Person", "user"),
            Segment("segment", "Segment", "layers"),
            Segment("tag", "Tag", "tag"),
            Segment("audience", "Audience", "users"),
        ],
        icons=icons,
        accessible_name="Recipient",
    )
    widths = SegmentedControl(
        [
            Segment("phone", "Phone", "smartphone", icon_only=True),
            Segment("tablet", "Tablet", "tablet", icon_only=True),
            Segment("desktop", "Desktop", "monitor", icon_only=True),
        ],
        icons=icons,
        accessible_name="Preview width",
    )
    writing = SegmentedControl(
        [Segment("write", "Write"), Segment("html", "HTML")], icons=icons, accessible_name="Mode"
    )
    writing.set_value("html")
    wide = SegmentedControl(
        [Segment("a", "Automatic"), Segment("t", "Transactional"), Segment("m", "Marketing")],
        icons=icons,
        accessible_name="Kind",
        stretch=True,
    )
    wide.set_segment_enabled("m", False, "Not with one person")
    on = Switch("Load remote images", icons=icons)
    on.setChecked(True)
    off_on = disabled(Switch("Off", icons=icons))
    boxes = [QCheckBox("Check box"), QCheckBox("Checked"), QCheckBox("Partly"), QCheckBox("Off")]
    boxes[1].setChecked(True)
    boxes[2].setTristate(True)
    boxes[2].setCheckState(Qt.CheckState.PartiallyChecked)
    boxes[3].setChecked(True)
    disabled(boxes[3])
    radios = [QRadioButton("One"), QRadioButton("Other"), disabled(QRadioButton("Off"))]
    radios[0].setChecked(True)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setValue(40)
    return card(
        "Choices",
        row(recipients),
        row(widths, writing),
        wide,
        row(on, Switch("Plain text", icons=icons), off_on),
        row(*boxes),
        row(*radios),
        slider,
    )


def chips(icons: Icons) -> Panel:
    kinds: tuple[ChipKind, ...] = ("live", "test", "sandbox", "neutral", "info", "accent")
    profile = [
        Chip("Acme · Live key ····4f2a", icons=icons, kind="live", clickable=True),
        Chip("Acme · Test key ····09c1", icons=icons, kind="test", clickable=True),
        Chip("Sandbox", icons=icons, kind="sandbox", clickable=True),
    ]
    bar = QProgressBar()
    bar.setValue(62)
    ok = QProgressBar()
    ok.setValue(100)
    ok.setProperty("state", "ok")
    long = ElidedLabel("A subject that is a good deal longer than the room it has been given " * 3)
    return card(
        "Chips and labels",
        row(*(Chip(kind.title(), icons=icons, kind=kind) for kind in kinds)),
        row(*profile),
        row(Spinner(icons=icons), QLabel("Loading…"), disabled(QLabel("Disabled"))),
        bar,
        ok,
        long,
    )


def fields(icons: Icons) -> Panel:
    name = QLineEdit("hello@acme.com")
    bad = QLineEdit("jane@acme")
    subject = QLineEdit()
    subject.setPlaceholderText("What is it about?")
    fixed = QLineEdit("From the template")
    fixed.setReadOnly(True)
    clear = QLineEdit("order")
    clear.setClearButtonEnabled(True)
    first = Field("&From", name, icons=icons)
    first.set_message("acme.com is verified", "ok")
    second = Field("&To", bad, icons=icons)
    second.set_message("This address has no domain ending, such as .com", "error")
    third = Field("&Subject", subject, icons=icons, hint="72 / 60")
    third.set_message("Phones show about 60 characters; the end will be cut off there", "warning")
    combo = QComboBox()
    combo.addItems(["Automatic", "Transactional", "Marketing"])
    editable = QComboBox()
    editable.setEditable(True)
    editable.addItems(["acme.com", "acme.shop"])
    spin = QSpinBox()
    spin.setRange(0, 60)
    spin.setSuffix(" s")
    text = QPlainTextEdit("A few lines\nof text")
    text.setFixedHeight(64)
    grid = QWidget()
    layout = QGridLayout(grid)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE)
    controls = [fixed, disabled(QLineEdit("Disabled")), clear, combo, editable, spin]
    for index, control in enumerate(controls):
        layout.addWidget(control, index // 2, index % 2)
    return card("Fields", first, second, third, grid, text)


def pickers(icons: Icons) -> Panel:
    empty = SearchPicker(icons=icons, accessible_name="Tag", object_name="p0")
    chosen = SearchPicker(icons=icons, accessible_name="Segment", object_name="p1")
    chosen.set_items(PEOPLE)
    chosen.set_current_id("s1")
    domain = SearchPicker(icons=icons, accessible_name="Domain", object_name="p2")
    domain.set_items(DOMAINS)
    domain.set_current_id("acme.com")
    wrong = SearchPicker(icons=icons, accessible_name="Domain", object_name="p3")
    wrong.set_state("error")
    typed = SearchPicker(
        icons=icons, accessible_name="Segment", object_name="p4", allow_free_id=True
    )
    typed.set_typed_id("seg_01H8ZK")
    off = disabled(SearchPicker(icons=icons, accessible_name="Off", object_name="p5"))
    return card("Pickers", empty, chosen, domain, wrong, typed, off)


def banners(icons: Icons) -> Panel:
    shown: list[Banner] = []
    messages: tuple[tuple[MessageKind, str, str], ...] = (
        ("info", "This is the sandbox", "Nothing leaves this computer."),
        ("success", "Sent to jane@acme.com", ""),
        ("warning", "acme.shop is not verified yet", "Add the DNS records, then check again."),
        ("error", "Migma refused the email", "The sender's domain is not verified."),
    )
    for kind, title, text in messages:
        banner = Banner(icons=icons)
        actions = (
            [MessageAction("Show records", lambda: None), MessageAction("Check", lambda: None)]
            if kind == "warning"
            else []
        )
        details = '{"error": "Domain not verified"}' if kind == "error" else ""
        banner.show_message(kind, title, text, details=details, actions=actions)
        shown.append(banner)
    shown[-1].findChildren(Button, ".showDetails")[0].setChecked(True)
    return card("Banners", *shown)


def table(icons: Icons) -> QTableView:
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["Time", "To", "Subject", "State"])
    for values in (
        ("09:41", "jane@acme.com", "Your receipt", "Accepted"),
        ("09:38", "VIP customers", "Friday's offer", "214 of 300 sent"),
        ("09:12", "office@acme.shop", "Welcome", "Refused"),
    ):
        model.appendRow([QStandardItem(value) for value in values])
    view = QTableView()
    view.setModel(model)
    view.setProperty("kind", "flat")
    view.verticalHeader().hide()
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.selectRow(1)
    RowHoverDelegate(view)
    view.horizontalHeader().setStretchLastSection(True)
    view.setMinimumHeight(160)
    return view


def tree() -> QTreeView:
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["Message parts"])
    parent = QStandardItem("multipart/alternative")
    parent.appendRows([QStandardItem("text/plain"), QStandardItem("text/html")])
    model.appendRow(parent)
    view = QTreeView()
    view.setModel(model)
    view.expandAll()
    view.setFixedHeight(120)
    return view


def lists(icons: Icons) -> Panel:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.addTab(table(icons), "Status log")
    tabs.addTab(QWidget(), "Checks (2)")
    tabs.addTab(QWidget(), "Variables")
    tabs.addTab(QWidget(), "Disabled")
    tabs.setTabEnabled(3, False)
    box = QGroupBox("Group box")
    QVBoxLayout(box).addWidget(QCheckBox("Ask before sending"))
    area = QScrollArea()
    area.setWidget(QLabel("\n".join(f"Line {n} of something that scrolls" for n in range(40))))
    area.setFixedHeight(96)
    return card("Lists", tabs, tree(), box, area)


def empties(icons: Icons) -> Panel:
    state = EmptyState(
        "send",
        "Nothing sent yet",
        "When you send an email, you see here what became of it.",
        icons=icons,
        action_text="Send a test",
    )
    return card("Empty state", state)
