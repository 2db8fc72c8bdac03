"""No life of a send delivers twice or lies, whatever happens in it.

``--hypothesis-profile=faults`` tries many more, in a minute or two.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from migma_desktop.core.models import Send, SendReceipt, SendState
from tests.faults import lives
from tests.faults.lives import LivesOfSends
from tests.faults.world import Disk, SlowLine

_EXAMPLES = {"faults": 600}
_FEW = 60
_ENOUGH = 1_000  # for the first that fails


def _live(examples: int, **how: Any) -> None:
    run_state_machine_as_test(
        LivesOfSends,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            **how,
        ),
    )


def test_no_life_of_a_send_delivers_twice_or_lies() -> None:
    _live(_EXAMPLES.get(settings.get_current_profile_name(), _FEW))


class _Forgetful(SlowLine):
    """Makes up another Idempotency-Key at each attempt."""

    async def send(self, body: bytes, *, key: str) -> SendReceipt:
        return await super().send(body, key=str(uuid4()))


class _Late(Disk):
    """Writes a send down only when something has become of it."""

    def add(self, send: Send) -> None:
        if send.state is not SendState.SENDING:
            super().add(send)

    def update(self, send: Send, *, after: Send) -> None:
        if self.get(send.id) is None:
            super().add(send)
        else:
            super().update(send, after=after)


@pytest.mark.parametrize(
    ("part", "mutant", "words"),
    [("SlowLine", _Forgetful, "sent 2 times"), ("Disk", _Late, "isn't written down")],
)
def test_a_broken_promise_is_noticed(
    part: str, mutant: type, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lives, part, mutant)
    with pytest.raises(AssertionError, match=words):
        _live(_ENOUGH, phases=[Phase.generate], derandomize=True, database=None)
