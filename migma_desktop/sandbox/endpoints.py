"""Every operation of the sandbox, in one table. A fixed path stands before one with a parameter."""

from __future__ import annotations

from migma_desktop.sandbox.desk import Endpoint
from migma_desktop.sandbox.routes import sending

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("POST", "/v1/sending", sending.send, "email:send", takes_body=True, idempotent=True),
    Endpoint("GET", "/v1/sending/batches/{batchId}", sending.batch_status, "email:read"),
)
