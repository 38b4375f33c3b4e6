"""Counting code: what is a line of it, and what is not."""

from __future__ import annotations

from count_lines import count

SOURCE = '''"""A docstring
of two lines."""

# A comment.
NUMBER = 1  # one

TEXT = """not a docstring,
but two lines of code"""


def one() -> int:
    """It returns."""

    return (
        NUMBER
    )
'''


def test_blank_lines_comments_and_docstrings_are_not_code():
    assert count(SOURCE) == 7
    assert count("") == 0
