"""What all tests share lies in `fixtures`, a file for each kind of thing."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = [
    f"fixtures.{name}"
    for name in ("offline", "order", "hostile", "indexes", "commands", "servers", "readers")
]
# Examples of a property whose test names no number; `--hypothesis-profile=thorough` tries more.
settings.register_profile("suite", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=500, deadline=None)
settings.load_profile("suite")
# The workers of a run have all cores at work: threads that wait for one another there only take them away.
os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_configure() -> None:
    """Where it is asked for, test nothing but the installed packages."""
    if not os.environ.get("CITED_QA_REQUIRE_INSTALLED"):
        return
    import index
    import qa

    for package in (qa, index):
        if "site-packages" not in Path(str(package.__file__)).parts:
            pytest.exit(f"{package.__file__}: these are the sources, not the installed package", returncode=3)


@pytest.fixture(scope="module")
def heap_set_aside() -> Iterator[None]:
    """What other tests left is not gone through again and again by the collector while time is taken."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
