"""Asks the keyring as the program does, in a process of its own, and prints the answer as JSON.

Arguments: patience in seconds, then ``read``, ``write`` or ``remove``, profile id, key.
"""

from __future__ import annotations

import asyncio
import json
import sys

from migma_desktop.core.errors import KeychainError
from migma_desktop.storage.keychain import KeyringKeychain
from migma_desktop.storage.patient_keychain import PatientKeychain


async def _ask(patience: str, action: str, *words: str) -> dict[str, str | None]:
    keychain = PatientKeychain(KeyringKeychain(), patience=float(patience))
    try:
        if action == "read":
            return {"key": await keychain.read(*words)}
        if action == "write":
            await keychain.write(*words)
        else:
            await keychain.remove(*words)
    except KeychainError as error:
        return {"error": str(error.title), "advice": str(error.advice), "details": error.details}
    return {}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(_ask(*sys.argv[1:]))) + "\n")
