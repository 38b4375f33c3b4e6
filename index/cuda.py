"""CUDA: bulk encoding through sentence-transformers where a device is present; queries stay on the CPU."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

# Fewer texts are encoded sooner than PyTorch is imported.
BULK_TEXTS = 2_000
TEXTS_AT_ONCE = 4_096
BATCH_TEXTS = 256


def may_be_present() -> bool:
    """Whether there may be a CUDA device, told without importing PyTorch."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


@lru_cache(maxsize=1)
def is_present() -> bool:
    """Whether PyTorch finds a CUDA device; imports PyTorch where there may be one."""
    if not may_be_present():
        return False
    import torch  # noqa: PLC0415  (seconds to import, for bulk on a GPU alone)

    return bool(torch.cuda.is_available())


def encode(folder: Path, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
    """Encode texts on the device to unit vectors, float32 of shape (len(texts), dimension).

    In float32, so that vectors equal those of the library on a CPU to 1e-3.
    """
    model = _model(folder)
    parts = []
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        some = list(texts[start : start + TEXTS_AT_ONCE])
        parts.append(
            model.encode(some, batch_size=BATCH_TEXTS, normalize_embeddings=True, show_progress_bar=False)
        )
        if progress:
            progress(len(some))
    return np.concatenate(parts).astype(np.float32)


@lru_cache(maxsize=1)
def _model(folder: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202  (sentence-transformers is not followed)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    return SentenceTransformer(str(folder), device="cuda", local_files_only=True)
