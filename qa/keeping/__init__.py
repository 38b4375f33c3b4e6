"""Keeping: the documents of the index that is open, and what visitors say of answers."""
