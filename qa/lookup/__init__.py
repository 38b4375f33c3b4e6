"""Look-ups: what is found and read for a question, in the surest of the ways to understand it."""
