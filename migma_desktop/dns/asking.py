"""One question to one server, and what its reply comes to."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import dns.asyncquery
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.txtbase
import dns.rrset

from migma_desktop.core.domains.published import Answer, Outcome, Question

_UDP_BYTES = 1232  # what passes every network unbroken; more comes by TCP
_LONGEST_CHAIN = 8
_TRIES = 2
_MOST_SILENCES = 4  # in a row, after which a server isn't asked any more


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a server listens."""

    host: str  # an address
    port: int = 53


Reach = Callable[[str], Endpoint]
"""Turns the address of a name server into where it is asked: port 53, but for tests."""


class Asker:
    """Asks with a limited number of questions under way, each at most twice."""

    def __init__(self, *, timeout: float, at_once: int = 12) -> None:
        """Make one; ``timeout`` is in seconds, for each of the two tries."""
        self._timeout = timeout
        self._room = asyncio.Semaphore(at_once)
        self._silences: Counter[Endpoint] = Counter()

    async def ask(self, server: Endpoint, question: Question, *, recursive: bool) -> Answer:
        """Return what a server says; trouble is an outcome, not an error."""
        reply = await self._reply(server, question, recursive=recursive)
        if isinstance(reply, Outcome):
            return Answer(reply)
        if recursive and reply.rcode() == dns.rcode.SERVFAIL:
            unchecked = await self._reply(server, question, recursive=True, unchecked=True)
            if not isinstance(unchecked, Outcome) and unchecked.rcode() != dns.rcode.SERVFAIL:
                return Answer(Outcome.BOGUS)
        return read_reply(reply, question, recursive=recursive)

    async def _reply(
        self, server: Endpoint, question: Question, *, recursive: bool, unchecked: bool = False
    ) -> dns.message.Message | Outcome:
        try:
            query = dns.message.make_query(
                question.name, question.type, use_edns=0, payload=_UDP_BYTES
            )
        except dns.exception.DNSException:
            return Outcome.NO_SUCH_NAME  # a name that can't exist: a label or all of it too long
        if not recursive:
            query.flags &= ~dns.flags.RD
        if unchecked:
            query.flags |= dns.flags.CD
        async with self._room:
            for _ in range(_TRIES):
                if self._silences[server] >= _MOST_SILENCES:
                    break  # nobody is there: not every question has to wait for that
                outcome = await self._try(server, query)
                if outcome is not Outcome.SILENT:
                    self._silences[server] = 0
                    return outcome
                self._silences[server] += 1
            return Outcome.SILENT

    async def _try(
        self, server: Endpoint, query: dns.message.QueryMessage
    ) -> dns.message.Message | Outcome:
        try:
            reply, _ = await dns.asyncquery.udp_with_fallback(
                query, server.host, timeout=self._timeout, port=server.port
            )
        except (dns.exception.Timeout, EOFError, ConnectionError):
            return Outcome.SILENT
        except OSError:
            return Outcome.UNREACHABLE
        except dns.exception.DNSException:
            return Outcome.FAILED
        return reply


def read_reply(reply: dns.message.Message, question: Question, *, recursive: bool) -> Answer:
    """Return what a reply says about a question."""
    code = reply.rcode()
    if code not in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:
        refuses = code in {dns.rcode.REFUSED, dns.rcode.NOTAUTH}
        return Answer(Outcome.LAME if refuses else Outcome.FAILED)
    if not recursive and not reply.flags & dns.flags.AA:
        return Answer(_referral(reply, question))
    wanted = dns.rdatatype.from_text(question.type)
    name = dns.name.from_text(question.name)
    alias, ttls = "", []
    for _ in range(_LONGEST_CHAIN):
        found = reply.get_rrset(reply.answer, name, dns.rdataclass.IN, wanted)
        if found is not None:
            ttls.append(found.ttl)
            values = tuple(_value(rdata) for rdata in found)
            if wanted == dns.rdatatype.CNAME:
                alias = values[0]
            return Answer(Outcome.FOUND, values, min(ttls), alias)
        step = reply.get_rrset(reply.answer, name, dns.rdataclass.IN, dns.rdatatype.CNAME)
        if step is None:
            break
        ttls.append(step.ttl)
        target = step[0].to_text()
        alias = alias or _plain(target)
        name = dns.name.from_text(target)
    if code == dns.rcode.NXDOMAIN and not alias:
        return Answer(Outcome.NO_SUCH_NAME, ttl=_negative_ttl(reply))
    return Answer(Outcome.EMPTY, ttl=min(ttls) if ttls else _negative_ttl(reply), alias=alias)


def _referral(reply: dns.message.Message, question: Question) -> Outcome:
    """Tell a server that passes a name on to those below from one that knows nothing of it."""
    for rrset in reply.authority:
        below = rrset.rdtype == dns.rdatatype.NS and len(rrset.name) > 1
        if below and dns.name.from_text(question.name).is_subdomain(rrset.name):
            return Outcome.ELSEWHERE
    return Outcome.LAME


def _negative_ttl(reply: dns.message.Message) -> int:
    """Return how long "there is nothing" is remembered (RFC 2308, section 5)."""
    for rrset in reply.authority:
        if rrset.rdtype == dns.rdatatype.SOA:
            return int(min(rrset.ttl, rrset[0].minimum))
    return 0


def _value(rdata: dns.rdata.Rdata) -> str:
    if isinstance(rdata, dns.rdtypes.txtbase.TXTBase):
        return b"".join(rdata.strings).decode("utf-8", errors="replace")
    return _plain(rdata.to_text())


def _plain(text: str) -> str:
    """Return names as people write them: without the dot at the end."""
    return text.lower().rstrip(".") or "."
