"""Asking a keyring without waiting for it for ever."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from migma_desktop.core.ports import Keychain
from migma_desktop.storage.keychain import SILENT, keychain_error

T = TypeVar("T")

PATIENCE = 8.0
"""Seconds that a call may take."""


@dataclass(slots=True)
class _Call:
    given_up: bool = False


class PatientKeychain:
    """A keychain as coroutines. Safe on the GUI thread, and quitting never waits for it.

    A call that hangs can't be ended from outside, so each has a daemon thread of its own. They
    take turns; one whose caller has gone does nothing when its turn comes.
    """

    def __init__(self, keychain: Keychain, *, patience: float = PATIENCE) -> None:
        self._keychain = keychain
        self._patience = patience
        self._turn = threading.Lock()

    async def read(self, profile_id: str) -> str | None:
        """Return the key, or None when there is none. Raises KeychainError."""
        return await self._ask(lambda: self._keychain.read(profile_id))

    async def write(self, profile_id: str, key: str) -> None:
        """Keep the key. Raises KeychainError; a silent keyring may still keep it later."""
        await self._ask(lambda: self._keychain.write(profile_id, key))

    async def remove(self, profile_id: str) -> None:
        """Forget the key; no error when there is none. Raises KeychainError."""
        await self._ask(lambda: self._keychain.remove(profile_id))

    async def _ask(self, work: Callable[[], T]) -> T:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        call = _Call()
        threading.Thread(
            target=self._answer, args=(work, answer, call), name="keyring", daemon=True
        ).start()
        try:
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            raise keychain_error(
                SILENT, details=f"no answer within {self._patience:g} seconds"
            ) from None
        finally:
            call.given_up = True

    def _answer(self, work: Callable[[], T], answer: asyncio.Future[T], call: _Call) -> None:
        with self._turn:
            if call.given_up:
                return
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - handed to the caller, whatever it is
                settle = partial(answer.set_exception, error)
            else:
                settle = partial(answer.set_result, result)
        _settle(answer, settle)


def _settle(answer: asyncio.Future[T], settle: Callable[[], None]) -> None:
    def unless_given_up() -> None:
        if not answer.done():
            settle()

    # The loop is closed when the program quit meanwhile: then nobody wants the answer.
    with contextlib.suppress(RuntimeError):
        answer.get_loop().call_soon_threadsafe(unless_given_up)
