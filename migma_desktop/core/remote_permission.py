"""From where the shown email may load something: nowhere, unless its user says so.

Apart from ``remote_content``, whose expressions take longer to compile than a start may take.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RemotePermission:
    """What may load: everything, or what comes from some hosts."""

    everything: bool = False
    hosts: frozenset[str] = field(default_factory=frozenset)

    def allows(self, host: str) -> bool:
        """Whether something may load from a host."""
        return self.everything or host.lower() in self.hosts

    @property
    def allows_anything(self) -> bool:
        """Whether anything at all may load."""
        return self.everything or bool(self.hosts)


NOTHING = RemotePermission()
EVERYTHING = RemotePermission(everything=True)
