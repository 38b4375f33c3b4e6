"""Training the reader's adapter: `python -m qa.reader.train --help`; nothing here runs when asking."""
