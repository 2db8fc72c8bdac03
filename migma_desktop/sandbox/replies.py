"""What the sandbox answers: the envelope of the contract (API.md section 2) and its errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from migma_desktop.sandbox.clock import iso


@dataclass(frozen=True, slots=True)
class Reply:
    """A success: ``data``, and for some lists the total in a top-level ``count``."""

    data: object
    status: int = 200
    count: int | None = None

    def body(self, *, now: datetime, request_id: str) -> dict[str, object]:
        body: dict[str, object] = {"success": True, "data": self.data}
        if self.count is not None:
            body["count"] = self.count
        body["metadata"] = {"timestamp": iso(now), "requestId": request_id}
        return body


@dataclass(frozen=True)
class ApiError(Exception):
    """A refusal with a reason. ``headers`` go out beside the usual ones."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, *, now: datetime, request_id: str) -> dict[str, object]:
        return {
            "success": False,
            "error": self.message,
            "code": self.code,
            "metadata": {"timestamp": iso(now), "requestId": request_id},
        }


def invalid(message: str) -> ApiError:
    """400: something in the request breaks a rule."""
    return ApiError(400, "VALIDATION_ERROR", message)


def not_found(what: str) -> ApiError:
    """404: no such thing, or not one of this account's."""
    return ApiError(404, "NOT_FOUND", f"{what} not found")


def conflict(message: str) -> ApiError:
    """409: the thing is not in a state that allows this."""
    return ApiError(409, "CONFLICT", message)
