"""This project, measured as its peers are."""

from __future__ import annotations

from pathlib import Path

from runner import Result, main

from index import Index


class Ours:
    """`search`: passages; `ask`: the answer's citations, or the closest passages; `ask, never refusing`."""

    def __init__(self, setting: str, model: str, reader: str) -> None:
        self.setting = setting

    def prepare(self) -> None:
        from index.encoder import Encoder

        Encoder.load()

    def build(self, texts: dict[str, str], folder: Path) -> None:
        Index.from_texts(texts, path=folder)

    def open(self, folder: Path) -> None:
        self.index = Index.open(folder)

    def search(self, question: str) -> list[Result]:
        if self.setting == "search":
            passages = [hit.passage for hit in self.index.search(question)]
            return [Result(one.document, one.text, one.start) for one in passages]
        from qa import ask

        answer = ask(question, self.index, threshold=None if self.setting == "ask" else 0.0)
        if not answer.answered:
            # A refusal shows what is closest, but calls none of it the answer: there is no first result.
            passages = [hit.passage for hit in answer.nearest[:3]]
            return [Result("", ""), *(Result(one.document, one.text, one.start) for one in passages)]
        return [Result(one.document, one.quote, one.start) for one in answer.citations]


if __name__ == "__main__":
    main(Ours)
