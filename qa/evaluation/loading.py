"""Loading: the question set that a path names, in whichever form it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qa.evaluation.questions import HasText, QuestionSet, QuestionSetError, check_ids


def load_questions(
    path: str | Path, documents: Mapping[str, HasText] | None = None, *, paragraphs: bool = False
) -> QuestionSet:
    """Read a question set: JSON Lines, a SQuAD `.json` file, or a BEIR folder.

    Args:
        path: the file or folder.
        documents: for JSON Lines, the indexed documents that evidence quotes are found in.
        paragraphs: for SQuAD, take every paragraph as a document of its own instead of every article.

    Raises:
        QuestionSetError: if it is missing, empty or malformed, or quotes what is not in the documents once.

    """
    path = Path(path)
    if path.is_dir():
        from qa.evaluation.beir import read_beir  # noqa: PLC0415 - pydantic is not for `qa ask` to load

        found = read_beir(path)
    elif not path.is_file():
        raise QuestionSetError("there is no such question set; check the path", path)
    elif brings_documents(path):
        from qa.evaluation.squad import read_squad  # noqa: PLC0415

        found = read_squad(path, paragraphs=paragraphs)
    else:
        from qa.evaluation.jsonl import read_jsonl  # noqa: PLC0415

        found = read_jsonl(path, documents or {})
    check_ids(path, found.questions)
    return found


def brings_documents(path: str | Path) -> bool:
    """Whether a question set holds its own documents, as SQuAD files and BEIR folders do."""
    path = Path(path)
    return path.is_dir() or path.name.lower().endswith((".json", ".json.xz"))
