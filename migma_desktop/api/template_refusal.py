"""Tell whether a server refuses HTML that comes with a send, or something else about the email.

Nobody has recorded how Migma words it, so this reads what such refusals usually say. Taking one
for another would lead people to store an email in their account for nothing: in doubt it is no.
"""

from __future__ import annotations

import json
import re

from migma_desktop.api.calls import SENDING, Call
from migma_desktop.core.errors import Reply

_STATUSES = {400, 422}
_CODE = re.compile(
    r"TEMPLATE_(FIELD_)?(NOT_(SUPPORTED|ALLOWED|ACCEPTED)|UNSUPPORTED|DEPRECATED|REMOVED)"
    r"|UNSUPPORTED_TEMPLATE(_FIELD)?"
)
_ABOUT_SOMETHING_ELSE = re.compile(
    r"\bproject[ _]?id\b|\bdomains?\b|\bproject\b.{0,40}\b(not|required|missing|unknown|invalid)\b",
    re.IGNORECASE,
)
# template is not supported; "template" is not allowed; property template should not exist
_NOT_TAKEN = re.compile(
    r"\btemplates?\b\W{0,3}(field |property |parameter |key )?"
    r"(is|are|was|were|has been|have been|should|must|may|can) ?"
    r"(no longer|deprecated|removed|retired|discontinued|unsupported|unknown|unexpected"
    r"|unrecogni[sz]ed|disallowed|forbidden"
    r"|not (be )?(yet )?(supported|allowed|accepted|permitted|recogni[sz]ed|exist|expected"
    r"|known|sent|used|present|provided|available))\b(?! (with|together|without|unless|if)\b)",
    re.IGNORECASE,
)
# Unrecognized key(s) in object: 'template'; unknown field template
_UNKNOWN_FIELD = re.compile(
    r"\b(unrecogni[sz]ed|unknown|unexpected|unsupported|additional|extra|invalid|disallowed)"
    r" (key|field|property|properties|parameter|argument|attribute)(s|\(s\))?"
    r"( in (the )?(object|body|request|payload)( body)?)?\W{1,4}template\b",
    re.IGNORECASE,
)
# emailId or conversationId is required; provide either conversationId or emailId
_STORED_ID = r"(email|conversation)[ _]?id\b"
_STORED_WANTED = re.compile(
    rf"\b{_STORED_ID}.{{0,40}}\b(required|missing|expected|must be (given|provided|set|present))"
    rf"|\b(missing|requires?|required|provide|expected|give|needs?)\b.{{0,30}}\b{_STORED_ID}",
    re.IGNORECASE,
)


def is_template_refused(call: Call, reply: Reply, status: int) -> bool:
    """Whether a send with a ``template`` was refused because the account takes none."""
    if call.path != SENDING or status not in _STATUSES:
        return False
    return _says_so(reply) and _carries_template(call.body)


def _says_so(reply: Reply) -> bool:
    if _CODE.fullmatch(reply.code.upper()):
        return True
    message = reply.message
    if _ABOUT_SOMETHING_ELSE.search(message):
        return False
    if _NOT_TAKEN.search(message) or _UNKNOWN_FIELD.search(message):
        return True
    # Where the message still names the template as one of the ways, ours had another flaw.
    return "template" not in message.lower() and _STORED_WANTED.search(message) is not None


def _carries_template(body: bytes) -> bool:
    try:
        content = json.loads(body)
    except ValueError:
        return False
    return isinstance(content, dict) and bool(content.get("template"))
