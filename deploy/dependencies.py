"""Print the direct dependencies of pyproject.toml: `python dependencies.py [group …]`."""

import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def main(groups: list[str]) -> None:
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for group in groups:
        wanted += project["optional-dependencies"][group]
    print("\n".join(wanted))


if __name__ == "__main__":
    main(sys.argv[1:])
