"""Do again what a journal tells, at the times it tells."""

from __future__ import annotations

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.desk import FrontDesk, Incoming, no_endpoint
from migma_desktop.sandbox.endpoints import ENDPOINTS
from migma_desktop.sandbox.journal import Change, Journal


def do_again(journal: Journal, account: Account, clock: ManualClock) -> None:
    """Bring a new account to where it was; ``clock`` is the account's, and is turned along."""
    desk = FrontDesk(account)
    endpoints = {f"{each.method} {each.path}": each for each in ENDPOINTS}
    (key,) = account.keys
    for change in journal.changes():
        clock.advance(max(0.0, (change.at - clock.now()).total_seconds()))
        account.ids_made = change.ids_made
        if not change.endpoint:
            account.inbox.clear()
        elif change.endpoint in endpoints:
            endpoint = endpoints[change.endpoint]
            desk.receive(endpoint, _incoming(change, endpoint.method, key), no_endpoint())


def _incoming(change: Change, method: str, key: str) -> Incoming:
    return Incoming(
        method=method,
        path=change.path,
        path_params=change.path_params or {},
        query=change.query or {},
        headers={**(change.headers or {}), "x-api-key": key},
        body=change.body,
    )
