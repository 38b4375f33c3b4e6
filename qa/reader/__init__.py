"""The readers: which words of a passage answer a question, or that none do."""

from qa.reader.larger import LargerReader
from qa.reader.reading import Reader, Reading, SentenceReading

__all__ = ["LargerReader", "Reader", "Reading", "SentenceReading"]
