"""``/v1/emails/validate``: five checks of an email's HTML.

They judge by simple rules of their own, and open no link: the shapes are the contract's, the
verdicts are for practice.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from migma_desktop.sandbox.addresses import one_address
from migma_desktop.sandbox.desk import Call
from migma_desktop.sandbox.html_reading import PageFacts, read_page
from migma_desktop.sandbox.reading import Fields
from migma_desktop.sandbox.replies import Reply

CLIENTS = ("Gmail", "Outlook (Windows)", "Apple Mail", "Yahoo Mail", "Thunderbird")
HARD_ELEMENTS = {"script": "never runs", "form": "is often removed", "video": "rarely plays"}
WEAK_STYLES = {"flex": "display: flex", "grid": "display: grid", "position": "position"}
SPAM_WORDS = ("act now", "100% free", "winner", "risk-free", "cash bonus", "click here")
PROMOTIONAL_WORDS = ("sale", "discount", "% off", "limited time", "shop now")
TRANSACTIONAL_WORDS = ("receipt", "order", "invoice", "password", "confirm")
MISSPELT = {
    "recieve": "receive",
    "seperate": "separate",
    "definately": "definitely",
    "occured": "occurred",
    "adress": "address",
    "teh": "the",
}
_TIMING = {"processingTime": 12}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def validate_compatibility(call: Call) -> Reply:
    page = read_page(_html(call))
    return Reply(_compatibility(page, call.body.texts("clients")))


def validate_links(call: Call) -> Reply:
    page = read_page(_html(call))
    call.body.number("timeout", least=1_000, most=30_000)
    call.body.flag("followRedirects")
    return Reply(_links(page))


def validate_spelling(call: Call) -> Reply:
    page = read_page(_html(call))
    call.body.texts("languages")
    call.body.flag("checkGrammar")
    return Reply(_spelling(page))


def validate_deliverability(call: Call) -> Reply:
    page = read_page(_html(call))
    subject = call.body.text("subject") or ""
    call.body.text("fromName")
    sender = call.body.text("fromEmail")
    if sender is not None:
        one_address("fromEmail", sender)
    return Reply(_deliverability(page, subject))


def validate_all(call: Call) -> Reply:
    page = read_page(_html(call))
    subject = call.body.text("subject") or ""
    wanted, clients = _read_options(call)
    answer: dict[str, object] = {}
    failed: list[str] = []
    if "compatibility" in wanted:
        result = _compatibility(page, clients)
        answer["compatibility"] = result
        failed += ["compatibility"] if result["clientIssues"] else []
    if "links" in wanted:
        answer["linkAnalysis"] = _links(page)
        failed += ["links"] if any(_link_problem(link) for link in page.links) else []
    if "spelling" in wanted:
        answer["spelling"] = _spelling(page)
        failed += ["spelling"] if _misspelt(page) else []
    if "deliverability" in wanted:
        answer["deliverability"] = _deliverability(page, subject)
        failed += ["deliverability"] if _found(SPAM_WORDS, page, subject) else []
    passed = [check for check in wanted if check not in failed]
    answer["overallScore"] = round(100 * len(passed) / len(wanted)) if wanted else 100
    answer["summary"] = {
        "criticalIssues": int("links" in failed),
        "warnings": len(failed) - int("links" in failed),
        "passed": passed,
        "failed": failed,
    }
    answer["recommendations"] = _advice(important=[f"Look at: {check}" for check in failed])
    answer["metadata"] = {"totalProcessingTime": 40, "checksPerformed": list(wanted)}
    return Reply(answer)


def _html(call: Call) -> str:
    return call.body.needed_text("html")


def _read_options(call: Call) -> tuple[list[str], list[str] | None]:
    """Which checks are wanted (all but those switched off), and for which mail programs."""
    options = Fields(call.body.table("options") or {}, where="options.")
    switches = {
        "compatibility": "checkCompatibility",
        "links": "checkLinks",
        "spelling": "checkSpelling",
        "deliverability": "checkDeliverability",
    }
    wanted = [check for check, switch in switches.items() if options.flag(switch) is not False]
    options.texts("languages")
    return wanted, options.texts("clients")


def _compatibility(page: PageFacts, clients: list[str] | None) -> dict[str, object]:
    styles = " ".join(page.styles).lower()
    errors = [
        {"element": name, "message": f"<{name}> {effect} in mail programs"}
        for name, effect in HARD_ELEMENTS.items()
        if name in page.elements
    ]
    warnings = [
        {"property": text, "message": f"{text} is not understood everywhere"}
        for word, text in WEAK_STYLES.items()
        if word in styles
    ]
    tested = list(CLIENTS) if clients is None else clients
    issues = [
        {"client": client, "issues": errors, "warnings": warnings}
        for client in tested
        if errors or warnings
    ]
    total_errors, total_warnings = len(errors) * len(tested), len(warnings) * len(tested)
    return {
        "clientIssues": issues,
        "summary": {
            "totalErrors": total_errors,
            "totalWarnings": total_warnings,
            "compatibilityScore": max(0, 100 - 20 * len(errors) - 5 * len(warnings)),
        },
        "supportedClients": list(CLIENTS),
        "metadata": {**_TIMING, "clientsTested": len(tested)},
    }


def _link_problem(link: str) -> str | None:
    try:
        parts = urlsplit(link.strip())
        host = parts.hostname
    except ValueError:
        return "This is not a web address"
    if parts.scheme in ("mailto", "tel"):
        return None
    if parts.scheme not in ("http", "https") or not host:
        return "The link leads nowhere"
    if host == "localhost" or host.endswith((".invalid", ".local")):
        return "Nobody else can open this address"
    return None


def _links(page: PageFacts) -> dict[str, object]:
    problems = [_link_problem(link) for link in page.links]
    broken = sum(problem is not None for problem in problems)
    checked = [
        {
            "url": link,
            "type": "email" if link.startswith("mailto:") else "web",
            "status": 200 if problem is None else 404,
            "statusText": "OK" if problem is None else "Not found",
            "responseTime": 0,
            "error": problem,
        }
        for link, problem in zip(page.links, problems, strict=True)
    ]
    return {
        "totalLinks": len(page.links),
        "checkedLinks": checked,
        "summary": {
            "workingLinks": len(page.links) - broken,
            "brokenLinks": broken,
            "unreachableLinks": 0,
            "averageResponseTime": 0,
        },
        "recommendations": ["The sandbox judges links by their writing and opens none."],
        "metadata": {**_TIMING, "linksChecked": len(page.links), "linksSkipped": 0},
    }


def _misspelt(page: PageFacts) -> list[str]:
    words = _WORD.findall(" ".join(page.words))
    return [word for word in words if word.lower() in MISSPELT]


def _spelling(page: PageFacts) -> dict[str, object]:
    errors = [
        {
            "word": word,
            "suggestions": [MISSPELT[word.lower()]],
            "context": word,
            "type": "spelling",
        }
        for word in _misspelt(page)
    ]
    return {
        "totalWords": len(page.words),
        "errors": errors,
        "summary": {
            "totalErrors": len(errors),
            "uniqueErrors": len({word.lower() for word in _misspelt(page)}),
        },
        "metadata": {**_TIMING, "aiModel": "none", "tokensUsed": 0},
    }


def _found(words: tuple[str, ...], page: PageFacts, subject: str) -> list[str]:
    text = f"{subject} {' '.join(page.words)}".lower()
    return [word for word in words if word in text]


def _deliverability(page: PageFacts, subject: str) -> dict[str, object]:
    spam = _found(SPAM_WORDS, page, subject)
    promotional = _found(PROMOTIONAL_WORDS, page, subject)
    category = "spam" if len(spam) > 2 else "promotions" if promotional or spam else "inbox"
    advice = ["Give every image an alt text"] if page.images_without_alt else []
    return {
        "prediction": {
            "category": category,
            "confidence": 0.7,
            "score": max(0, 100 - 15 * len(spam) - 5 * len(promotional)),
            "reasoning": "Judged by a short list of words.",
        },
        "contentSignals": {
            "promotional": promotional,
            "transactional": _found(TRANSACTIONAL_WORDS, page, subject),
            "spam": spam,
            "engagement": [],
        },
        "spamScore": {
            "score": 1.5 * len(spam),
            "triggers": spam,
            "recommendations": [f"Do without “{word}”" for word in spam],
        },
        "recommendations": _advice(suggested=advice),
        "metadata": {**_TIMING, "analysisType": "rules"},
    }


def _advice(
    *, important: list[str] | None = None, suggested: list[str] | None = None
) -> dict[str, list[str]]:
    return {"critical": [], "important": important or [], "suggested": suggested or []}
