"""Does a contact match a segment's filters? (API.md section 7, ``SegmentFilters``)"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from migma_desktop.sandbox.things import Contact

_Test = Callable[[str, Sequence[str]], bool]


def matches(contact: Contact, filters: Mapping[str, object]) -> bool:
    """True when all conditions hold (or any, as ``match`` says); no condition matches everybody."""
    answers = list(_answers(contact, filters))
    if not answers:
        return True
    return any(answers) if filters.get("match") == "any" else all(answers)


def _answers(contact: Contact, filters: Mapping[str, object]) -> list[bool]:
    answers: list[bool] = []
    tags, unwanted = _texts(filters.get("tags")), _texts(filters.get("excludeTags"))
    if tags:
        answers.append(any(tag in contact.tags for tag in tags))
    if unwanted:
        answers.append(not any(tag in contact.tags for tag in unwanted))
    if "status" in filters:
        answers.append(contact.status == filters["status"])
    if "validationStatus" in filters:
        answers.append(contact.validity == filters["validationStatus"])
    custom = filters.get("customFields")
    if isinstance(custom, Mapping):
        for key, wanted in custom.items():
            answers.append(_as_text(contact.custom_fields.get(key)) in _texts(wanted))
    for condition in _tables(filters.get("fields")):
        answers.append(_field_holds(contact, condition))
    for condition in _tables(filters.get("activity")):
        # The sandbox's people never open or click: only "never" is true of them.
        answers.append(condition.get("mode") == "never")
    for group in _tables(filters.get("groups")):
        answers.append(matches(contact, group))
    return answers


def _field_holds(contact: Contact, condition: Mapping[str, object]) -> bool:
    wanted = _texts(condition.get("values"))
    test = _TESTS.get(str(condition.get("mode", "is")), _is)
    return bool(wanted) and test(_field(contact, str(condition.get("key", ""))), wanted)


def _field(contact: Contact, key: str) -> str:
    named = {
        "email": contact.email,
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "phone": contact.phone,
        "country": contact.country,
        "language": contact.language,
        "status": contact.status,
        "createdAt": contact.created_at.date().isoformat(),
    }
    if key in named:
        return named[key]
    return _as_text(contact.custom_fields.get(key.removeprefix("customFields.")))


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")  # compares as false with everything


def _is(value: str, wanted: Sequence[str]) -> bool:
    return value.casefold() in (each.casefold() for each in wanted)


_TESTS: Mapping[str, _Test] = {
    "is": _is,
    "is_not": lambda value, wanted: not _is(value, wanted),
    "starts_with": lambda value, wanted: value.casefold().startswith(wanted[0].casefold()),
    "ends_with": lambda value, wanted: value.casefold().endswith(wanted[0].casefold()),
    "contains": lambda value, wanted: wanted[0].casefold() in value.casefold(),
    "not_contains": lambda value, wanted: wanted[0].casefold() not in value.casefold(),
    "date_after": lambda value, wanted: bool(value) and value[:10] > wanted[0][:10],
    "date_before": lambda value, wanted: bool(value) and value[:10] < wanted[0][:10],
    "date_on": lambda value, wanted: bool(value) and value[:10] == wanted[0][:10],
    "date_between": lambda value, wanted: wanted[0][:10] <= value[:10] <= wanted[-1][:10],
    "number_gt": lambda value, wanted: _number(value) > _number(wanted[0]),
    "number_gte": lambda value, wanted: _number(value) >= _number(wanted[0]),
    "number_lt": lambda value, wanted: _number(value) < _number(wanted[0]),
    "number_lte": lambda value, wanted: _number(value) <= _number(wanted[0]),
    "number_between": lambda value, wanted: (
        _number(wanted[0]) <= _number(value) <= _number(wanted[-1])
    ),
}


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _tables(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _as_text(value: object) -> str:
    return "" if value is None else str(value)
