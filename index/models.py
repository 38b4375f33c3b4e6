"""Models: the packaged network, and how any network is prepared once, kept, and run without PyTorch."""

from index.encoder import DEFAULT_SHA256, packaged_model, packaged_vectors
from index.exporting import hash_file
from index.remembered import Remembered
from index.runtime import Graph, cache_folder, is_kept, preparing, preparing_seconds, stop_preparing

__all__ = [
    "DEFAULT_SHA256",
    "Graph",
    "Remembered",
    "cache_folder",
    "hash_file",
    "is_kept",
    "packaged_model",
    "packaged_vectors",
    "preparing",
    "preparing_seconds",
    "stop_preparing",
]
