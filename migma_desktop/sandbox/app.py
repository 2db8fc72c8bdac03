"""The practice Migma as an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.claim_page import claim_routes
from migma_desktop.sandbox.claims import ClaimOffice
from migma_desktop.sandbox.clock import Clock, SystemClock
from migma_desktop.sandbox.control import control_routes
from migma_desktop.sandbox.desk import Endpoint, FrontDesk, Incoming, no_endpoint
from migma_desktop.sandbox.doorway import Doorway
from migma_desktop.sandbox.endpoints import ENDPOINTS
from migma_desktop.sandbox.faults import FaultPlan
from migma_desktop.sandbox.replies import ApiError

TICK_SECONDS = 0.1
"""How often deliveries are looked after while a batch runs, so that they arrive unasked."""


def create_app(
    *,
    account: Account,
    clock: Clock,
    faults: FaultPlan | None = None,
    claims: ClaimOffice | None = None,
) -> ASGIApp:
    """Return the application for one account.

    With the system's clock, batches go on by themselves; with another one they move when
    something is read.
    """
    postman = _Postman(account) if isinstance(clock, SystemClock) else None
    desk = FrontDesk(account)

    def serve(endpoint: Endpoint | None, miss: ApiError) -> _Handler:
        async def answer(request: Request) -> Response:
            reply = desk.receive(endpoint, await _incoming(request), miss)
            if postman is not None:
                postman.look_after()
            return Response(reply.body, reply.status, dict(reply.headers))

        return answer

    no_such = no_endpoint()
    routes: list[BaseRoute] = [
        Route(each.path, serve(each, no_such), methods=[each.method]) for each in ENDPOINTS
    ]

    async def missed(request: Request, problem: Exception) -> Response:
        if not isinstance(problem, HTTPException):
            raise problem
        miss = no_such
        if problem.status_code == 405:
            headers = dict(problem.headers or {})
            miss = ApiError(405, "METHOD_NOT_ALLOWED", "This method is not allowed here", headers)
        return await serve(None, miss)(request)

    faults = faults or FaultPlan()
    claims = claims or ClaimOffice(account)
    routes += claim_routes(account=account, claims=claims)
    routes += control_routes(account=account, faults=faults, claims=claims)
    app = Starlette(routes=routes, exception_handlers={404: missed, 405: missed})
    return Doorway(app, faults=faults, requests=account.requests)


_Handler = Callable[[Request], Awaitable[Response]]


async def _incoming(request: Request) -> Incoming:
    return Incoming(
        method=request.method,
        path=request.url.path,
        path_params={name: str(value) for name, value in request.path_params.items()},
        query=dict(request.query_params),
        headers=dict(request.headers),
        body=await request.body(),
    )


class _Postman:
    """Settles the account now and then, while a batch is under way."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._is_due = False

    def look_after(self) -> None:
        if self._is_due or not self._account.is_busy():
            return
        self._is_due = True
        loop = asyncio.get_running_loop()
        # A bare timer, not a task: nothing is left pending when the loop ends.
        loop.call_later(TICK_SECONDS, self._tick)

    def _tick(self) -> None:
        self._is_due = False
        self._account.settle()
        self.look_after()
