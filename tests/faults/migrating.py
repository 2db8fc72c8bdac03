"""Kills while an older database is brought up to date: it opens again, with all that was in it."""

from __future__ import annotations

import time
from pathlib import Path

from migma_desktop.storage.migrations import STEPS
from tests.faults import profile
from tests.faults.chance import seeded
from tests.faults.figures import Tally, Wrong
from tests.faults.process import Running, Stuck

_NOWHERE = "http://127.0.0.1:9/v1"
_LONGEST = 0.06  # seconds from the opening of the database


def kill_while_migrating(*, home: Path, key: str, tally: Tally, seed: str, number: int) -> None:
    """Start on an old profile, kill, start again, and look for everything."""
    rng = seeded(seed, number)
    home.mkdir(parents=True)
    version = rng.choice(profile.old_versions())
    profile.prepare_old(home / "profile", version=version)
    try:
        first = Running(home=home, base_url=_NOWHERE, key=key)
        first.until_event("opening")
        delay = rng.uniform(0.0, _LONGEST)
        time.sleep(delay)
        first.kill()
        tally.count("kills")
        left_at = profile.version_of(home / "profile")
        second = Running(home=home, base_url=_NOWHERE, key=key)
        second.until_event("opened")
        second.kill()
    except Stuck as stuck:
        tally.wrong(Wrong.UNEXPLAINED, f"stuck: {stuck}", moment="migrating", kill=number)
        return
    wrong = _what_is_missing(home)
    if wrong:
        tally.wrong(Wrong.LOST, wrong, moment="migrating", kill=number)
    tally.tell(
        kill=number,
        moment="migrating",
        after_ms=round(delay * 1000),
        version=version,
        left_at=left_at,
        ok=not wrong,
    )


def _what_is_missing(home: Path) -> str:
    if profile.version_of(home / "profile") != len(STEPS):
        return "the database is still an old one"
    kept = profile.read(home / "profile", scratch=home / "seen")
    if len(kept.sends) != profile.old_sends():
        return f"only {len(kept.sends)} of {profile.old_sends()} sends are there"
    return "" if kept.text else "the draft is gone"
