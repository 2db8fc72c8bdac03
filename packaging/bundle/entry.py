"""Where the bundle begins: puts the environment in order, then runs the program as ever."""

from __future__ import annotations

import os
import sys

_LIBRARIES = "LD_LIBRARY_PATH"


def leave_environment_clean() -> None:
    """Take back what the loader has set to find this program's libraries.

    They are found by now. Programs that this one starts, such as the browser for a link, would load
    them instead of their own. The engine's processes are started through a script of the AppImage
    that sets it for them alone.
    """
    if sys.platform != "linux":
        return
    before = os.environ.pop(f"{_LIBRARIES}_ORIG", "")
    before = os.environ.pop("MIGMA_APPIMAGE_LIBRARY_PATH_BEFORE", before)
    if before:
        os.environ[_LIBRARIES] = before
    else:
        os.environ.pop(_LIBRARIES, None)


if __name__ == "__main__":
    leave_environment_clean()
    if sys.argv[1:] == ["--self-check"]:  # for those who build the bundle
        from bundle import self_check

        sys.exit(self_check.main())
    from migma_desktop.__main__ import main

    sys.exit(main())
