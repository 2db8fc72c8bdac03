"""``/__sandbox__/keys`` and ``claims``: what a key may do, and who gets one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.claims import ClaimOffice
from migma_desktop.sandbox.reading import Fields
from migma_desktop.sandbox.replies import invalid
from migma_desktop.sandbox.things import SCOPES

Control = Callable[[Request, Fields], Response]


class Guard(Protocol):
    """Asks for the key before a control is used."""

    def __call__(
        self, control: Control, *, takes_body: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """Return the control as an endpoint."""


def key_control_routes(
    root: str, guarded: Guard, *, account: Account, claims: ClaimOffice
) -> list[BaseRoute]:
    """Return the routes below ``root``."""

    def waiting_claims(_request: Request, _body: Fields) -> Response:
        listed = [
            {"code": each.code, "email": each.email, "scopes": sorted(each.scopes)}
            for each in claims.waiting
        ]
        return JSONResponse({"claims": listed})

    def answer_claim(_request: Request, body: Fields) -> Response:
        code = body.needed_text("code")
        if body.choice("answer", ("approve", "deny")) == "deny":
            return JSONResponse({"verdict": claims.deny(code).verdict})
        return JSONResponse({"verdict": claims.approve(code, scopes=body.texts("scopes")).verdict})

    def put_key(_request: Request, body: Fields) -> Response:
        secret, scopes = body.needed_line("key", longest=200), body.texts("scopes")
        try:
            key = account.add_key(secret, scopes=SCOPES if scopes is None else scopes)
        except ValueError as problem:
            raise invalid(str(problem)) from None
        return JSONResponse({"scopes": sorted(key.scopes)}, 201)

    def revoke_key(_request: Request, body: Fields) -> Response:
        account.keys.pop(body.needed_text("key"), None)
        return JSONResponse({"revoked": True})

    return [
        Route(f"{root}/claims", guarded(waiting_claims), methods=["GET"]),
        Route(f"{root}/claims", guarded(answer_claim, takes_body=True), methods=["POST"]),
        Route(f"{root}/keys", guarded(put_key, takes_body=True), methods=["POST"]),
        Route(f"{root}/keys", guarded(revoke_key, takes_body=True), methods=["DELETE"]),
    ]
