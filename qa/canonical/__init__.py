"""Canonical: questions in words that no form knows, answered as the plainest of the same intent would be."""
