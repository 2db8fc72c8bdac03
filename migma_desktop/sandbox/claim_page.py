"""The doors of the claim flow: discovery, the two calls, and the page where its owner says yes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from migma_desktop.sandbox.account import Account
from migma_desktop.sandbox.claims import (
    CODE_SECONDS,
    GRANT,
    Claim,
    ClaimOffice,
    OAuthError,
)
from migma_desktop.sandbox.reading import read_json_object
from migma_desktop.sandbox.replies import ApiError
from migma_desktop.sandbox.things import SCOPES

_Handler = Callable[[Request], Awaitable[Response]]
_NO_STORE = {"Cache-Control": "no-store"}  # RFC 6749, section 5.1

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Practice Migma</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem;
color-scheme:light dark}}code{{font-size:2rem;letter-spacing:.1em}}button{{font:inherit;
padding:.5rem 1rem;margin-right:.5rem}}</style></head>
<body><h1>{title}</h1>{body}</body></html>"""


def claim_routes(*, account: Account, claims: ClaimOffice) -> list[BaseRoute]:
    """Return the routes of the flow. None of them asks for a key."""

    async def identity(request: Request) -> Response:
        return await _answer(request, lambda body: _offer(request, claims.ask(body)))

    async def token(request: Request) -> Response:
        return await _answer(request, lambda body: _key(claims.collect(body)))

    async def _answer(
        request: Request, work: Callable[[dict[str, object]], dict[str, object]]
    ) -> Response:
        content = await request.body()
        with account.lock:
            try:
                body = read_json_object(content, request.headers.get("content-type", ""))
                return JSONResponse(work(body), headers=_NO_STORE)
            except ApiError as refusal:
                problem = OAuthError("invalid_request", refusal.message, refusal.status)
            except OAuthError as refusal:
                problem = refusal
        said = {"error": problem.error, "error_description": problem.description}
        headers = _NO_STORE | ({"Retry-After": "360"} if problem.status == 429 else {})
        return JSONResponse(said, problem.status, headers)

    async def page(request: Request) -> Response:
        code = request.query_params.get("user_code", "")
        with account.lock:
            try:
                return _question(claims.find(code))
            except ApiError:
                return _ending("No such code", "It has expired, or it was answered already.", 404)

    async def answered(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        code, verdict = form.get("code", [""])[0], form.get("answer", [""])[0]
        with account.lock:
            try:
                if verdict == "approve":
                    claims.approve(code)
                    return _ending(
                        "Connected", "Go back to Migma Desktop. You can close this page."
                    )
                claims.deny(code)
                return _ending("Refused", "No key was given. You can close this page.")
            except ApiError:
                return _ending("No such code", "It has expired, or it was answered already.", 404)

    async def discovery(request: Request) -> Response:
        root = str(request.base_url).rstrip("/")
        return JSONResponse(
            {
                "issuer": root,
                "resource": root,
                "scopes_supported": sorted(SCOPES),
                "token_endpoint": f"{root}/oauth2/token",
                "grant_types_supported": [GRANT],
                "agent_auth": {"identity_endpoint": f"{root}/agent/identity"},
            }
        )

    well_known = "/.well-known/oauth"
    return [
        Route("/agent/identity", identity, methods=["POST"]),
        Route("/oauth2/token", token, methods=["POST"]),
        Route("/claim", page, methods=["GET"]),
        Route("/claim", answered, methods=["POST"]),
        Route(f"{well_known}-authorization-server", discovery, methods=["GET"]),
        Route(f"{well_known}-protected-resource", discovery, methods=["GET"]),
    ]


def _offer(request: Request, claim: Claim) -> dict[str, object]:
    page = f"{str(request.base_url).rstrip('/')}/claim"
    return {
        "claim_token": claim.token,
        "claim": {
            "user_code": claim.code,
            "verification_uri": page,
            "verification_uri_complete": f"{page}?user_code={claim.code}",
            "expires_in": CODE_SECONDS,
            "interval": claim.interval,
        },
    }


def _key(collected: tuple[str, frozenset[str]]) -> dict[str, object]:
    secret, scopes = collected
    return {"access_token": secret, "token_type": "Bearer", "scope": " ".join(sorted(scopes))}


def _question(claim: Claim) -> Response:
    may = "".join(f"<li>{escape(scope)}</li>" for scope in sorted(claim.scopes))
    body = (
        f"<p>{escape(claim.agent)} asks for a key to the account of {escape(claim.email)}.</p>"
        f"<p>Compare the code:</p><p><code>{claim.code}</code></p><p>It may then:</p>"
        f"<ul>{may}</ul>"
        f'<form method="post"><input type="hidden" name="code" value="{claim.code}">'
        '<button name="answer" value="approve">Allow</button>'
        '<button name="answer" value="deny">Refuse</button></form>'
    )
    return HTMLResponse(_PAGE.format(title="Give Migma Desktop a key?", body=body))


def _ending(title: str, text: str, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.format(title=title, body=f"<p>{text}</p>"), status)
