"""What can go wrong, sorted by who can do something about it.

::

    Exception
    ├── KnownError                  a fact of the user's world: shown with advice
    │   ├── DraftRefused            the draft breaks a rule; nothing was sent
    │   │   └── SourceRefused           its text can't be read from some place on
    │   ├── FileRefused             a file can't be read or written as asked
    │   ├── StoreError              the program's own records can't be read or written
    │   │   └── TakenElsewhere          another window took the next step of this send
    │   ├── KeychainError           the system's keyring is absent, locked or silent
    │   ├── TooLate                 a send is past the point where this was possible
    │   └── ApiError                the conversation with Migma failed
    │       ├── FixableError        the user can fix it
    │       │   ├── RequestRefused      400, 409, 413, 422 and ``success: false``
    │       │   │   ├── TemplateRefused     the account takes stored emails only
    │       │   │   └── IsSeries            several emails where one was asked for
    │       │   ├── DomainNotVerified   the sender's domain isn't verified yet
    │       │   ├── KeyRejected         401
    │       │   ├── PermissionMissing   403
    │       │   └── NotFound            404
    │       ├── RateLimited         429: wait, then repeat
    │       ├── ServiceFault        Migma must fix it: 5xx, or a reply that can't be read
    │       ├── NoConnection        the request surely never reached Migma
    │       └── UnclearOutcome      a send that may or may not have been accepted
    └── BugError                    ours to fix: crash dialog with details to copy
"""

from __future__ import annotations

from dataclasses import dataclass

from migma_desktop.core.texts import Text


class KnownError(Exception):
    """Something the user can understand and act upon.

    ``title`` says what happened, ``advice`` what it means and what to do now; ``details`` is
    technical, shown on request, and never holds a secret.
    """

    def __init__(self, title: Text, advice: Text, *, details: str = "") -> None:
        super().__init__(str(title))
        self.title = title
        self.advice = advice
        self.details = details


class DraftRefused(KnownError):
    """The draft breaks a rule of the contract; nothing has left the computer."""

    def __init__(self, title: Text, advice: Text, *, field: str, details: str = "") -> None:
        super().__init__(title, advice, details=details)
        self.field = field  # objectName of the control to look at


class SourceRefused(DraftRefused):
    """What is written can't be read, from a certain place on."""

    def __init__(
        self, title: Text, advice: Text, *, place: tuple[int, int, int], details: str = ""
    ) -> None:
        super().__init__(title, advice, field="templateEditor", details=details)
        self.start, self.end, self.line = place  # offsets in the source; the line from 1


class FileRefused(KnownError):
    """A file can't be read or written as asked."""


class StoreError(KnownError):
    """The program's own records can't be read or written."""


class TakenElsewhere(StoreError):
    """Another window, or another run of the program, took the next step of a send first."""


class KeychainError(KnownError):
    """The system's keyring is absent, locked or doesn't answer."""


class TooLate(KnownError):
    """What is asked of a send isn't possible (any more) in its present state."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is known of the server's answer, for the details and the log."""

    status: int | None = None  # HTTP status, None when there was no answer
    code: str = ""  # machine code of the body, such as DOMAIN_NOT_VERIFIED
    message: str = ""  # the server's own words
    request_id: str = ""  # for Migma's support


class ApiError(KnownError):
    """The conversation with Migma failed."""

    def __init__(
        self, title: Text, advice: Text, *, reply: Reply | None = None, details: str = ""
    ) -> None:
        super().__init__(title, advice, details=details)
        self.reply = reply or Reply()


class FixableError(ApiError):
    """Migma answered, and what it refused is in the user's hands."""


class RequestRefused(FixableError):
    """The request breaks a rule that the server knows (400, 409, 413, 422, success: false)."""


class TemplateRefused(RequestRefused):
    """The account doesn't take HTML with a send: the email must be stored at Migma before.

    The newest public docs read that way (contract, section 3 "Consequence for a composer").
    """


class IsSeries(RequestRefused):
    """What was asked for as one email is a series of them: one must be chosen."""


class DomainNotVerified(FixableError):
    """The sender's domain isn't verified yet."""


class KeyRejected(FixableError):
    """The API key is unknown, expired or revoked (401)."""


class PermissionMissing(FixableError):
    """The API key is fine but may not do this (403)."""


class NotFound(FixableError):
    """What the request names doesn't exist, or this key can't see it (404)."""


class RateLimited(ApiError):
    """Too many requests (429). The request was not carried out."""

    def __init__(
        self,
        title: Text,
        advice: Text,
        *,
        retry_after: float,
        reply: Reply | None = None,
        details: str = "",
    ) -> None:
        super().__init__(title, advice, reply=reply, details=details)
        self.retry_after = retry_after  # seconds


class ServiceFault(ApiError):
    """Migma failed, or its reply can't be read. A read may be repeated."""


class NoConnection(ApiError):
    """The request surely never reached Migma: name, connection or certificate failed."""


class UnclearOutcome(ApiError):
    """A send left this computer and nobody knows whether Migma accepted it.

    Never repeated by the program (contract, section 15 rule 3): only the user may ask again,
    with the same key and the same bytes.
    """


class BugError(Exception):
    """The program contradicts itself. Shown by the crash dialog with details to copy."""
