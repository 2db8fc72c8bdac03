"""Tell whether two sends bring the same email, whoever they go to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from migma_desktop.core.models import SendRequest

_TO_WHOM = ("recipient_type", "recipient_email", "recipient_id", "transactional")


def fingerprint(request: SendRequest) -> str:
    """Return a SHA-256, in hexadecimal, of all that arrives: sender, subject, content, values.

    To whom it goes, and whether unsubscribed people get it, is left out: a test always goes to
    one person, as a transactional email.
    """
    fields = asdict(request)
    for name in _TO_WHOM:
        del fields[name]
    text = json.dumps(fields, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
