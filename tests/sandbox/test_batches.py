"""A send to many people, watched by a clock that is turned by hand."""

from __future__ import annotations

from typing import Any

from migma_desktop.sandbox.clock import ManualClock
from migma_desktop.sandbox.seed.audience import IMPORTED, NEWSLETTER
from migma_desktop.sandbox.service import Sandbox
from tests.sandbox.tools import Api, batch_body, segment_id, tag_id

WRITTEN_TO = 188
"""Of the 214 people of the segment: without the bounced, invalid, unsubscribed, unasked."""


def test_a_batch_is_queued_then_processing_then_completed(api: Api, clock: ManualClock) -> None:
    batch_id = _start(api)

    assert _status(api, batch_id)["status"] == "queued"
    clock.advance(3)
    assert _status(api, batch_id)["status"] == "processing"
    clock.advance(10)
    assert _status(api, batch_id)["status"] == "completed"


def test_the_counts_rise_step_by_step_and_always_add_up(api: Api, clock: ManualClock) -> None:
    batch_id = _start(api)
    sent = []

    for _ in range(40):
        status = _status(api, batch_id)
        parts = status["queuedCount"] + status["sentCount"] + status["failedCount"]
        assert parts == status["totalCount"] == WRITTEN_TO
        sent.append(status["sentCount"])
        clock.advance(0.25)

    assert sent == sorted(sent)
    assert len(set(sent)) > 20
    assert sent[-1] == WRITTEN_TO


def test_a_progress_bar_has_five_to_ten_seconds(api: Api, clock: ManualClock) -> None:
    batch_id = _start(api)

    clock.advance(5)
    assert _status(api, batch_id)["status"] == "processing"
    clock.advance(5)
    assert _status(api, batch_id)["status"] == "completed"


def test_deliveries_appear_as_the_counts_rise(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    batch_id = _start(api)
    clock.advance(4)

    delivered = sandbox.inbox.messages

    assert 0 < len(delivered) < WRITTEN_TO
    assert _status(api, batch_id)["sentCount"] == len(delivered)
    assert {each.batch_id for each in delivered} == {batch_id}
    assert all(each.received_at <= clock.now() for each in delivered)


def test_reading_the_inbox_alone_brings_deliveries_up_to_date(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    _start(api)
    clock.advance(60)

    assert len(sandbox.inbox.messages) == WRITTEN_TO
    assert len({each.to for each in sandbox.inbox.messages}) == WRITTEN_TO


def test_a_marketing_batch_leaves_out_who_may_not_be_written_to(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    message = api.send(batch_body()).json()["data"]["message"]
    clock.advance(60)

    assert message == (
        "Batch of 188 emails queued "
        "(26 skipped: 6 bounced, 4 invalid, 5 non-subscribed, 11 unsubscribed)"
    )
    assert _states_of(sandbox) == {"subscribed"}


def test_a_transactional_batch_leaves_out_only_bounced_and_invalid(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    batch_id = _start(api, transactional=True)
    clock.advance(60)

    assert _status(api, batch_id)["totalCount"] == 214 - 6 - 4
    assert _states_of(sandbox) == {"subscribed", "unsubscribed", "non-subscribed"}


def test_mailboxes_that_refuse_make_a_batch_partial(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    batch_id = _start(api, recipientType="tag", recipientId=tag_id(IMPORTED))
    clock.advance(60)

    status = _status(api, batch_id)

    assert status["status"] == "partial"
    assert status["failedCount"] == 5
    assert status["sentCount"] == len(sandbox.inbox.messages)
    assert status["error"] == f"5 of {status['totalCount']} mailboxes refused the email"


def test_a_batch_to_the_newsletter_is_throttled_for_a_while(api: Api, clock: ManualClock) -> None:
    batch_id = _start(api, recipientType="tag", recipientId=tag_id(NEWSLETTER))
    seen: list[str] = []

    for _ in range(80):
        status = _status(api, batch_id)
        assert ("throttle" in status) == (status["status"] == "throttled")
        if status["status"] == "throttled":
            assert status["throttle"]["remainingCount"] == status["queuedCount"]
        if not seen or seen[-1] != status["status"]:
            seen.append(status["status"])
        clock.advance(0.25)

    assert seen == ["queued", "processing", "throttled", "processing", "completed"]


def test_each_person_gets_their_own_words(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    _start(
        api,
        subject="{{offer}} for {{firstName}}",
        template="<p>{{first_name}} of {{city}}: {{lastOrder.number}}, {{unknown}}</p>",
        variables={"offer": "A fern"},
    )
    clock.advance(60)
    delivered = sandbox.inbox.messages[0]

    assert delivered.subject == "A fern for Amelia"
    assert delivered.html == "<p>Amelia of Bristol: FF-10200, {{unknown}}</p>"
    assert delivered.message["To"].addresses[0].display_name == "Amelia Whitcombe"


def test_variables_win_over_contact_fields(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    _start(api, template="{{firstName}}", variables={"firstName": "friend"})
    clock.advance(60)

    assert {each.html for each in sandbox.inbox.messages} == {"friend"}


def test_a_missing_first_name_stays_visible(api: Api, sandbox: Sandbox, clock: ManualClock) -> None:
    _start(api, template="Hi {{firstName}}")
    clock.advance(60)

    assert "Hi {{firstName}}" in {each.html for each in sandbox.inbox.messages}


def test_an_opt_in_topic_reaches_only_who_chose_it(
    api: Api, sandbox: Sandbox, clock: ManualClock
) -> None:
    topics = {each["name"]: each["id"] for each in _topics(api)}
    somebody = next(each for each in sandbox.account.contacts.values() if each.tags)
    path = f"/v1/topics/{topics['Workshops']}/subscribe"
    api.post(path, {"subscriberId": somebody.id, "projectId": somebody.project_id})

    _start(api, topicId=topics["Workshops"])
    clock.advance(60)

    assert [each.to for each in sandbox.inbox.messages] == [somebody.email]


def test_an_unknown_batch_is_not_found(api: Api) -> None:
    assert api.get("/v1/sending/batches/nothing").status_code == 404


def test_a_batch_names_what_it_was(api: Api) -> None:
    status = _status(api, _start(api))

    assert status["recipientType"] == "segment"
    assert status["recipientId"] == segment_id("VIP customers")
    assert status["from"] == "hello@fernandfinch.example"
    assert status["subject"] == "News"
    assert status["provider"] == "migma"


def _start(api: Api, **changes: object) -> str:
    response = api.send(batch_body(**changes))
    assert response.status_code == 200, response.text
    return str(response.json()["data"]["batchId"])


def _status(api: Api, batch_id: str) -> Any:
    return api.data(f"/v1/sending/batches/{batch_id}")


def _topics(api: Api) -> Any:
    return api.data("/v1/topics", projectId=batch_body()["projectId"])


def _states_of(sandbox: Sandbox) -> set[str]:
    people = {each.email: each for each in sandbox.account.contacts.values()}
    return {people[each.to].status for each in sandbox.inbox.messages}
