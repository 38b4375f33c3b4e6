"""The reader: which words of a passage answer a question, or that none do."""

from qa.reader.reading import Reader, Reading, SentenceReading

__all__ = ["Reader", "Reading", "SentenceReading"]
