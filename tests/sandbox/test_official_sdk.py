"""A client in another language gets along with the sandbox: the official Node SDK's calls.

The SDK itself is used where ``MIGMA_SDK`` names its folder. Without it a stand-in makes the same
calls, and on the wire the same requests. One visit asks for everything; each test judges a part.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.endpoints import ENDPOINTS
from migma_desktop.sandbox.loopback import serve_in_thread
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Json, email_id

SCRIPT = Path(__file__).with_name("official_sdk") / "main.mjs"
KEY, READER_KEY = "sk_test_sandbox_0123456789", "sk_test_reader"
GONE = [404, "not_found"]

pytestmark = pytest.mark.needs_node


@dataclass(frozen=True)
class Visit:
    """What the SDK's user was told, and the sandbox as it was left."""

    told: Json
    sandbox: Sandbox


@pytest.fixture(scope="module")
def node() -> str:
    """The Node.js program; a missing one is a failure where everything is required."""
    found = shutil.which("node")
    if found is None:
        reason = "Node.js is not installed"
        if os.environ.get("MIGMA_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def visit(node: str) -> Visit:
    sandbox = Sandbox(clock=ManualClock(), api_key=KEY)
    sandbox.account.add_key(READER_KEY, scopes={"email:read"})
    with serve_in_thread(sandbox) as base_url:
        keys = {"MIGMA_API_KEY": KEY, "MIGMA_READER_KEY": READER_KEY}
        ran = subprocess.run(
            [node, str(SCRIPT)],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={**os.environ, **keys, "MIGMA_BASE_URL": base_url},
        )
    assert ran.returncode == 0, ran.stderr
    return Visit(json.loads(ran.stdout), sandbox)


def test_every_operation_of_the_sandbox_was_asked_for(visit: Visit) -> None:
    patterns = {
        f"{each.method} {each.path}": re.compile(re.sub(r"{\w+}", "[^/]+", each.path))
        for each in ENDPOINTS
    }
    asked = {
        next(
            name
            for name, pattern in patterns.items()
            if name.startswith(f"{request.method} ") and pattern.fullmatch(request.path)
        )
        for request in visit.sandbox.requests
    }

    assert asked == set(patterns)


def test_brands_and_what_their_contacts_offer(visit: Visit) -> None:
    assert visit.told["brands"] == {
        "all": ["Fern & Finch", "Northlight Coffee"],
        "second": ["Northlight Coffee", 2, False],
        "one": "Fern & Finch",
        "fields": [
            *("email", "firstName", "lastName", "phone", "country", "language"),
            *("city", "lastOrder.number", "lastOrder.total", "loyaltyPoints", "tier"),
        ],
        "people": [290, 214, 20],
    }


def test_what_the_account_may_still_send(visit: Visit) -> None:
    assert visit.told["account"] == {
        "months": ["2026-03", "2026-02", "2026-01"],
        "today": {"sent": 0, "reserved": 0, "dailyLimit": 10_000, "remainingToday": 10_000},
        "remaining": 48_716,
        "credits": ["Practice", True],
    }


def test_domains_are_added_verified_changed_and_removed(visit: Visit) -> None:
    assert visit.told["domains"] == {
        "all": [
            ["fernandfinch.example", True],
            ["northlight.migma.email", True],
            ["northlightcoffee.example", False],
        ],
        "managed": ["northlight.migma.email", "moss.migma.email"],
        "records": ["CNAME", "CNAME", "CNAME", "TXT", "TXT", "MX", "TXT"],
        "verified": [False, False, True],
        "tracking": {"openTracking": False, "clickTracking": True, "brandedTracking": False},
        "wished": [True, "moss.migma.email"],
        "moss": ["moss.migma.email", True],
        "taken": [False, "The prefix moss is taken"],
        "removed": [
            {"domain": "ferns.example", "deleted": True},
            {"domain": "moss.migma.email", "deleted": True},
        ],
    }


def test_emails_are_found_and_finished_html_is_imported(visit: Visit) -> None:
    subject = "{{firstName}}, this is what your garden wants in {{month}}"
    assert visit.told["emails"] == {
        "stored": 7,
        "searched": ["Garden letter"],
        "page": [2, 2, False],
        "letter": ["completed", subject, subject],
        "states": ["pending", "processing", "completed"],
        "imported": ["Ferns", True, "ready"],
        "series": ["completed", 2, 2],
        "failed": ["failed", "No HTML was found in empty.txt"],
    }


def test_one_person_gets_a_template_a_conversation_an_email_and_a_test(visit: Visit) -> None:
    assert visit.told["sending"] == {
        "template": ["queued", "migma", 1, True],
        "again": True,
        "conversation": [True, email_id("Garden letter")],
        "email": [True, "queued"],
        "tests": [["me@example.com", True], ["you@example.com", True]],
    }


def test_each_email_arrives_once_however_often_the_sdk_asks(visit: Visit) -> None:
    arrived = Counter(
        message.to for message in visit.sandbox.inbox.messages if message.batch_id is None
    )

    assert arrived == {
        "ada@example.com": 2,  # a template, asked for twice under one key, and a conversation
        "bea@example.com": 1,
        "archive@example.com": 1,  # the blind copy
        "me@example.com": 1,
        "you@example.com": 1,
        "bob@example.com": 1,
        "cleo@example.com": 1,  # the answer was lost, then the server was down
    }


def test_batches_go_to_a_segment_an_audience_and_a_tag(visit: Visit) -> None:
    assert visit.told["batches"] == [
        ["segment", "queued", "queued", "completed", 188],
        ["audience", "queued", "queued", "completed", 204],
        ["tag", "queued", "queued", "completed", 17],
    ]


def test_the_log_of_an_email_is_read_page_by_page(visit: Visit) -> None:
    assert visit.told["logs"] == {
        "rows": [100, 100, 26],
        "delivered": ["hello@fernandfinch.example", "delivered"],
        "bounced": [],
    }


def test_contacts_are_added_once_found_changed_and_removed(visit: Visit) -> None:
    assert visit.told["contacts"] == {
        "once": True,
        "changed": ["Noor", "Okafor", "+32 9 000 00 00", ["Newsletter"]],
        "fields": {"city": "Ghent"},
        "left": True,
        "found": [["new@example.com", "unsubscribed"]],
        "last": [91, 291],
        "tagged": [1, 20],
        "removed": True,
        "gone": GONE,
    }


def test_tags_are_added_sorted_changed_and_removed(visit: Visit) -> None:
    assert visit.told["tags"] == {
        "made": ["Ferns", "#2f6b4f", 0],
        "changed": ["Fern lovers", "Shade"],
        "sorted": [["Fern lovers", "Imported 2019"], 5],
        "searched": ["Fern lovers"],
        "removed": True,
        "gone": GONE,
    }


def test_segments_are_added_counted_changed_and_removed(visit: Visit) -> None:
    assert visit.told["segments"] == {
        "vip": 214,
        "made": ["Gold", 143],
        "changed": ["Best", 148, "any"],
        "count": 6,
        "removed": True,
        "gone": GONE,
    }


def test_topics_are_added_chosen_changed_and_removed(visit: Visit) -> None:
    assert visit.told["topics"] == {
        "made": ["Ferns", "private", "opt_in", True],
        "chosen": [True, False, True],
        "changed": [False, 9],
        "active": 3,
        "all": 4,
        "removed": True,
        "gone": GONE,
    }


def test_campaigns_are_planned_cancelled_sent_counted_and_archived(visit: Visit) -> None:
    assert visit.told["campaigns"] == {
        "once": True,
        "created": ["draft", True, 214],
        "planned": ["scheduled", "2027-07-01T15:00:00.000Z", "Europe/Vienna"],
        "cancelled": "cancelled",
        "sent": ["sending", "sent", "Leaves"],
        "logs": [100, 88, False, 0],
        "named": True,
        "stats": [188, 188, 0, 0],
        "archived": [True, ["Spring"], False],
        "page": [1, 4],
        "drafts": 2,
    }


def test_pictures_are_taken_on_devices(visit: Visit) -> None:
    assert visit.told["previews"] == {
        "known": True,
        "begun": ["PROCESSING", 2, 2],
        "done": ["COMPLETED", 2, "COMPLETED"],
        "one": ["SUCCESSFUL", "data:image/png;"],
    }


def test_an_email_is_checked_in_all_five_ways(visit: Visit) -> None:
    assert visit.told["validation"] == {
        "all": [0, ["compatibility", "links", "deliverability"], True],
        "compatibility": [1, 1],
        "links": [1, 1],
        "spelling": 1,
        "deliverability": ["promotions", ["act now", "winner"]],
    }


def test_refusals_are_the_errors_that_the_sdk_knows(visit: Visit) -> None:
    assert visit.told["refusals"] == {
        "invalid": [400, "validation_error"],
        "tooLong": [400, "validation_error"],
        "stranger": [401, "unauthorized"],
        "reader": [403, "forbidden"],
        "unverified": [403, "forbidden"],
        "unknown": [404, "not_found"],
        "otherBody": [409, "conflict"],
        "takenAddress": [409, "conflict"],
    }


def test_the_sdk_gets_over_passing_trouble_and_reports_the_rest(visit: Visit) -> None:
    assert visit.told["trouble"] == {
        "kept": ["queued", 1],
        "waited": 3,
        "limited": [429, "rate_limit_exceeded"],
        "broken": [500, "internal_error"],
        "unreadable": [0, "network_error"],
        "unreachable": [0, "network_error"],
    }
