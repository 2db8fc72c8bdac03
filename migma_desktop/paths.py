"""Where things lie: the data files that ship with the program, and the user's own folders."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED_RESOURCES = _PACKAGE / "_resources"
_CHECKOUT_RESOURCES = _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """Return the path of a data file below ``resources/``, such as ``icons/send.svg``.

    In a wheel the folder travels inside the package; in a checkout it stands beside it.
    """
    root = _INSTALLED_RESOURCES if _INSTALLED_RESOURCES.is_dir() else _CHECKOUT_RESOURCES
    return root / name


class UserFolders(NamedTuple):
    """Everything that the program keeps for its user."""

    data: Path  # drafts, outbox and history: worth a backup
    config: Path  # settings
    cache: Path  # may be deleted at any time
    logs: Path

    @classmethod
    def below(cls, root: Path) -> UserFolders:
        """Keep everything below one folder: portable use, tests, a second profile."""
        return cls(root / "data", root / "config", root / "cache", root / "logs")

    @classmethod
    def of_this_user(cls) -> UserFolders:
        """Use the folders that the operating system gives each program."""
        from platformdirs import PlatformDirs  # not needed with --profile-dir

        dirs = PlatformDirs("MigmaDesktop", appauthor=False)
        return cls(
            Path(dirs.user_data_path),
            Path(dirs.user_config_path),
            Path(dirs.user_cache_path),
            Path(dirs.user_log_path),
        )

    def make(self) -> None:
        """Create the folders, readable by this user alone where the system knows that."""
        for folder in (self.data, self.config, self.cache, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
