"""The bar above everything: it always says whose key it is and what Send will do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from migma_desktop.core.models import KeyKind, Profile
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.widgets.top_bar import TopBar

CONTROL = Qt.KeyboardModifier.ControlModifier
LONG = "Customers who bought a Monstera in spring & summer (all shops)"
WHY = "“somebody-with-a-long-name-at-some-long-domain.example” can't be an email address."
LIVE = Profile(id="p", name="Fern & Finch Garden Centres", kind=KeyKind.LIVE, key_tail="4f2a")


@pytest.fixture
def bar(qtbot: QtBot, icons: Icons) -> TopBar:
    bar = TopBar(icons=icons)
    qtbot.addWidget(bar)
    bar.resize(1024, bar.height())
    bar.show_profile(LIVE)
    bar.show_save_state("Saved")
    bar.show_reasons("", "")
    bar.set_send_text("Send to one person")
    bar.show()
    return bar


def button(bar: TopBar, name: str) -> QAbstractButton:
    found = bar.findChild(QAbstractButton, name)
    assert found is not None
    return found


def overlaps(bar: TopBar) -> list[str]:
    """Return the parts that stand over each other or outside."""
    parts = [each for each in bar.findChildren(QWidget) if each.isVisible()]
    places = [QRect(each.mapTo(bar, QPoint()), each.size()) for each in parts]
    faults = [
        f"{one.objectName()} and {other.objectName()}"
        for number, one in enumerate(parts)
        for further, other in enumerate(parts[number + 1 :], number + 1)
        if places[number].intersects(places[further])
    ]
    outside = [
        each.objectName()
        for each, place in zip(parts, places, strict=True)
        if not bar.rect().contains(place)
    ]
    return faults + outside


def test_everything_has_its_place_at_the_smallest_window(bar: TopBar, qapp: QApplication) -> None:
    bar.set_send_text(f"Send to up to 214 people in {LONG}")
    bar.show_reasons(WHY, WHY)
    qapp.processEvents()
    assert overlaps(bar) == []
    for name in ("profileButton", "sendTestButton", "sendButton"):
        part = button(bar, name)
        assert part.width() >= part.minimumSizeHint().width(), name


@pytest.mark.parametrize("why", ["", WHY])
def test_a_long_order_to_send_makes_room_for_all_that_stands_in_the_window(
    icons: Icons, qtbot: QtBot, qapp: QApplication, why: str
) -> None:
    window = QWidget()  # alone the bar would grow
    qtbot.addWidget(window)
    bar = TopBar(icons=icons, parent=window)
    window.setFixedSize(1024, bar.height())
    bar.show_profile(LIVE)
    bar.show_save_state("Saved")
    for number in range(5):
        bar.add_action(QAction("Undo", bar), "undo-2", f"order{number}")
    bar.show_tested("Not tested yet", "Untested", "untested")
    window.show()
    bar.resize(1024, bar.height())
    bar.show_reasons(why, why)
    bar.set_send_text("Send to up to 40 people in Subscription R&D")
    qapp.processEvents()
    assert overlaps(bar) == []
    assert bar.minimumSizeHint().width() <= 1024
    send = button(bar, "sendButton")
    assert send.width() >= send.minimumSizeHint().width()
    assert send.text().startswith("Send to up to")
    assert send.accessibleName() == "Send to up to 40 people in Subscription R&D"
    bar.resize(1600, bar.height())
    qapp.processEvents()
    assert send.text() == "Send to up to 40 people in Subscription R&&D"


def test_what_is_cut_is_said_in_full(bar: TopBar) -> None:
    bar.set_send_text(f"Send to up to 214 people in {LONG}")
    bar.show_reasons(WHY, "")
    assert button(bar, "sendButton").text().startswith("Send to up to 214 people in Customers")
    assert button(bar, "sendButton").accessibleName() == f"Send to up to 214 people in {LONG}"
    assert button(bar, "sendReason").toolTip() == WHY
    assert button(bar, "sendReason").accessibleName() == WHY
    assert button(bar, "profileButton").toolTip() == LIVE.name + " · Live key ····4f2a"


def test_an_ampersand_in_a_name_is_an_ampersand(bar: TopBar) -> None:
    bar.set_send_text("Send to up to 5 people in R&D")
    assert button(bar, "sendButton").text() == "Send to up to 5 people in R&&D"
    assert button(bar, "sendButton").shortcut().isEmpty()


def test_the_reason_takes_the_place_of_the_save_state_where_room_is_short(
    bar: TopBar, qapp: QApplication
) -> None:
    saved = bar.findChild(QLabel, "saveState")
    assert saved is not None
    bar.set_send_text(f"Send to up to 214 people in {LONG}")
    bar.show_reasons(WHY, "")
    assert not saved.isVisible()
    bar.show_reasons("", "")
    assert saved.isVisible()
    bar.resize(1600, bar.height())
    bar.show_reasons(WHY, "")
    qapp.processEvents()
    assert saved.isVisible()
    assert button(bar, "sendReason").text() == WHY


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_keys_of_send_work_whatever_the_button_says(
    bar: TopBar, qtbot: QtBot, key: Qt.Key
) -> None:
    bar.set_send_text("Send to up to 214 people in VIP customers")
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    with qtbot.waitSignal(bar.send_wanted):
        QTest.keyClick(bar, key, CONTROL)
    bar.show_reasons(WHY, "")
    with qtbot.assertNotEmitted(bar.send_wanted):
        QTest.keyClick(bar, key, CONTROL)


def test_a_closed_button_says_why_and_leads_there(bar: TopBar, qtbot: QtBot) -> None:
    bar.show_reasons("The subject is missing.", "The email has no content.")
    assert not button(bar, "sendButton").isEnabled()
    assert button(bar, "sendButton").toolTip() == "The subject is missing."
    assert button(bar, "sendTestButton").toolTip() == "The email has no content."
    with qtbot.waitSignal(bar.reason_wanted):
        QTest.mouseClick(button(bar, "sendReason"), Qt.MouseButton.LeftButton)


def test_the_badge_says_as_much_as_there_is_room_for(bar: TopBar, qapp: QApplication) -> None:
    badge = button(bar, "testedBadge")
    assert not badge.isVisible()
    bar.show_tested("Tested 2 min ago, unchanged", "Tested", "same")
    for width, text in ((1600, "Tested 2 min ago, unchanged"), (1024, "Tested")):
        bar.resize(width, bar.height())
        bar.set_send_text(f"Send to 214 people in {LONG}")
        qapp.processEvents()
        assert badge.text() == text
        assert badge.accessibleName() == "Tested 2 min ago, unchanged"
        assert overlaps(bar) == []
    bar.show_reasons(WHY, "")
    qapp.processEvents()
    assert badge.isVisible()
    assert overlaps(bar) == []


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        (None, "No account"),
        (LIVE, "Fern & Finch Garden Centres · Live key ····4f2a"),
        (
            Profile(id="t", name="Acme", kind=KeyKind.TEST, key_tail="1234"),
            "Acme · Test key ····1234",
        ),
        (Profile(id="s", name="Sandbox", kind=KeyKind.SANDBOX), "Sandbox"),
    ],
)
def test_the_chip_names_account_key_and_what_it_reaches(
    bar: TopBar, profile: Profile | None, text: str
) -> None:
    bar.show_profile(profile)
    assert button(bar, "profileButton").text() == text
