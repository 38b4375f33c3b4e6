"""The readers: which words of a passage answer a question, or that none do."""

from qa.reader.larger import load_larger
from qa.reader.reading import Reader, Reading, SentenceReading

__all__ = ["Reader", "Reading", "SentenceReading", "load_larger"]
