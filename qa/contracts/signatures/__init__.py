"""Signatures: who signed a document, for whom and when, by how the blocks of signatures at its end are made.

A block says for whom ("For the Client", "For and on behalf of Elm Ltd"), leaves a line to write on, and names
who signs, often with the office and the date below; side by side, all that is said for whom stands before the
names, and those before the dates. Where each of several blocks stands under a date, and none stands
below the last one, that is its own. A table has a row or a column for each who signs. Where lines of another
make tell more, they are read in a run: as many dates or parties as names are theirs, in their order.
"""
