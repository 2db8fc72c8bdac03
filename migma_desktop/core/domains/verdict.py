"""From the results of a receiver to a yes, or to why not, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from migma_desktop.core.domains.auth_results import MethodResult
from migma_desktop.core.domains.names import clean, organisational
from migma_desktop.core.domains.received_email import ReceivedEmail
from migma_desktop.core.texts import Text, say

_UNNAMED = say("a domain that isn't named")
_PASSES = frozenset(
    {"pass", "bestguesspass", "success"}
)  # Microsoft and AOL have words of their own
_POLICY = re.compile(r"\bp=(\w+)", re.IGNORECASE)
_RECEIVERS = {
    "google.com": "Gmail",
    "outlook.com": "Microsoft",
    "icloud.com": "iCloud",
    "yahoo.com": "Yahoo",
    "protonmail.ch": "Proton",
    "messagingengine.com": "Fastmail",
    "gmx.net": "GMX",
    "zoho.com": "Zoho",
}


class Grade(StrEnum):
    """How a check, or all of them together, came out."""

    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"  # not checked, or a passing trouble


class Alignment(StrEnum):
    """How the domain that was proven is related to the one that people see (RFC 7489, 3.1)."""

    STRICT = "strict"  # the same
    RELAXED = "relaxed"  # of the same owner
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Check:
    """One of SPF, DKIM and DMARC."""

    name: str
    grade: Grade
    result: str  # the receiver's word, empty where it says nothing
    domain: str  # what was proven
    alignment: Alignment | None
    text: Text
    advice: Text | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a received email proves about its domain."""

    grade: Grade
    title: Text
    text: Text
    checks: tuple[Check, ...]
    notes: tuple[Text, ...] = ()
    receiver: str = ""


def judge_email(email: ReceivedEmail, *, expected: str = "") -> Verdict:
    """Say whether an email proved that it comes from the domain that people see.

    ``expected`` is the domain under test: an email from another one proves nothing about it.
    """
    results = [result for line in email.trusted for result in line.results]
    seen = email.sender_domain or _from_of(results)
    if not results:
        return _nothing(email)
    spf = _spf(_best([each for each in results if each.method == "spf"], seen), seen)
    dkim = _dkim(_best([each for each in results if each.method == "dkim"], seen), seen)
    dmarc = _dmarc(_best([each for each in results if each.method == "dmarc"], seen), seen)
    notes = list(_notes(email))
    if expected and seen and clean(expected) != seen:
        notes.insert(
            0,
            say(
                "This email comes from {seen}, not from {expected}: look whether you took the "
                "headers of the right one.",
                seen=seen,
                expected=clean(expected),
            ),
        )
        grade = Grade.UNSURE
        title = say("This is an email from another domain")
    else:
        grade, title = _overall(spf, dkim, dmarc)
    return Verdict(
        grade=grade,
        title=title,
        text=_summary(grade, seen, email.receiver),
        checks=(spf, dkim, dmarc),
        notes=tuple(notes),
        receiver=email.receiver,
    )


def alignment(proven: str, seen: str) -> Alignment:
    """Compare the domain that was proven with the one that people see."""
    if not proven or not seen:
        return Alignment.NONE
    if clean(proven) == clean(seen):
        return Alignment.STRICT
    same_owner = organisational(proven) == organisational(seen)
    return Alignment.RELAXED if same_owner else Alignment.NONE


def _overall(spf: Check, dkim: Check, dmarc: Check) -> tuple[Grade, Text]:
    aligned = any(
        each.result in _PASSES and each.alignment is not Alignment.NONE for each in (spf, dkim)
    )
    if dmarc.result in _PASSES or (dmarc.result in {"", "none"} and aligned):
        both = spf.grade is Grade.GOOD and dkim.grade is Grade.GOOD
        return Grade.GOOD, say("It works") if both else say("It works, on one leg")
    if dmarc.result in {"temperror", "permerror"} and aligned:
        return Grade.UNSURE, say("Nearly: the receiver could not read the policy")
    return Grade.BAD, say("It doesn't work yet")


def _summary(grade: Grade, seen: str, receiver: str) -> Text:
    values = {"domain": seen, "receiver": _RECEIVERS.get(receiver, receiver)}
    if grade is Grade.GOOD:
        return say("{receiver} believes that this email comes from {domain}.", **values)
    if grade is Grade.BAD:
        return say("{receiver} has no proof that this email comes from {domain}.", **values)
    return say("These headers alone don't say whether {domain} works.", **values)


def _nothing(email: ReceivedEmail) -> Verdict:
    if email.ignored:
        title = say("These results can't be believed")
        text = say(
            "The only results stand below the lines of the receiver, where the sender may have "
            "written them. Copy the headers again, from the very first line."
        )
    elif email.has_headers:
        title = say("There are no results in these headers")
        text = say(
            "The receiver didn't write down what it checked, or these are not all headers. Send "
            "the test to an address at Gmail, Outlook, Yahoo or iCloud; they all do."
        )
    else:
        title = say("These are no headers")
        text = say(
            "Open the received email, choose Show original (Gmail), View message source "
            "(Outlook) or View > Message > All headers (Apple), and copy everything."
        )
    return Verdict(Grade.UNSURE, title, text, (), tuple(_notes(email)))


def _notes(email: ReceivedEmail) -> list[Text]:
    notes = []
    if email.ignored and email.trusted:
        notes.append(
            say(
                "{count} more lines of results were left out: they don't come from the receiver.",
                count=len(email.ignored),
            )
        )
    if email.forwarders:
        notes.append(
            say(
                "The email was passed on by {servers}. What earlier stations saw doesn't count.",
                servers=", ".join(dict.fromkeys(each.server for each in email.forwarders))
                or say("another server"),
            )
        )
    return notes


def _best(results: list[MethodResult], seen: str) -> MethodResult | None:
    """Return the result that helps most: an email may have several signatures."""
    rank = {Alignment.STRICT: 0, Alignment.RELAXED: 1, Alignment.NONE: 2}
    return min(
        results,
        key=lambda each: (
            each.result not in _PASSES,
            rank[alignment(_proven(each), seen)],
        ),
        default=None,
    )


def _proven(result: MethodResult) -> str:
    if result.method == "spf":
        value = result.value("smtp.mailfrom", "smtp.mail", "smtp.helo", "smtp.from")
    elif result.method == "dkim":
        value = result.value("header.d") or result.value("header.i")
    else:
        value = result.value("header.from", "from")
    return clean(value.rpartition("@")[2].strip("<>"))


def _from_of(results: list[MethodResult]) -> str:
    return next((_proven(each) for each in results if each.method == "dmarc"), "")


def _spf(result: MethodResult | None, seen: str) -> Check:
    if result is None:
        return _unsaid("SPF")
    proven = _proven(result)
    aligned = alignment(proven, seen)
    values = {"proven": proven or _UNNAMED, "domain": seen, "word": result.result}
    if result.result in _PASSES and aligned is not Alignment.NONE:
        text = say("The server was allowed to send for {proven}.", **values)
        return Check("SPF", Grade.GOOD, result.result, proven, aligned, text)
    if result.result in _PASSES:
        return Check(
            "SPF",
            Grade.BAD,
            result.result,
            proven,
            aligned,
            say("Passed, but for {proven}: that doesn't count for {domain}.", **values),
            say("Add the MX and TXT records of the return path (send.{domain}).", **values),
        )
    if result.result in {"temperror", "none", "neutral"}:
        return Check(
            "SPF",
            Grade.UNSURE if result.result == "temperror" else Grade.BAD,
            result.result,
            proven,
            aligned,
            say("No proof: {proven} doesn't say which servers may send ({word}).", **values),
            say("Add the SPF records, then send another test."),
        )
    if result.result == "permerror":
        return Check(
            "SPF",
            Grade.BAD,
            result.result,
            proven,
            aligned,
            say("The SPF record of {proven} can't be read, or asks too many questions.", **values),
            say("Run the DNS doctor: it names what is wrong with the record."),
        )
    return Check(
        "SPF",
        Grade.BAD,
        result.result,
        proven,
        aligned,
        say("{proven} doesn't allow the server that sent this ({word}).", **values),
        say(
            "Put Migma's include: into the SPF record. If the email was forwarded on its way, this "
            "is normal, and DKIM alone counts."
        ),
    )


def _dkim(result: MethodResult | None, seen: str) -> Check:
    if result is None:
        return _unsaid("DKIM")
    proven = _proven(result)
    aligned = alignment(proven, seen)
    values = {"proven": proven or _UNNAMED, "domain": seen, "word": result.result}
    if result.result in _PASSES and aligned is not Alignment.NONE:
        text = say("Signed by {proven}, and unchanged on its way.", **values)
        return Check("DKIM", Grade.GOOD, result.result, proven, aligned, text)
    if result.result in _PASSES:
        text = say("Signed, but by {proven}: that doesn't count for {domain}.", **values)
        advice = say("Add the DKIM records, so that Migma can sign as {domain}.", **values)
    elif result.result == "none":
        text = say("The email is not signed.")
        advice = say("Add the DKIM records, then press Check now until the domain is verified.")
    elif result.result in {"temperror"}:
        text = say("The receiver could not fetch the key of {proven} at that moment.", **values)
        advice = say("Send another test in some minutes.")
    elif result.result in {"permerror", "neutral", "policy"}:
        text = say("The key of {proven} can't be read ({word}).", **values)
        advice = say("Run the DNS doctor: the key is missing or damaged.")
    else:
        text = say("The signature of {proven} doesn't fit the email ({word}).", **values)
        advice = say(
            "The published key is another one, or a server on the way changed the email. Run the "
            "DNS doctor, then send a test to another address."
        )
    grade = Grade.UNSURE if result.result == "temperror" else Grade.BAD
    return Check("DKIM", grade, result.result, proven, aligned, text, advice)


def _dmarc(result: MethodResult | None, seen: str) -> Check:
    if result is None:
        return _unsaid("DMARC")
    proven = _proven(result) or seen
    policy = _POLICY.search(f"{result.comment} {' '.join(result.properties.values())}")
    values = {"domain": proven, "policy": policy[1].lower() if policy else ""}
    if result.result in _PASSES:
        text = say("SPF or DKIM proves {domain}, the domain that people see.", **values)
        return Check("DMARC", Grade.GOOD, result.result, proven, None, text)
    if result.result == "none":
        return Check(
            "DMARC",
            Grade.UNSURE,
            result.result,
            proven,
            None,
            say("{domain} has no DMARC policy.", **values),
            say("Add the DMARC record: Gmail and Yahoo want to see one."),
        )
    if result.result in {"temperror", "permerror"}:
        return Check(
            "DMARC",
            Grade.UNSURE,
            result.result,
            proven,
            None,
            say("The receiver could not read the policy of {domain}.", **values),
            say("Run the DNS doctor: the DMARC record may be double or damaged."),
        )
    text = say("Neither SPF nor DKIM proves {domain}.", **values)
    if policy:
        text = say("Neither SPF nor DKIM proves {domain}. Its policy says: {policy}.", **values)
    return Check(
        "DMARC",
        Grade.BAD,
        result.result,
        proven,
        None,
        text,
        say("Put DKIM right first; it is the one that lasts when emails are forwarded."),
    )


def _unsaid(name: str) -> Check:
    return Check(name, Grade.UNSURE, "", "", None, say("The receiver says nothing about it."))
