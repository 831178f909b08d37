"""`python -m services.kit <service|all> rpc|events|relay|jobs|indexes`."""

import sys

if sys.argv[2:3] == ["events"]:
    # Must patch the process before anything else is imported.
    import services.kit.event_runner  # noqa: F401 # pyright: ignore[reportUnusedImport]

from services.kit.runner import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
