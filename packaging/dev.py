"""Set the program up on this machine and run, test or measure it.

    python3 packaging/dev.py run [arguments of the program]
    python3 packaging/dev.py test [arguments of pytest]
    python3 packaging/dev.py bench [names of benches]
    python3 packaging/dev.py faults [--kills N] [--seed S] [--only WORD]
    python3 packaging/dev.py package

It needs nothing but Python's standard library.  This file and ``devtools/interpreter.py`` keep to
what Python 3.8 understands, so that an older Python can still say what is wanted, or find a newer
one and hand over to it.
"""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """Hand over to a suitable Python if this one is not, then do what was asked for."""
    from devtools import interpreter

    if not interpreter.suits(sys.version_info[:2]):
        return interpreter.hand_over(__file__, arguments)

    from devtools import commands

    return commands.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
