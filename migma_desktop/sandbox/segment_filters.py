"""Read a segment's filters as strictly as the contract writes them (``SegmentFilters``)."""

from __future__ import annotations

from migma_desktop.sandbox.reading import Fields
from migma_desktop.sandbox.replies import invalid
from migma_desktop.sandbox.things import CONTACT_STATUSES

MOST_GROUPS = 10
MOST_LEVELS = 3
MOST_CONDITIONS = 50
VALIDITIES = ("valid", "invalid", "risky", "unknown")
MODES = (
    "is",
    "is_not",
    "starts_with",
    "ends_with",
    "contains",
    "not_contains",
    "date_after",
    "date_before",
    "date_on",
    "date_between",
    "number_gt",
    "number_gte",
    "number_lt",
    "number_lte",
    "number_between",
)
ACTIONS = ("sent", "opened", "clicked")
ACTIVITY_MODES = ("within", "before", "never", "between")
_KNOWN = (
    "match",
    "groups",
    "tags",
    "excludeTags",
    "status",
    "validationStatus",
    "customFields",
    "fields",
    "activity",
)


def read_filters(filters: Fields) -> dict[str, object]:
    """Return the filters, checked; ApiError 400 with the first broken rule."""
    _check(filters, level=0)
    if _conditions(filters) > MOST_CONDITIONS:
        raise invalid(f"filters may hold at most {MOST_CONDITIONS} conditions")
    return filters.all()


def _check(filters: Fields, *, level: int) -> None:
    filters.choice("match", ("all", "any"))
    filters.choice("status", CONTACT_STATUSES)
    filters.choice("validationStatus", VALIDITIES)
    filters.texts("tags")
    filters.texts("excludeTags")
    custom = filters.table("customFields")
    if custom is not None:
        values = Fields(custom, where="filters.customFields.")
        for name in custom:
            values.texts(name)
    for condition in filters.tables("fields") or []:
        condition.needed_text("key")
        condition.choice("mode", MODES)
        if not condition.texts("values"):
            raise invalid("filters.fields: values is required")
    for activity in filters.tables("activity") or []:
        _check_activity(activity)
    groups = filters.tables("groups") or []
    if len(groups) > MOST_GROUPS:
        raise invalid(f"filters may hold at most {MOST_GROUPS} groups in a group")
    if groups and level == MOST_LEVELS:
        raise invalid(f"filters may be nested at most {MOST_LEVELS} levels deep")
    for group in groups:
        _check(group, level=level + 1)


def _check_activity(activity: Fields) -> None:
    if activity.choice("action", ACTIONS) is None:
        raise invalid("filters.activity: action is required")
    if activity.choice("mode", ACTIVITY_MODES) is None:
        raise invalid("filters.activity: mode is required")
    activity.choice("channel", ("email",))
    activity.choice("unit", ("hours", "days"))
    activity.number("amount", least=0, most=100_000)
    for name in ("from", "to", "campaignId"):
        activity.text(name)


def _conditions(filters: Fields) -> int:
    groups = filters.tables("groups") or []
    own = sum(name in filters for name in _KNOWN if name not in ("match", "groups"))
    return own + sum(_conditions(group) for group in groups)
