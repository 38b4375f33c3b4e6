"""The readers: which words of a passage answer a question, or that none do."""

from qa.reader.larger import NAME as LARGER_NAME
from qa.reader.larger import is_prepared as larger_is_prepared
from qa.reader.larger import load_larger
from qa.reader.reading import Reader, Reading, SentenceReading

__all__ = ["LARGER_NAME", "Reader", "Reading", "SentenceReading", "larger_is_prepared", "load_larger"]
