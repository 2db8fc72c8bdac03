"""``/__sandbox__/``: the sandbox's own controls, for tests that reach it over loopback only.

GET inbox, inbox/{id}.eml, requests and claims; POST faults, clock, templates, keys, claims and
reset; DELETE faults, inbox and keys. The key is the same as the API's. None of this exists at the
real Migma.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from migma_desktop.sandbox import faults as make
from migma_desktop.sandbox.account import Account, start_afresh
from migma_desktop.sandbox.claims import ClaimOffice
from migma_desktop.sandbox.clock import TurnableClock, iso
from migma_desktop.sandbox.desk import key_of
from migma_desktop.sandbox.faults import Fault, FaultPlan
from migma_desktop.sandbox.inbox import Delivered
from migma_desktop.sandbox.key_control import Control, key_control_routes
from migma_desktop.sandbox.reading import Fields, read_json_object
from migma_desktop.sandbox.replies import ApiError, invalid, not_found

_LONGEST_SECONDS = 3_600
_LARGEST_BODY = 512 * 1024 * 1024


def control_routes(*, account: Account, faults: FaultPlan, claims: ClaimOffice) -> list[BaseRoute]:
    """Return the routes of the controls."""

    def guarded(control: Control, *, takes_body: bool = False) -> _Endpoint:
        async def answer(request: Request) -> Response:
            body = await request.body() if takes_body else b"{}"
            try:
                key_of(account, dict(request.headers))
                return control(request, Fields(read_json_object(body, "application/json")))
            except ApiError as refusal:
                content = refusal.body(now=account.now(), request_id="req_control")
                return JSONResponse(content, refusal.status, dict(refusal.headers))

        return answer

    def inbox(_request: Request, _body: Fields) -> Response:
        return JSONResponse({"messages": [_wire(each) for each in account.inbox.messages]})

    def empty_inbox(_request: Request, _body: Fields) -> Response:
        account.inbox.clear()
        return JSONResponse({"messages": []})

    def message(request: Request, _body: Fields) -> Response:
        found = account.inbox.get(request.path_params["id"])
        if found is None:
            raise not_found("Message")
        return Response(found.as_bytes(), media_type="message/rfc822")

    def requests(_request: Request, _body: Fields) -> Response:
        listed = [
            {
                "method": each.method,
                "path": each.path,
                "query": each.query,
                "headers": dict(each.headers),
                "body": each.body.decode("utf-8", "replace"),
            }
            for each in account.requests.all()
        ]
        return JSONResponse({"requests": listed})

    def add_fault(_request: Request, body: Fields) -> Response:
        call = body.number("call", least=1, most=1_000_000)
        method, path = body.text("method") or "*", body.text("path") or "*"
        faults.add(_read_fault(body), method=method, path=path, call=call)
        return JSONResponse({"planned": True}, 201)

    def clear_faults(_request: Request, _body: Fields) -> Response:
        faults.clear()
        return JSONResponse({"planned": False})

    def turn_clock(_request: Request, body: Fields) -> Response:
        seconds = body.seconds("advance")
        if not isinstance(account.clock, TurnableClock):
            raise invalid("This clock cannot be turned")
        try:
            account.clock.advance(seconds)
        except ValueError as problem:
            raise invalid(str(problem)) from None
        account.settle()
        return JSONResponse({"now": iso(account.now())})

    def take_templates(_request: Request, body: Fields) -> Response:
        taken = body.flag("taken")
        if taken is None:
            raise invalid("taken is required")
        account.takes_templates = taken
        return JSONResponse({"taken": taken})

    def reset(_request: Request, _body: Fields) -> Response:
        faults.clear()
        claims.clear()
        start_afresh(account)
        return JSONResponse({"now": iso(account.now())})

    root = "/__sandbox__"
    return [
        Route(f"{root}/inbox", guarded(inbox), methods=["GET"]),
        Route(f"{root}/inbox", guarded(empty_inbox), methods=["DELETE"]),
        Route(f"{root}/inbox/{{id}}.eml", guarded(message), methods=["GET"]),
        Route(f"{root}/requests", guarded(requests), methods=["GET"]),
        Route(f"{root}/faults", guarded(add_fault, takes_body=True), methods=["POST"]),
        Route(f"{root}/faults", guarded(clear_faults), methods=["DELETE"]),
        Route(f"{root}/clock", guarded(turn_clock, takes_body=True), methods=["POST"]),
        Route(f"{root}/templates", guarded(take_templates, takes_body=True), methods=["POST"]),
        Route(f"{root}/reset", guarded(reset), methods=["POST"]),
        *key_control_routes(root, guarded, account=account, claims=claims),
    ]


_Endpoint = Callable[[Request], Awaitable[Response]]


def _wire(delivered: Delivered) -> dict[str, object]:
    message = delivered.message
    return {
        "id": delivered.id,
        "to": delivered.to,
        "from": str(message["From"]),
        "subject": delivered.subject,
        "receivedAt": iso(delivered.received_at),
        "headers": {name: str(value) for name, value in message.items()},
        "html": delivered.html,
        "text": delivered.text,
        "batchId": delivered.batch_id,
        "sendId": delivered.send_id,
        "projectId": delivered.project_id,
    }


def _read_fault(body: Fields) -> Fault:
    """Read ``{"kind": "reset_after"}`` and its like; the kinds are the functions of ``faults``."""
    kinds: dict[str, Callable[[], Fault]] = {
        "delay": lambda: make.delay(body.seconds("seconds"), handled=_handled(body, True)),
        "refuse": make.refuse,
        "reset_before": make.reset_before,
        "reset_after": make.reset_after,
        "cut_body": lambda: make.cut_body(_size(body, "keep", 20)),
        "slow_body": lambda: make.slow_body(body.seconds("seconds")),
        "wrong_types": make.wrong_types,
        "empty_body": lambda: make.empty_body(_status(body, 200), handled=_handled(body, True)),
        "not_json": lambda: make.not_json(handled=_handled(body, True)),
        "html_page": lambda: make.html_page(_status(body, 502), handled=_handled(body, False)),
        "success_false": lambda: make.success_false(handled=_handled(body, False)),
        "status": lambda: make.status(
            _status(body, 500),
            retry_after=body.number("retryAfter", least=0, most=_LONGEST_SECONDS),
            handled=_handled(body, False),
        ),
        "oversized": lambda: make.oversized(_size(body, "size", 1), handled=_handled(body, True)),
    }
    kind = body.choice("kind", kinds)
    if kind is None:
        raise invalid("kind is required")
    return kinds[kind]()


def _handled(body: Fields, usual: bool) -> bool:
    value = body.flag("handled")
    return usual if value is None else value


def _status(body: Fields, usual: int) -> int:
    return body.number("status", least=200, most=599) or usual


def _size(body: Fields, name: str, usual: int) -> int:
    value = body.number(name, least=0, most=_LARGEST_BODY)
    return usual if value is None else value
