"""A client in another language gets along with the sandbox: the official SDK's calls.

The package itself is used where ``MIGMA_SDK`` names its folder. Without it the script speaks as
the SDK speaks on the wire.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from migma_desktop.sandbox.loopback import serve_in_thread
from migma_desktop.sandbox.service import Sandbox

SCRIPT = Path(__file__).with_name("official_sdk.mjs")


@pytest.fixture
def node() -> str:
    """The Node.js program; a missing one is a failure where everything is required."""
    found = shutil.which("node")
    if found is None:
        reason = "Node.js is not installed"
        if os.environ.get("MIGMA_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.mark.needs_node
def test_the_calls_of_the_official_sdk_work(node: str, sandbox: Sandbox) -> None:
    with serve_in_thread(sandbox) as base_url:
        ran = subprocess.run(
            [node, str(SCRIPT)],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={**os.environ, "MIGMA_BASE_URL": base_url, "MIGMA_API_KEY": sandbox.api_key},
        )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "projects": ["Fern & Finch", "Northlight Coffee"],
        "project": "Fern & Finch",
        "fields": 11,
        "domains": [
            ["fernandfinch.example", True],
            ["northlight.migma.email", True],
            ["northlightcoffee.example", False],
        ],
        "managed": 1,
        "records": 7,
        "verified": False,
        "free": True,
        "sent": ["queued", "migma", True],
        "refused": 403,
        "vip": 214,
        "batch": 188,
        "tags": 4,
        "contacts": 290,
        "contact": "Okafor",
        "removed": True,
        "topics": 3,
        "emails": 7,
        "subject": "{{firstName}}, this is what your garden wants in {{month}}",
        "test": "me@example.com",
        "logs": 1,
        "draft": "draft",
        "sending": "sending",
        "campaigns": 3,
    }
    assert [each.to for each in sandbox.inbox.messages] == ["ada@example.com", "me@example.com"]
