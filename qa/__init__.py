"""Questions to documents, answered in the documents' own words, each cited by exact position."""

from qa.answer import Answer, Citation, ask
from qa.conversation import Conversation
from qa.gist.overviews import Overview, overview

__all__ = ["Answer", "Citation", "Conversation", "Overview", "ask", "overview"]
