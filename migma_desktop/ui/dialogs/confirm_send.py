"""The last question before an email leaves: to whom, from whom, and what kind of mail."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from migma_desktop.core.account import FieldCatalog
from migma_desktop.core.batch_guard import Audience
from migma_desktop.core.capacity import left_text, too_little
from migma_desktop.core.field_shares import share_of
from migma_desktop.core.filling import as_text
from migma_desktop.core.models import KeyKind
from migma_desktop.core.settings import Settings
from migma_desktop.core.tested import badge_text
from migma_desktop.core.texts import Text
from migma_desktop.core.wording import button_text, recipient_label
from migma_desktop.ui.controllers.send_controller import SendPlan
from migma_desktop.ui.icons import Icons
from migma_desktop.ui.theme import set_look
from migma_desktop.ui.tokens import SPACE, SPACE_2, SPACE_3
from migma_desktop.ui.translation import translated
from migma_desktop.ui.widgets.button import Button
from migma_desktop.ui.widgets.chip import Chip
from migma_desktop.ui.widgets.field import Field
from migma_desktop.ui.widgets.send_facts import WIDTH, SendFacts

_VALUES_SHOWN = 4
_PERSONAL = ("firstname", "lastname", "fullname", "username", "nickname", "email", "salutation")
_LONGEST_VALUE = 24  # characters
_AROUND_BODY = 400  # px of the screen for the window's edge, title, number and buttons
_LEAST_BODY = 200  # px
_WIDEST_SEND = 320  # px of the button's words; the title says them all


class ConfirmSendDialog(QDialog):
    """Shows a plan and waits for a yes. An unfilled variable needs a yes of its own.

    Signals:
        confirmed(SendPlan, bool): send it; the flag says that unfilled variables are accepted.
    """

    confirmed = Signal(object, bool)

    def __init__(
        self,
        plan: SendPlan,
        *,
        type_above: int = Settings().type_count_above,
        catalog: FieldCatalog | None = None,
        note: Text | None = None,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._plan = plan
        self._type_above = type_above
        self._catalog = catalog  # what the people of a mailing have, as far as known
        self._note = note  # what is known of the recipient
        self._icons = icons
        self.setObjectName("confirmSendDialog")
        self.setWindowTitle(self.tr("Send this email?"))
        self.setModal(True)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(self._headline())
        self._body = QWidget()
        set_look(self._body, "kind", "scrolled")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_2)
        self._column.addWidget(self._facts())
        for warning in self._warnings():
            self._column.addWidget(warning)
        layout.addWidget(self._scrolled_body())
        self._accept_missing = self._missing_box(layout)
        if self._accept_missing is not None:
            layout.addWidget(self._accept_missing)
        self._count = self._count_line()
        if self._count is not None:
            layout.addWidget(self._count_field(self._count))
        layout.addLayout(self._buttons())
        self._update_send_button()

    def _headline(self) -> QVBoxLayout:
        profile = self._plan.profile
        title = QLabel(translated(button_text(self._plan.draft.recipient)) + "?")
        title.setObjectName("confirmTitle")
        set_look(title, "kind", "title")
        title.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        chip = Chip(
            profile.name,
            icons=self._icons,
            kind=profile.kind.value,
            object_name="confirmChip",
        )
        chip.set_mark(profile.color)
        column.addWidget(chip)
        column.addWidget(title)
        return column

    def _scrolled_body(self) -> QScrollArea:
        """Keep the buttons on the screen, however much there is to say."""
        self._body.setFixedWidth(WIDTH)
        height = self._column.totalHeightForWidth(WIDTH)
        room = self.screen().availableGeometry().height() - _AROUND_BODY
        area = QScrollArea()
        area.setObjectName("confirmBody")
        area.setAccessibleName(self.tr("What is about to be sent"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(self._body)
        bar = area.verticalScrollBar().sizeHint().width() if height > room else 0
        area.setFixedSize(WIDTH + bar, min(height, max(room, _LEAST_BODY)))
        return area

    def _facts(self) -> SendFacts:
        draft = self._plan.draft
        facts = SendFacts(
            recipient=draft.recipient,
            sender=draft.sender,
            subject=self._plan.rendered.subject,
            kind=draft.kind,
            profile=self._plan.profile,
        )
        if self._plan.audience is not None:
            facts.add(self.tr("Reaches"), self._reach(self._plan.audience))
        if self._plan.sample:
            facts.add(self.tr("Values"), self._not_the_sample(self._plan.sample))
        left = left_text(self._plan.capacity)
        if left is not None:
            facts.add(self.tr("Left to send"), translated(left))
        if self._plan.tested is not None:
            now = datetime.now(UTC)
            facts.add(self.tr("Test"), translated(badge_text(self._plan.tested, now=now)))
        if self._plan.stored_in:
            facts.add(
                self.tr("Stored in"),
                self.tr(
                    "{project}. This Migma account sends only what is stored in it: a copy is "
                    "stored there first, and stays."
                ).format(project=self._plan.stored_in),
            )
        return facts

    def _not_the_sample(self, sample: str) -> str:
        """Say that this isn't sent with the values that the preview shows now."""
        if self._plan.draft.recipient.type.is_batch:
            return self.tr(
                "Those under Variables, and each contact’s own. The preview shows “{sample}”: "
                "those values don’t leave."
            ).format(sample=sample)
        return self.tr(
            "Those under Variables. The preview shows “{sample}”: those values don’t leave."
        ).format(sample=sample)

    def _reach(self, audience: Audience) -> str:
        """Say how many people get it at most, since Migma leaves some out."""
        if audience.count is None:
            return self.tr("Nobody knows how many: it can't be read from Migma now.")
        most = (
            self.tr("One person at most, counted just now.")
            if audience.count == 1
            else self.tr("Up to {count} people, counted just now.").format(
                count=f"{audience.count:,}"
            )
        )
        if audience.skipped is None:
            left_out = self.tr("Bounced and unsubscribed ones are left out; how many isn't known.")
        elif not audience.skipped:
            left_out = self.tr("Nobody of them has bounced or unsubscribed.")
        else:
            left_out = self.tr("{count} of them are left out: bounced or unsubscribed.").format(
                count=f"{audience.skipped:,}"
            )
        return f"{most} {left_out}"

    def _audience_warnings(self, audience: Audience) -> list[str]:
        warnings = []
        if audience.count is None:
            warnings.append(
                self.tr(
                    "How many people this reaches can't be read from Migma now. Send it only if "
                    "you are sure who is in {name}."
                ).format(name=recipient_label(self._plan.draft.recipient))
            )
        if audience.before is not None and audience.count is not None:
            warnings.append(
                self.tr(
                    "The number has changed while you were looking: it was {before}, now it is "
                    "{count}. Nothing was sent yet."
                ).format(before=f"{audience.before:,}", count=f"{audience.count:,}")
            )
        if audience.is_far_more or audience.is_far_fewer:
            unusual = (
                self.tr(
                    "Far more than usual: mailings of {name} usually go to about {usual} people, "
                    "this one to {count}."
                )
                if audience.is_far_more
                else self.tr(
                    "Far fewer than usual: mailings of {name} usually go to about {usual} "
                    "people, this one to {count}. Is {group} whom you mean?"
                )
            )
            warnings.append(
                unusual.format(
                    name=self._plan.profile.name,
                    usual=f"{audience.usual or 0:,}",
                    count=f"{audience.count or 0:,}",
                    group=recipient_label(self._plan.draft.recipient),
                )
            )
        return warnings

    def _warnings(self) -> list[QWidget]:
        warnings: list[QWidget] = []
        if self._note is not None:
            warnings.append(self._warning(translated(self._note)))
        if self._plan.audience is not None:
            warnings += map(self._warning, self._audience_warnings(self._plan.audience))
        count = None if self._plan.audience is None else self._plan.audience.count
        shortage = too_little(self._plan.capacity, count)
        if shortage is not None:
            warnings.append(self._warning(translated(shortage)))
        domain = self._plan.domain
        if domain is not None and not domain.can_send:
            warnings.append(
                self._warning(
                    self.tr(
                        "{domain} isn't verified yet, so Migma will most likely refuse this email. "
                        "Its DNS records are still awaited."
                    ).format(domain=domain.name)
                )
            )
        if self._plan.draft.recipient.type.is_batch and self._plan.rendered.variables:
            warnings.append(self._warning(self._same_for_everyone()))
        return warnings

    def _same_for_everyone(self) -> str:
        """Say what a mailing's values are, so that nobody greets everyone as Maya."""
        values = self._plan.rendered.variables
        most_telling = sorted(values.items(), key=lambda item: not _is_personal(item[0]))
        shown = ", ".join(
            self.tr("{name} “{value}”").format(name=name, value=_short(as_text(value)))
            for name, value in most_telling[:_VALUES_SHOWN]
        )
        more = len(values) - _VALUES_SHOWN
        if more > 0:
            shown = self.tr("{shown} and {count} more").format(shown=shown, count=more)
        return self.tr(
            "Everyone reads the same: {values}. Where a value is taken away, Migma fills in what "
            "each contact has under that name."
        ).format(values=shown)

    def _count_line(self) -> QLineEdit | None:
        audience = self._plan.audience
        if audience is None or not audience.must_be_typed(above=self._type_above):
            return None
        line = QLineEdit()
        line.setObjectName("confirmCount")
        line.textChanged.connect(self._update_send_button)
        return line

    def _count_field(self, line: QLineEdit) -> Field:
        audience = self._plan.audience
        count = 0 if audience is None or audience.count is None else audience.count
        label = self.tr("&Type the number of people to send it: {count}").format(count=f"{count:,}")
        line.setPlaceholderText(self.tr("The number of people"))
        return Field(label, line, icons=self._icons)

    def _is_count_typed(self) -> bool:
        audience = self._plan.audience
        if self._count is None or audience is None:
            return True
        digits = "".join(char for char in self._count.text() if char not in " ,.'’\u00a0\u202f")
        return digits == str(audience.count)

    def _missing_box(self, layout: QVBoxLayout) -> QCheckBox | None:
        rendered = self._plan.rendered
        missing = [p.name for p in rendered.placeholders if p.name in rendered.missing]
        if not missing:
            return None
        layout.addWidget(self._warning(self._missing_text(missing)))
        box = QCheckBox(self.tr("Send it like this anyway"))
        box.setObjectName("acceptMissing")
        box.setAccessibleName(box.text())
        box.toggled.connect(self._update_send_button)
        return box

    def _missing_text(self, missing: list[str]) -> str:
        names = ", ".join(f"{{{{{name}}}}}" for name in missing)
        if self._plan.draft.recipient.type.is_batch:
            shares = [self._share(name) for name in missing]
            said = ", ".join(
                f"{{{{{name}}}}} ({share})" if share else f"{{{{{name}}}}}"
                for name, share in zip(missing, shares, strict=True)
            )
            return self.tr(
                "No value here for {names}. Migma fills in what each contact has under that name; "
                "people without it would read it as it stands."
            ).format(names=said)
        return self.tr("No value for {names}. The person would read it as it stands here.").format(
            names=names
        )

    def _share(self, name: str) -> str:
        """Say how many people have a field of this name, empty where nobody can tell."""
        share = None if self._catalog is None else share_of(self._catalog, name)
        if share is None:
            return ""
        if share.is_nobody:
            return self.tr("nobody has it")
        if share.is_everybody:
            return self.tr("everyone has it")
        return self.tr("{share} have it").format(share=translated(share.words))

    def _warning(self, text: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        icon = QLabel()
        icon.setPixmap(self._icons.pixmap("triangle-alert", 16, role="warning"))
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        cancel = Button(self.tr("Cancel"), kind="secondary", icons=self._icons)
        cancel.setObjectName("confirmCancelButton")
        cancel.clicked.connect(self.reject)
        is_live = self._plan.profile.kind is not KeyKind.SANDBOX
        is_batch = self._plan.draft.recipient.type.is_batch
        self._send = Button(
            kind="danger" if is_live and is_batch else "primary",
            icon_name="send",
            icons=self._icons,
        )
        self._send.setObjectName("confirmSendButton")
        self._send.set_words(
            translated(button_text(self._plan.draft.recipient)), widest=_WIDEST_SEND
        )
        self._send.clicked.connect(self._on_send_clicked)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._send)
        return row

    def _update_send_button(self) -> None:
        why_not = self._why_not()
        self._send.setEnabled(not why_not)
        self._send.setToolTip(why_not)
        self._send.setAccessibleDescription(why_not)

    def _why_not(self) -> str:
        missing = self._accept_missing
        if missing is not None and not missing.isChecked():
            return self.tr("Fill in the variables, or accept that they stay open.")
        if not self._is_count_typed():
            return self.tr("Type the number of people first.")
        return ""

    def _on_send_clicked(self) -> None:
        self.accept()
        self.confirmed.emit(self._plan, self._accept_missing is not None)


def _is_personal(name: str) -> bool:
    """Whether a variable is named like something that differs from person to person."""
    plain = "".join(char for char in name.casefold() if char.isalnum())
    return any(word in plain for word in _PERSONAL)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_VALUE else f"{line[: _LONGEST_VALUE - 1]}…"
