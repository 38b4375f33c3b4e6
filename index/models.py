"""Models: the packaged network, and how any network is prepared once, kept, and run without PyTorch."""

from index.encoder import DEFAULT_SHA256, packaged_model
from index.remembered import Remembered
from index.runtime import Graph, cache_folder, hash_file, preparing, preparing_seconds

__all__ = [
    "DEFAULT_SHA256",
    "Graph",
    "Remembered",
    "cache_folder",
    "hash_file",
    "packaged_model",
    "preparing",
    "preparing_seconds",
]
