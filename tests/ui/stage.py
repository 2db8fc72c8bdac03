"""A stage for dialogs in tests: what they are about, and how their parts are found."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from migma_desktop.core.batch_guard import Audience
from migma_desktop.core.models import (
    Domain,
    DomainState,
    Draft,
    KeyKind,
    Profile,
    Recipient,
    RecipientType,
    Sender,
)
from migma_desktop.core.rendering import render
from migma_desktop.ui.controllers.send_controller import SendPlan
from migma_desktop.ui.dialogs.confirm_send import ConfirmSendDialog
from migma_desktop.ui.icons import Icons

LEFT = Qt.MouseButton.LeftButton
LIVE = Profile(id="p", name="Acme", kind=KeyKind.LIVE, key_tail="4f2a")
VIP = Recipient(type=RecipientType.SEGMENT, id="s1", name="VIP customers", count=1214)
DRAFT = Draft(
    recipient=Recipient(email="ada@example.com"),
    sender=Sender(address="hello@acme.example", name="Acme"),
    subject="Hello {{first_name}}",
    markdown="Good news, {{first_name}}. See you in {{city}}.",
    project_id="project-1",
    variables={"first_name": "Ada", "city": "Köln"},
)
_D = TypeVar("_D", bound=QWidget)


def plan(
    *, profile: Profile = LIVE, domain: DomainState = DomainState.VERIFIED, **changes: object
) -> SendPlan:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]  # fields by name
    return SendPlan(
        draft=draft,
        rendered=render(draft),
        profile=profile,
        domain=Domain("acme.example", domain),
    )


class Stage:
    """Shows windows and takes them away again."""

    def __init__(self, icons: Icons) -> None:
        self.icons = icons
        self.shown: list[QWidget] = []

    def show(self, window: _D) -> _D:
        self.shown.append(window)
        window.show()
        QApplication.processEvents()
        return window


def words(window: QWidget) -> str:
    return "\n".join(each.text() for each in window.findChildren(QLabel) if each.isVisible())


def button(window: QWidget, name: str) -> QAbstractButton:
    found = window.findChild(QAbstractButton, name)
    assert found is not None
    return found


def spin(window: QWidget, name: str) -> QSpinBox:
    found = window.findChild(QSpinBox, name)
    assert found is not None
    return found


def line(window: QWidget, name: str) -> QLineEdit:
    found = window.findChild(QLineEdit, name)
    assert found is not None
    return found


def counted(**known: int | None) -> SendPlan:
    audience = replace(Audience(count=1214), **known)
    return replace(plan(recipient=VIP), audience=audience)


def confirm(stage: Stage, about: SendPlan) -> ConfirmSendDialog:
    return stage.show(ConfirmSendDialog(about, icons=stage.icons))
