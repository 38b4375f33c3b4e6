"""A document's gist: its most telling sentences, names, dates and amounts."""
