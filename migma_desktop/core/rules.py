"""The rules that a request must keep before it leaves the computer.

Source: the send specification (contract, section 3). The window uses the single rules while the
user types; ``check_request`` is the last gate, passed by every send.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import TYPE_CHECKING

from migma_desktop.core import placeholders
from migma_desktop.core.errors import BugError, DraftRefused
from migma_desktop.core.models import JsonValue, RecipientType, SendRequest
from migma_desktop.core.texts import Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from email_validator import ValidatedEmail

_SEPARATOR = re.compile(r"[\s,;]")
_LONGEST_ADDRESS = 320  # octets of a local part, the sign and a domain (RFC 5321, 4.5.3.1)
_SHOWN_LENGTH = 80  # characters of what was typed that a sentence repeats
_EMAIL_ID = re.compile(r"[0-9a-fA-F]{24}")  # contract, SendEmailRequest.emailId
_LINE_BREAKERS = {"Cc", "Zl", "Zp"}  # Unicode categories: control, line and paragraph separator


def check_request(request: SendRequest) -> None:
    """Let a request pass that keeps every rule of the specification.

    Raises:
        DraftRefused: the user can mend it; ``field`` names the control to look at.
        BugError: it contradicts itself in a way that no control of the window allows.
    """
    for refusal in refusals(request):
        raise refusal


def refusals(request: SendRequest) -> list[DraftRefused]:
    """Return every refusal that a request earns, in the order of the window's fields.

    Raises:
        BugError: it contradicts itself in a way that no control of the window allows.
    """
    found: list[DraftRefused] = []
    for check in (
        _check_recipient,
        _check_from_address,
        _check_from_name,
        _check_reply_to,
        _check_subject,
        _check_content,
        _check_variables,
    ):
        try:
            check(request)
        except DraftRefused as refusal:
            found.append(refusal)
    return found


def parse_address(text: str, *, field: str = "recipientEmail") -> str:
    """Return the one address in ``text`` as people write it, international domains in Unicode.

    Raises:
        DraftRefused: there is none, more than one, or it can't be a mail address.
    """
    return _validated(text, field=field).normalized


def wire_address(text: str, *, field: str = "recipientEmail") -> str:
    """Return the address as it travels: an international domain in its ASCII form (RFC 5891).

    Many servers accept ``a@bücher.example`` only that way; both forms name the same mailbox.
    """
    address = _validated(text, field=field)
    return f"{address.local_part}@{address.ascii_domain}"


def is_email_id(text: str) -> bool:
    """Whether a text has the form of an emailId, as the contract's SendEmailRequest has it."""
    return _EMAIL_ID.fullmatch(text) is not None


def check_header(text: str, *, field: str) -> None:
    """Let a text pass that may stand in a header line of an email (RFC 5322, section 2.2).

    Raises:
        DraftRefused: it holds a line break or another control character, or broken text.
    """
    _check_encodable(text, field=field)
    broken = next((char for char in text if unicodedata.category(char) in _LINE_BREAKERS), None)
    if broken is None:
        return
    raise DraftRefused(
        say("There is a line break or an invisible control character in a one-line field."),
        say("Delete what stands there and type it again on one line. Nothing was sent."),
        field=field,
        details=f"{field}: U+{ord(broken):04X} at position {text.index(broken) + 1}",
    )


def _check_recipient(request: SendRequest) -> None:
    if request.recipient_type is RecipientType.PERSON:
        if request.recipient_id:
            raise BugError("a send to one person carries the id of a segment or tag")
        parse_address(request.recipient_email, field="recipientEmail")
        return
    if request.recipient_email:
        raise BugError("a send to a segment or tag carries a single address")
    _check_id(
        request.recipient_id,
        field="recipientId",
        missing=say("No segment or tag is chosen."),
        advice=say("Choose to whom the email goes, or type the id that Migma shows for it."),
    )


def _check_from_address(request: SendRequest) -> None:
    parse_address(request.from_address, field="fromAddress")


def _check_from_name(request: SendRequest) -> None:
    if not request.from_name.strip():
        raise DraftRefused(
            say("The sender's name is missing."),
            say("Write the name that people see beside the address, such as your company's."),
            field="fromName",
        )
    check_header(request.from_name, field="fromName")


def _check_reply_to(request: SendRequest) -> None:
    if request.reply_to:
        parse_address(request.reply_to, field="replyTo")


def _check_subject(request: SendRequest) -> None:
    check_header(request.subject, field="subject")
    if not request.subject.strip():
        raise DraftRefused(
            say("The subject is missing."),
            say("Write a subject: every email needs one."),
            field="subject",
        )


def _check_content(request: SendRequest) -> None:
    # An empty template of an email written here counts as no source at all.
    sources = [
        name for name in ("template", "conversation_id", "email_id") if getattr(request, name)
    ]
    if not sources or (sources == ["template"] and not request.template.strip()):
        raise DraftRefused(
            say("The email has no content."),
            say("Write something, or choose an email that was made in Migma."),
            field="contentSource",
        )
    if len(sources) > 1:
        raise BugError(f"a send carries more than one content source: {', '.join(sources)}")
    if request.template:
        _check_encodable(request.template, field="templateEditor")
        _check_id(
            request.project_id,
            field="projectId",
            missing=say("No project is chosen."),
            advice=say(
                "Choose the project that the email belongs to: Migma sends nothing without one."
            ),
        )
        return
    if request.project_id:
        _check_one_word(request.project_id, field="projectId")
    if request.conversation_id:
        _check_one_word(request.conversation_id, field="conversationId")
    elif not is_email_id(request.email_id):
        raise DraftRefused(
            say("“{id}” isn't the id of an email.", id=_shown(request.email_id)),
            say("An email's id has 24 characters, digits and the letters a to f. Copy it again."),
            field="contentSource",
        )


def _check_id(text: str, *, field: str, missing: Text, advice: Text) -> None:
    if not text.strip():
        raise DraftRefused(missing, advice, field=field)
    _check_one_word(text, field=field)


def _check_one_word(text: str, *, field: str) -> None:
    check_header(text, field=field)
    if any(char.isspace() for char in text):
        raise DraftRefused(
            say("“{id}” can't be an id: there is a space in it.", id=_shown(text)),
            say("Copy the id again, without spaces around it or in it."),
            field=field,
        )


def _check_variables(request: SendRequest) -> None:
    for name in request.variables:
        if not isinstance(name, str) or not name:
            raise BugError("a variable has no name")
    try:
        encoded = json.dumps(dict(request.variables), ensure_ascii=False, allow_nan=False)
    except TypeError as error:
        raise BugError(f"a variable holds what JSON can't carry: {error}") from error
    except (ValueError, RecursionError) as error:
        raise DraftRefused(
            say("A variable holds a number or a structure that can't be sent."),
            say("Look through the values: numbers must be finite, and nesting has its limits."),
            field="variablesTable",
            details=f"{type(error).__name__}: {error}",
        ) from error
    _check_encodable(encoded, field="variablesTable")
    _check_subject_values(request.subject, request.variables)


def _check_subject_values(subject: str, variables: Mapping[str, JsonValue]) -> None:
    """A line break in a value would end the subject's line as one typed there does."""
    for placeholder in placeholders.find(subject, "", "", is_html=False):
        value = variables.get(placeholder.name)
        if isinstance(value, str):
            check_header(value, field="variablesTable")


def _check_encodable(text: str, *, field: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DraftRefused(
            say("There is a broken character in the text."),
            say("It is often half of an emoji that was cut in two. Delete it and type it again."),
            field=field,
            details=f"{field}: unpaired surrogate at position {error.start + 1}",
        ) from error


def _validated(text: str, *, field: str) -> ValidatedEmail:
    # Costs about 70 ms, which the window must not wait for.
    from email_validator import EmailNotValidError, EmailSyntaxError, validate_email

    address = text.strip()
    if not address:
        raise DraftRefused(_name_the_missing(field), _WHAT_TO_WRITE, field=field)
    check_header(address, field=field)
    if address.count("@") > 1 and _SEPARATOR.search(address):
        raise DraftRefused(
            say("There is more than one address."),
            say("To reach many people, send to a segment or tag.")
            if field == "recipientEmail"
            else say("Only one address fits here. Delete the others."),
            field=field,
        )
    if "<" in address and ">" in address:
        raise DraftRefused(
            say("There is a name around the address."),
            say("Write the address alone, such as ada@example.com."),
            field=field,
        )
    if "{{" in address:
        raise DraftRefused(
            say("There is a placeholder in the address."),
            say("Placeholders are filled in the subject and the text only. Write an address."),
            field=field,
        )
    try:
        if len(address) > _LONGEST_ADDRESS:
            raise EmailSyntaxError(f"More than {_LONGEST_ADDRESS} characters.")
        return validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise DraftRefused(
            say("“{address}” can't be an email address.", address=_shown(address)),
            say("Look for a slip of the finger: an address looks like ada@example.com."),
            field=field,
            details=str(error),
        ) from error


def _shown(text: str) -> str:
    """Return what was typed at a length that fits a sentence."""
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"


_WHAT_TO_WRITE = say("Write one address, such as ada@example.com.")


def _name_the_missing(field: str) -> Text:
    if field == "fromAddress":
        return say("The sender's address is missing.")
    if field == "recipientEmail":
        return say("The recipient's address is missing.")
    return say("An address is missing.")
