"""Serves calendars with Radicale until it is ended: ``python -m tests.exchange.remote.serving PORT FOLDER``.

In a process of its own, with one option that its command line does not know: nothing is forced to the disk.
"""

from __future__ import annotations

import sys

from radicale import config, log, server


def main(port: str, folder: str) -> None:
    """Serve on loopback what lies in the folder; users stand in its file ``users``."""
    configuration = config.load()
    configuration.update(
        {
            "server": {"hosts": f"127.0.0.1:{port}"},
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": f"{folder}/users",
                "htpasswd_encryption": "plain",
                "delay": "0",
            },
            "storage": {"filesystem_folder": f"{folder}/collections", "_filesystem_fsync": "False"},
            "logging": {"level": "critical"},
        },
        "tests",
        privileged=True,
    )
    log.setup()
    log.set_level("critical", configuration.get("logging", "backtrace_on_debug"))
    server.serve(configuration)


if __name__ == "__main__":
    main(*sys.argv[1:])
