"""``python -m migma_desktop.sandbox``: the practice Migma for clients outside this program."""

from __future__ import annotations

import argparse
import sys

import uvicorn

from migma_desktop.sandbox.loopback import HOST, listen, server_config
from migma_desktop.sandbox.service import Sandbox


def main() -> int:
    """Serve until interrupted. Prints one line once connections are taken."""
    options = _read_arguments()
    sandbox = Sandbox(api_key=options.api_key)
    try:
        listener = listen(options.port)
    except OSError as error:
        sys.stderr.write(f"Cannot listen on {HOST}:{options.port}: {error.strerror}\n")
        return 1
    port = listener.getsockname()[1]
    # The socket takes connections from here on; uvicorn serves them in a moment.
    sys.stdout.write(f"Migma sandbox listening on http://{HOST}:{port}/v1\n")
    sys.stdout.flush()
    if options.api_key is None:
        sys.stderr.write(f"API key of this run: {sandbox.api_key}\n")
    uvicorn.Server(server_config(sandbox.app)).run([listener])
    return 0


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m migma_desktop.sandbox",
        description="A practice Migma on this computer. Nothing that is sent to it leaves.",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--api-key", help="the key that clients use; made up when left out")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
