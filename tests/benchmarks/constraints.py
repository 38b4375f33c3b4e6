"""Write down the versions that development was last seen to work with, as constraints for pip.

python tests/benchmarks/constraints.py > tests/constraints.txt   # in an environment where everything passed
pip install -c tests/constraints.txt -e '.[dev]'

All that the project and its extras need is listed, with what these need in turn, and nothing else that is
installed by chance. What another system needs beside is not constrained.
"""

from __future__ import annotations

import argparse
import platform
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Print the constraints."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    print(f"# Python {platform.python_version()} on {platform.system()}; made by:")
    print("# python tests/benchmarks/constraints.py > tests/constraints.txt")
    for name, version in sorted(
        closure(map(Requirement, wanted), canonicalize_name(project["name"])).items()
    ):
        print(f"{name}=={version}")


def closure(wanted: Iterable[Requirement], own: str) -> dict[str, str]:
    """The installed version, without what marks a build, of each package that is needed, directly or not."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    left = [(requirement, "") for requirement in wanted]
    while left:
        requirement, extra = left.pop()
        name = canonicalize_name(requirement.name)
        if name == own or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue  # of an extra that is not installed here
        found[name] = Version(installed.version).public
        for one in ("", *requirement.extras):
            if (name, one) not in seen:
                seen.add((name, one))
                left += [(Requirement(line), one) for line in installed.requires or ()]
    return found


if __name__ == "__main__":
    main()
