"""``/v1/topics``: what people may choose to hear about."""

from __future__ import annotations

from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.replies import Reply, not_found
from migma_desktop.sandbox.things import Topic

SUBSCRIPTIONS = ("opt_in", "opt_out")
VISIBILITIES = ("public", "private")
LARGEST_ORDER = 1_000_000


def list_topics(call: Call) -> Reply:
    project = call.account.project(call.query.needed_text("projectId"))
    with_inactive = call.query.flag("includeInactive", default=False)
    found = [
        each
        for each in call.account.topics.values()
        if each.project_id == project.id and (each.is_active or with_inactive)
    ]
    found.sort(key=lambda topic: topic.display_order)
    return Reply([each.wire() for each in found], count=len(found))


def get_topic(call: Call) -> Reply:
    return Reply(_topic(call, call.path["id"], call.query.needed_text("projectId")).wire())


def create_topic(call: Call) -> Reply:
    project = call.account.project(call.body.needed_text("projectId"))
    name = call.body.needed_line("name")
    topic = Topic(call.account.new_id("topic"), project.id, name, call.now)
    topic.display_order = len(call.account.topics)
    _change(call, topic)
    call.account.topics[topic.id] = topic
    return Reply(topic.wire(), status=201)


def update_topic(call: Call) -> Reply:
    topic = _topic(call, call.path["id"], call.body.needed_text("projectId"))
    _change(call, topic)
    topic.updated_at = call.now
    return Reply(topic.wire())


def delete_topic(call: Call) -> Reply:
    topic = _topic(call, call.path["id"], call.query.needed_text("projectId"))
    del call.account.topics[topic.id]
    return Reply({"id": topic.id, "deleted": True})


def subscribe(call: Call) -> Reply:
    return _choose(call, wanted=True)


def unsubscribe(call: Call) -> Reply:
    return _choose(call, wanted=False)


def _choose(call: Call, *, wanted: bool) -> Reply:
    contact_id = call.body.needed_text("subscriberId")
    topic = _topic(call, call.path["topicId"], call.body.needed_text("projectId"))
    contact = call.account.contacts.get(contact_id)
    if contact is None or contact.project_id != topic.project_id:
        raise not_found("Contact")
    topic.choices[contact.id] = wanted
    return Reply({"topicId": topic.id, "subscriberId": contact.id, "subscribed": wanted})


def _topic(call: Call, topic_id: str, project_id: str) -> Topic:
    project = call.account.project(project_id)
    found = call.account.topics.get(topic_id)
    if found is None or found.project_id != project.id:
        raise not_found("Topic")
    return found


def _change(call: Call, topic: Topic) -> None:
    """Read every field first, so that a refusal changes nothing."""
    body = call.body
    name = body.needed_line("name") if "name" in body else topic.name
    description = body.text("description")
    subscription = body.choice("defaultSubscription", SUBSCRIPTIONS)
    visibility = body.choice("visibility", VISIBILITIES)
    order = body.number("displayOrder", least=-LARGEST_ORDER, most=LARGEST_ORDER)
    is_active = body.flag("isActive")
    topic.name = name
    topic.description = topic.description if description is None else description
    topic.default_subscription = subscription or topic.default_subscription
    topic.visibility = visibility or topic.visibility
    topic.display_order = topic.display_order if order is None else order
    topic.is_active = topic.is_active if is_active is None else is_active
