"""Who reads: which reader answers where nobody names one."""

from __future__ import annotations

import os

from index import ModelError
from qa.fitted import READER_SIZES, ReaderSize
from qa.reader.base import is_installed

VARIABLE = "CITED_QA_READER"


def default_reader() -> ReaderSize:
    """The reader that `CITED_QA_READER` names, else the larger one where its packages are installed.

    Raises:
        ModelError: if the variable names none.

    """
    named = os.environ.get(VARIABLE, "")
    if not named:
        return "large" if is_installed() else "small"
    for size in READER_SIZES:
        if named == size:
            return size
    sizes = " or ".join(READER_SIZES)
    raise ModelError(f'{VARIABLE} is "{named}": set it to {sizes}, or leave it unset')
