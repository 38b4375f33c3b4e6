"""Cells: which cell of the documents' tables a question asks for, and how likely."""
