"""What the program makes of a keyring's behaviour. ``test_keyring_for_real.py`` meets real ones."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.core import load_keyring
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from migma_desktop.core.errors import KeychainError
from migma_desktop.storage import keychain
from migma_desktop.storage.keychain import KeyringKeychain, MemoryKeychain, usable
from migma_desktop.storage.patient_keychain import PatientKeychain

KEY = "sk_live_canary"


class PlainKeyring(KeyringBackend):
    """A keyring that behaves, but keeps its secrets readable: not recommended."""

    priority = 0.5

    def __init__(self) -> None:  # the library's own reads the environment
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("none")
        del self.entries[service, username]


class GoodKeyring(PlainKeyring):
    """The same, recommended."""

    priority = 3.0


class ForgetfulKeyring(GoodKeyring):
    """Takes a key and loses it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class StubbornKeyring(GoodKeyring):
    """Never lets go of a key."""

    def delete_password(self, service: str, username: str) -> None:
        pass


class FailingKeyring(GoodKeyring):
    """Fails with whatever it is given."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


@pytest.fixture(autouse=True)
def _forget_these_keyrings() -> Iterator[None]:
    """The library keeps every class of keyring that was ever made."""
    known = set(KeyringBackend._classes)
    yield
    KeyringBackend._classes.clear()
    KeyringBackend._classes.update(known)


def _on(backend: KeyringBackend) -> KeyringKeychain:
    return KeyringKeychain(open_backend=lambda: backend)


def _title(caught: pytest.ExceptionInfo[KeychainError]) -> str:
    return caught.value.title.template


def test_keys_stand_under_the_programs_name_and_the_profiles_id() -> None:
    backend = GoodKeyring()
    _on(backend).write("acme", KEY)
    assert backend.entries == {("Migma Desktop", "acme"): KEY}


def test_a_keyring_that_loses_the_key_is_found_out() -> None:
    with pytest.raises(KeychainError) as caught:
        _on(ForgetfulKeyring()).write("acme", KEY)
    assert _title(caught) == keychain.NOT_KEPT.template


def test_a_keyring_that_does_not_let_go_is_found_out() -> None:
    chain = _on(StubbornKeyring())
    chain.write("acme", KEY)
    with pytest.raises(KeychainError) as caught:
        chain.remove("acme")
    assert _title(caught) == keychain.FAILED.template


def test_removing_a_key_that_is_not_there_is_no_error() -> None:
    _on(GoodKeyring()).remove("acme")


@pytest.mark.parametrize("backend", [PlainKeyring(), load_keyring("keyring.backends.fail.Keyring")])
def test_a_keyring_that_keeps_secrets_readable_or_fails_counts_as_none(
    backend: KeyringBackend,
) -> None:
    with pytest.raises(KeychainError) as caught:
        usable(backend)
    assert _title(caught) == keychain.ABSENT.template
    assert type(backend).__name__ in caught.value.details


def test_of_a_chain_the_first_good_link_is_used() -> None:
    good = GoodKeyring()

    class Chain(ChainerBackend):
        backends = (PlainKeyring(), good)

        def __init__(self) -> None: ...

    assert usable(Chain()) is good

    class WeakChain(ChainerBackend):
        backends = (PlainKeyring(),)

        def __init__(self) -> None: ...

    with pytest.raises(KeychainError):
        usable(WeakChain())


def _caused_by(name: str) -> Exception:
    error = InitError("Failed to create the collection")
    error.__cause__ = type(name, (Exception,), {})("cause")
    return error


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (KeyringLocked("dismissed"), keychain.LOCKED),
        (_caused_by("PromptDismissedException"), keychain.LOCKED),
        (_caused_by("SecretServiceNotAvailableException"), keychain.ABSENT),
        (OSError("something else"), keychain.FAILED),
    ],
)
def test_each_failure_has_its_own_words(error: Exception, title: object) -> None:
    with pytest.raises(KeychainError) as caught:
        _on(FailingKeyring(error)).read("acme")
    assert caught.value.title == title
    assert "memory" in str(caught.value.advice)


def test_no_error_shows_the_key() -> None:
    with pytest.raises(KeychainError) as caught:
        _on(FailingKeyring(ValueError(f"can't store {KEY}"))).write("acme", KEY)
    assert KEY not in caught.value.details
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_memory_keeps_keys_for_this_session() -> None:
    memory = MemoryKeychain()
    memory.write("acme", KEY)
    assert memory.read("acme") == KEY
    assert KEY not in repr(memory)
    memory.remove("acme")
    memory.remove("acme")
    assert memory.read("acme") is None


class SlowKeychain(MemoryKeychain):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.let = threading.Event()
        self.writes = 0

    def read(self, profile_id: str) -> str | None:
        self.asked.set()
        self.let.wait()
        return super().read(profile_id)

    def write(self, profile_id: str, key: str) -> None:
        self.writes += 1
        super().write(profile_id, key)


@pytest.mark.asyncio
async def test_the_event_loop_runs_on_while_the_keyring_thinks() -> None:
    slow = SlowKeychain()
    reading = asyncio.ensure_future(PatientKeychain(slow, patience=60).read("acme"))
    await asyncio.to_thread(slow.asked.wait)
    slow.let.set()
    assert await reading is None


@pytest.mark.asyncio
async def test_what_was_given_up_while_it_waited_for_its_turn_is_never_done() -> None:
    slow = SlowKeychain()
    patient = PatientKeychain(slow, patience=0.05)
    with pytest.raises(KeychainError) as caught:
        await patient.read("acme")
    assert _title(caught) == keychain.SILENT.template
    with pytest.raises(KeychainError):
        await patient.write("acme", KEY)
    slow.let.set()
    assert await PatientKeychain(slow, patience=60).read("acme") is None
    assert await patient.read("acme") is None
    assert slow.writes == 0


@pytest.mark.asyncio
async def test_a_keyring_that_woke_up_again_is_used_again() -> None:
    slow = SlowKeychain()
    patient = PatientKeychain(slow, patience=0.05)
    with pytest.raises(KeychainError):
        await patient.read("acme")
    slow.let.set()
    patient = PatientKeychain(slow, patience=60)
    await patient.write("acme", KEY)
    assert await patient.read("acme") == KEY


@pytest.mark.asyncio
async def test_errors_come_through_to_the_caller() -> None:
    patient = PatientKeychain(_on(FailingKeyring(KeyringLocked("no"))))
    with pytest.raises(KeychainError) as caught:
        await patient.read("acme")
    assert _title(caught) == keychain.LOCKED.template


@pytest.mark.asyncio
async def test_quitting_does_not_wait_for_the_keyring() -> None:
    slow = SlowKeychain()
    reading = asyncio.ensure_future(PatientKeychain(slow, patience=60).read("acme"))
    await asyncio.to_thread(slow.asked.wait)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    waiting = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    assert waiting
    assert all(thread.daemon for thread in waiting)
    slow.let.set()
