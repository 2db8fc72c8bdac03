"""API keys in the operating system's keyring, or in memory for this session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from migma_desktop.core.errors import KeychainError
from migma_desktop.core.texts import Text, say

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "Migma Desktop"
"""The name under which keys stand in the keyring; the account is the profile's id."""

ABSENT = say("This computer has no keyring that the program can use")
LOCKED = say("The keyring is locked")
FAILED = say("The keyring refused")
SILENT = say("The keyring doesn't answer")
NOT_KEPT = say("The keyring did not keep the key")

_ADVICE = {
    ABSENT.template: say(
        "Your key can be kept in memory until you quit: the program then asks for it at each "
        "start. To have it remembered, install and start a keyring, such as GNOME Keyring, "
        "KWallet or KeePassXC."
    ),
    LOCKED.template: say(
        "Unlock it with its password, then try again. Or keep your key in memory until you quit."
    ),
    FAILED.template: say(
        "Look at the details, then try again. Or keep your key in memory until you quit."
    ),
    SILENT.template: say(
        "Perhaps it waits for a password in another window: answer there, then try again. Or "
        "keep your key in memory until you quit."
    ),
    NOT_KEPT.template: say(
        "It took the key but does not give it back. Keep your key in memory until you quit."
    ),
}

_RECOMMENDED = 1.0  # keyring's own mark: null, fail and plaintext keyrings stay below it
_TRIES_TO_REMOVE = 10  # a keyring may hold the same entry several times


class KeyringKeychain:
    """``ports.Keychain`` on the ``keyring`` library.

    Every method blocks for as long as the user looks at a password prompt, or for ever: call it
    through ``PatientKeychain``. The library takes a while to import and then talks to the
    system, so both happen with the first call.
    """

    def __init__(self, *, open_backend: Callable[[], KeyringBackend] | None = None) -> None:
        self._open_backend = open_backend or _systems_backend
        self._backend: KeyringBackend | None = None

    def read(self, profile_id: str) -> str | None:
        """Return the key, or None when there is none. Raises KeychainError."""
        return self._call(lambda backend: backend.get_password(SERVICE, profile_id))

    def write(self, profile_id: str, key: str) -> None:
        """Keep the key, and read it back to be sure. Raises KeychainError."""

        def write_and_look(backend: KeyringBackend) -> None:
            backend.set_password(SERVICE, profile_id, key)
            if backend.get_password(SERVICE, profile_id) != key:
                raise keychain_error(NOT_KEPT)

        self._call(write_and_look, secret=key)

    def remove(self, profile_id: str) -> None:
        """Forget the key; no error when there is none. Raises KeychainError."""

        def remove_all(backend: KeyringBackend) -> None:
            for _ in range(_TRIES_TO_REMOVE):
                if backend.get_password(SERVICE, profile_id) is None:
                    return
                backend.delete_password(SERVICE, profile_id)
            raise keychain_error(FAILED, details="The key is still there after its removal.")

        self._call(remove_all)

    def _call(self, work: Callable[[KeyringBackend], T], *, secret: str = "") -> T:
        try:
            if self._backend is None:
                self._backend = usable(self._open_backend())
            return work(self._backend)
        except KeychainError:
            raise
        except Exception as error:  # noqa: BLE001 - backends let the errors of D-Bus, macOS and
            # Windows through as they are. All mean the same to the user. The cause is cut off,
            # since a crash report that shows local variables would show the key.
            raise keychain_error(_kind_of(error), details=_describe(error, secret)) from None


class MemoryKeychain:
    """``ports.Keychain`` for this session only: nothing is left when the program ends."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def read(self, profile_id: str) -> str | None:
        """Return the key, or None when there is none."""
        return self._keys.get(profile_id)

    def write(self, profile_id: str, key: str) -> None:
        """Keep the key until the program ends."""
        self._keys[profile_id] = key

    def remove(self, profile_id: str) -> None:
        """Forget the key; no error when there is none."""
        self._keys.pop(profile_id, None)


def keychain_error(title: Text, *, details: str = "") -> KeychainError:
    """Return the error with the advice that belongs to ``title``."""
    return KeychainError(title, _ADVICE[title.template], details=details)


def usable(backend: KeyringBackend) -> KeyringBackend:
    """Return the backend that keys can be trusted to.

    Of a chain that is its first link. Backends that keep secrets readable, lose them or always
    fail count as no keyring.

    Raises:
        KeychainError: there is none.
    """
    from keyring.backends.chainer import ChainerBackend

    links = backend.backends if isinstance(backend, ChainerBackend) else [backend]
    for link in links:
        if link.priority >= _RECOMMENDED:
            return link
    raise keychain_error(ABSENT, details=", ".join(_name(link) for link in links))


def _systems_backend() -> KeyringBackend:
    import keyring.backend
    import keyring.core

    found = keyring.core.get_keyring()
    if found.priority >= _RECOMMENDED:
        return found
    # The library looks once in its life; a keyring that was started since then counts too.
    vars(keyring.backend.get_all_keyring).pop("saved_result", None)
    keyring.core.init_backend()
    return keyring.core.get_keyring()


def _kind_of(error: BaseException) -> Text:
    from keyring.errors import KeyringLocked, NoKeyringError

    for link in _causes(error):
        # secretstorage exists on Linux only, so its errors are told by their names.
        name = type(link).__name__
        if isinstance(link, KeyringLocked) or name in {
            "LockedException",
            "PromptDismissedException",
        }:
            return LOCKED
        if isinstance(link, NoKeyringError) or name == "SecretServiceNotAvailableException":
            return ABSENT
    return FAILED


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _describe(error: BaseException, secret: str) -> str:
    text = f"{type(error).__name__}: {error}"
    return text.replace(secret, "…") if secret else text


def _name(backend: KeyringBackend) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"
