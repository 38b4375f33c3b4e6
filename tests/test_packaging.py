"""Packaging: what the wheel carries, and what it leaves in the repository."""

from __future__ import annotations

import subprocess
import sys
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with ZipFile(next(folder.glob("*.whl"))) as made:
        yield made


def test_types_and_licence_are_in_the_wheel(wheel):
    names = wheel.namelist()
    assert {"qa/py.typed", "index/py.typed"} <= set(names)
    (licence,) = [name for name in names if name.endswith("/licenses/LICENSE")]
    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()
    (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
    assert Parser().parsestr(wheel.read(metadata).decode())["License-Expression"] == "MIT"


def test_the_wheel_holds_the_product_and_nothing_else(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"qa", "index"}


def test_all_that_the_product_reads_is_in_the_wheel(wheel):
    carried = set(wheel.namelist())
    read = [
        path.relative_to(ROOT).as_posix()
        for room in ("qa", "index")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert set(read) <= carried
    assert "qa/seeds/microsoft-openai-deal.txt" in carried
