"""Parsing: bytes become a `Parsed`, or a sentence that says why not, whatever the bytes are."""

from __future__ import annotations

from index.errors import DocumentError, Remedy
from index.limits import Limits
from index.loaders import LOADERS, UNKNOWN_KIND, Parsed

_MAX_DETAIL_CHARS = 200


def parse(suffix: str, data: bytes, limits: Limits) -> Parsed:
    """Run the loader for a suffix.

    Raises:
        DocumentError: if there is no loader for it, or the loader cannot read the bytes.

    """
    loader = LOADERS.get(suffix.lower())
    if loader is None:
        raise DocumentError(UNKNOWN_KIND)
    try:
        return loader(data, limits)
    except DocumentError:
        raise
    except ImportError as error:
        raise DocumentError(f"reading it takes the package {error.name}; install it with pip") from error
    except RecursionError:
        raise DocumentError("it is nested too deeply to be read; flatten it first") from None
    except MemoryError:
        raise DocumentError(
            f"reading it takes more than {limits.max_memory_bytes:,} bytes of memory", remedy=Remedy.MEMORY
        ) from None
    except Exception as error:
        # A parser meets bytes that its authors did not think of; they must cost this file alone.
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:_MAX_DETAIL_CHARS]
        raise DocumentError(f"it is damaged or malformed ({detail}); save it anew") from error
