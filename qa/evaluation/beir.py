"""Question sets as BEIR publishes them: a corpus, queries, and judged documents; for retrieval alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qa.evaluation.questions import Question, QuestionSet, QuestionSetError, at


class _Entry(BaseModel):
    model_config = ConfigDict(populate_by_name=True, coerce_numbers_to_str=True)

    id: str = Field(alias="_id", min_length=1)
    title: str | None = ""
    text: str = ""

    @property
    def whole(self) -> str:
        """Title and text, as they are indexed."""
        return "\n\n".join(part for part in (self.title, self.text) if part and part.strip())


def read_beir(folder: Path) -> QuestionSet:
    """Read a BEIR folder: `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv` (`test.tsv` where it is there).

    Raises:
        QuestionSetError: if a file is missing, a line malformed, or a judged query or document unknown.

    """
    texts = {entry.id: entry.whole for entry in _entries(folder / "corpus.jsonl") if entry.whole}
    queries = {entry.id: entry.text for entry in _entries(folder / "queries.jsonl")}
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for where, query, document, grade in _judgements(folder / "qrels"):
        if query not in queries:
            raise QuestionSetError(f"the query {query!r} is not in queries.jsonl; add it there", where)
        if grade > 0:
            if document not in texts:
                raise QuestionSetError(f"the document {document!r} is not in corpus.jsonl; add it", where)
            relevant[query][document] = grade
    questions = tuple(
        Question(id=query, question=queries[query], relevant=tuple(grades.items()))
        for query, grades in relevant.items()
    )
    return QuestionSet(str(folder), questions, texts)


def _entries(path: Path) -> Iterator[_Entry]:
    if not path.is_file():
        raise QuestionSetError("there is no such file; a BEIR folder needs it", path)
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield _Entry.model_validate_json(line)
            except ValidationError as error:
                said = error.errors(include_url=False)[0]["msg"]
                raise QuestionSetError(f"{said}; mend the line", at(path, number)) from None


def _judgements(folder: Path) -> Iterator[tuple[str, str, str, int]]:
    """Where it stands, query, document and grade of each line below the header."""
    test = folder / "test.tsv"
    files = [test] if test.is_file() else sorted(folder.glob("*.tsv"))
    if not files:
        raise QuestionSetError("there is no .tsv file; a BEIR folder needs its judgements there", folder)
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
                if number == 1 or not row:
                    continue
                try:
                    query, document, grade = row
                    yield at(path, number), query, document, int(grade)
                except ValueError:
                    raise QuestionSetError(
                        "it is not query, document and a whole number, with tabs between; mend the line",
                        at(path, number),
                    ) from None
