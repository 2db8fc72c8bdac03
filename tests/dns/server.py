"""Real name servers on loopback: UDP and TCP, with zones in the format of zone files."""

from __future__ import annotations

import asyncio
import struct
import threading
from collections.abc import Callable, Iterable
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.node
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.zone

Behave = Callable[[dns.message.Message, bool], bytes | None]
"""Answers a query that came by UDP (False) or TCP (True); None keeps silent."""


class NameServer:
    """One server, on one port of this computer for both UDP and TCP."""

    def __init__(self) -> None:
        self.behave: Behave = lambda _query, _tcp: None
        self.heard: list[str] = []
        self.port = 0

    def reply(self, wire: bytes, *, tcp: bool) -> bytes | None:
        query = dns.message.from_wire(wire)
        asked = query.question[0]
        kind = dns.rdatatype.to_text(asked.rdtype)
        self.heard.append(f"{'tcp' if tcp else 'udp'} {asked.name} {kind}")
        return self.behave(query, tcp)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, server: NameServer) -> None:
        self._server = server
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = self._server.reply(data, tcp=False)
        if answer is not None and self._transport is not None:
            self._transport.sendto(answer, addr)


class Loopback:
    """A thread in which name servers listen until it is closed."""

    def __init__(self, servers: Iterable[NameServer]) -> None:
        self._servers = list(servers)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        open_now = [self._loop.run_until_complete(self._listen(each)) for each in self._servers]
        self._ready.set()
        self._loop.run_forever()
        for datagrams, streams in open_now:
            datagrams.close()
            streams.close()
            self._loop.run_until_complete(streams.wait_closed())
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self, server: NameServer) -> tuple[asyncio.DatagramTransport, asyncio.Server]:
        async def on_stream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            (length,) = struct.unpack("!H", await reader.readexactly(2))
            answer = server.reply(await reader.readexactly(length), tcp=True)
            if answer is not None:
                writer.write(struct.pack("!H", len(answer)) + answer)
                await writer.drain()
            writer.close()

        streams = await asyncio.start_server(on_stream, "127.0.0.1", 0)
        server.port = streams.sockets[0].getsockname()[1]
        datagrams, _ = await self._loop.create_datagram_endpoint(
            lambda: _Datagrams(server), local_addr=("127.0.0.1", server.port)
        )
        return datagrams, streams


class Zones:
    """Answers from zones as an authoritative server, or as a resolver that knows them all."""

    def __init__(self, zones: Iterable[dns.zone.Zone], *, resolver: bool) -> None:
        self._zones = sorted(zones, key=lambda zone: -len(_origin(zone)))
        self._resolver = resolver

    def __call__(self, query: dns.message.Message, _tcp: bool) -> bytes | None:
        return self.answer(query).to_wire(max_size=65535)

    def answer(self, query: dns.message.Message) -> dns.message.Message:
        reply = dns.message.make_response(query, recursion_available=self._resolver)
        name, kind = query.question[0].name, query.question[0].rdtype
        for _ in range(8):
            zone = self._zone_of(name)
            if zone is None:
                reply.set_rcode(dns.rcode.NXDOMAIN if self._resolver else dns.rcode.REFUSED)
                return reply
            if not self._resolver:
                reply.flags |= dns.flags.AA
            found = zone.get_rrset(name, kind)
            if found is not None:
                reply.answer.append(found)
                return reply
            alias = zone.get_rrset(name, dns.rdatatype.CNAME)
            if alias is None:
                self._say_nothing(reply, zone, name)
                return reply
            reply.answer.append(alias)
            name = alias[0].target
            if not self._resolver and self._zone_of(name) is None:
                return reply
        return reply

    def _say_nothing(
        self, reply: dns.message.Message, zone: dns.zone.Zone, name: dns.name.Name
    ) -> None:
        soa = zone.get_rrset(_origin(zone), dns.rdatatype.SOA)
        assert soa is not None
        reply.authority.append(soa)
        if not any(each.derelativize(_origin(zone)).is_subdomain(name) for each in zone.nodes):
            reply.set_rcode(dns.rcode.NXDOMAIN)

    def _zone_of(self, name: dns.name.Name) -> dns.zone.Zone | None:
        return next((zone for zone in self._zones if name.is_subdomain(_origin(zone))), None)


def _origin(zone: dns.zone.Zone) -> dns.name.Name:
    assert zone.origin is not None
    return zone.origin


def refusing(query: dns.message.Message, _tcp: bool) -> bytes | None:
    """Know nothing of any zone."""
    reply = dns.message.make_response(query)
    reply.set_rcode(dns.rcode.REFUSED)
    return reply.to_wire()


def failing(query: dns.message.Message, _tcp: bool) -> bytes | None:
    """Fail whatever is asked."""
    reply = dns.message.make_response(query)
    reply.set_rcode(dns.rcode.SERVFAIL)
    return reply.to_wire()


def failing_for(name: str, otherwise: Behave) -> Behave:
    """Fail for one name alone."""
    broken = dns.name.from_text(name)

    def behave(query: dns.message.Message, tcp: bool) -> bytes | None:
        return (failing if query.question[0].name == broken else otherwise)(query, tcp)

    return behave


def silent(_query: dns.message.Message, _tcp: bool) -> bytes | None:
    """Never answer."""
    return None


def truncating(zones: Zones) -> Behave:
    """Send by UDP nothing but the advice to come again by TCP."""

    def behave(query: dns.message.Message, tcp: bool) -> bytes | None:
        if tcp:
            return zones(query, tcp)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.TC | dns.flags.AA
        return reply.to_wire()

    return behave


def bogus(zones: Zones) -> Behave:
    """Fail as long as signatures are checked."""

    def behave(query: dns.message.Message, tcp: bool) -> bytes | None:
        unsigned = query.question[0].name == dns.name.from_text("example")
        if query.flags & dns.flags.CD or unsigned:
            return zones(query, tcp)
        return failing(query, tcp)

    return behave
