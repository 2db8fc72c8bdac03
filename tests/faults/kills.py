"""The kill campaign: which moments in which chain, two chains at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.chain import Chain
from tests.faults.chance import seeded
from tests.faults.figures import Tally
from tests.faults.migrating import kill_while_migrating
from tests.faults.moments import MOMENTS

MIGRATING = "migrating"
_MIGRATING_WEIGHT = 8
_LIVES = 25  # of a chain
_AT_A_TIME = 2


def run(
    *,
    kills: int,
    seed: str,
    only: str,
    folder: Path,
    key: str,
    tally: Tally,
    mutation: str | None = None,
) -> None:
    """Kill the program so many times, at moments whose names hold ``only``."""
    weights = {name: moment.weight for name, moment in MOMENTS.items()}
    weights[MIGRATING] = _MIGRATING_WEIGHT
    wanted = {name: weight for name, weight in weights.items() if only in name}
    if not wanted:
        return
    rng = seeded(seed)
    drawn = rng.choices(list(wanted), weights=list(wanted.values()), k=kills)
    numbered = list(enumerate(drawn))
    lives = [each for each in numbered if each[1] != MIGRATING]
    chains = [lives[start : start + _LIVES] for start in range(0, len(lives), _LIVES)]

    def live(number: int) -> None:
        home = folder / f"chain-{number}"
        Chain(home=home, key=key, tally=tally, seed=f"{seed}/{number}", mutation=mutation).run(
            chains[number]
        )

    def migrate(number: int) -> None:
        home = folder / f"old-{number}"
        kill_while_migrating(home=home, key=key, tally=tally, seed=seed, number=number)

    with ThreadPoolExecutor(_AT_A_TIME) as workers:
        work = [workers.submit(live, number) for number in range(len(chains))]
        work += [workers.submit(migrate, each) for each, name in numbered if name == MIGRATING]
        for done in work:
            done.result()
