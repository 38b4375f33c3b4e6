"""txtai: paragraphs from its Segmentation pipeline in its Embeddings; hybrid: with its sparse index."""

from __future__ import annotations

from pathlib import Path

from runner import Result, main
from txtai import Embeddings
from txtai.pipeline import Segmentation


class Txtai:
    """`default`: dense; `hybrid`: `hybrid=True`. Three results, as `search` has it; no offsets."""

    def __init__(self, setting: str, model: str, reader: str) -> None:
        self.setting = setting
        self.model = model

    def prepare(self) -> None:
        self.embeddings = Embeddings(path=self.model, content=True, hybrid=self.setting == "hybrid")
        self.embeddings.transform("warm")

    def build(self, texts: dict[str, str], folder: Path) -> None:
        segment = Segmentation(paragraphs=True)
        self.embeddings.index(
            {"text": part, "name": name} for name, text in texts.items() for part in segment(text)
        )
        self.embeddings.save(str(folder))

    def open(self, folder: Path) -> None:
        self.embeddings = Embeddings()
        self.embeddings.load(str(folder))

    def search(self, question: str) -> list[Result]:
        query = "select name, text, score from txtai where similar(:question)"
        found = self.embeddings.search(query, parameters={"question": question})
        return [Result(one["name"], one["text"]) for one in found]


if __name__ == "__main__":
    main(Txtai)
