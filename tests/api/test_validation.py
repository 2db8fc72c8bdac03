"""Migma's own checks, in each shape that their answers are known in (contract, section 9)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from migma_desktop.api.client import MigmaClient
from migma_desktop.api.inprocess import AsgiTransport
from migma_desktop.api.lenient import Fields
from migma_desktop.api.validation import validate
from migma_desktop.core.errors import NotFound, PermissionMissing
from migma_desktop.core.texts import say
from migma_desktop.core.validation import Issue, Report, Topic
from migma_desktop.sandbox import faults
from migma_desktop.sandbox.service import Sandbox
from tests.api.tools import MakeClient

HTML = '<p>You recieve it</p><a href="http://box.invalid">x</a><form></form><img src="a.png">'


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def ask(sandbox: Sandbox, make_client: MakeClient) -> Callable[[str], MigmaClient]:
    def make(key: str) -> MigmaClient:
        return make_client("http://localhost", key=key, transport=AsgiTransport(sandbox.app))

    return make


@pytest.mark.asyncio
async def test_all_checks_are_read_at_once(
    sandbox: Sandbox, ask: Callable[[str], MigmaClient]
) -> None:
    report = await ask(sandbox.api_key).validate(html=HTML, subject="You are a winner")
    assert report.checked == tuple(Topic)
    by_topic = {topic: [i for i in report.issues if i.topic is topic] for topic in Topic}
    assert by_topic[Topic.SPELLING][0].what == "recieve"
    assert by_topic[Topic.SPELLING][0].suggestion == "receive"
    assert by_topic[Topic.LINKS][0].what == "http://box.invalid"
    (form,) = by_topic[Topic.COMPATIBILITY]
    assert form.is_grave
    assert "Gmail" in form.programs
    assert any(issue.message == "winner" for issue in by_topic[Topic.DELIVERABILITY])
    assert [request.path for request in sandbox.requests] == ["/v1/emails/validate/all"]


@pytest.mark.asyncio
async def test_a_server_without_all_is_asked_one_by_one(
    sandbox: Sandbox, ask: Callable[[str], MigmaClient]
) -> None:
    sandbox.faults.add(faults.status(404), path="/v1/emails/validate/all")
    client = ask(sandbox.api_key)
    one_by_one = await client.validate(html=HTML, subject="You are a winner")
    sandbox.faults.clear()
    assert one_by_one == await client.validate(html=HTML, subject="You are a winner")
    assert one_by_one.issues


@pytest.mark.asyncio
async def test_asking_is_repeated_like_a_read_since_nothing_is_changed(
    sandbox: Sandbox, ask: Callable[[str], MigmaClient]
) -> None:
    sandbox.faults.add(faults.status(503), path="/v1/emails/validate/all", call=1)
    assert (await ask(sandbox.api_key).validate(html=HTML, subject="")).issues
    assert len(sandbox.requests) == 2


@pytest.mark.asyncio
async def test_a_key_without_the_permission_is_told_which_one_it_needs(
    sandbox: Sandbox, ask: Callable[[str], MigmaClient]
) -> None:
    sandbox.account.add_key("sk_test_only_sends_00", scopes=["email:send"])
    with pytest.raises(PermissionMissing) as refused:
        await ask("sk_test_only_sends_00").validate(html=HTML, subject="")
    assert "email:validate" in f"{refused.value.advice} {refused.value.details}"


async def _report(answer: object, *, misses_all: bool = False) -> Report:
    async def server(path: str, body: bytes) -> Fields:
        assert json.loads(body)["html"] == "<p>"
        if misses_all and path.endswith("/all"):
            raise NotFound(say("No"), say("No"))
        return Fields(answer)

    return await validate(server, html="<p>", subject="")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("answer", "issues"),
    [
        ({}, ()),
        ({"compatibility": {"clientIssues": "odd"}, "spelling": {"errors": [1, None]}}, ()),
        (
            {
                "compatibility": {
                    "clientIssues": {
                        "gmail": {"issues": [{"title": "No form", "element": "form"}]},
                        "yahoo": [{"title": "No form", "element": "form"}],
                    }
                }
            },
            (
                Issue(
                    Topic.COMPATIBILITY,
                    "No form",
                    what="form",
                    programs=("gmail", "yahoo"),
                    is_grave=True,
                ),
            ),
        ),
        (
            {
                "linkAnalysis": {
                    "checkedLinks": [
                        {"url": "https://a", "status": "working"},
                        {"url": "https://b", "status": "broken", "statusText": "gone"},
                        {"url": "https://c", "status": 200, "error": None},
                        {"url": "https://d", "status": 500},
                    ]
                }
            },
            (
                Issue(Topic.LINKS, "broken gone", what="https://b", is_grave=True),
                Issue(Topic.LINKS, "500", what="https://d", is_grave=True),
            ),
        ),
    ],
)
async def test_each_shape_of_an_answer_is_read(answer: object, issues: tuple[Issue, ...]) -> None:
    assert (await _report(answer)).issues == issues


@pytest.mark.asyncio
async def test_answers_without_anything_to_read_are_no_issues() -> None:
    assert (await _report({}, misses_all=True)).issues == ()
