"""Haystack: dense; hybrid: BM25 joined by reciprocal rank; reader: its extractive reader on top."""

from __future__ import annotations

from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from runner import Result, main


class Haystack:
    """All with the splitter's default of 200 words and ten documents retrieved.

    The reader's own default model must be downloaded, so it is given this project's reader in the form that
    transformers loads: `TransformersExtractiveReader`, 20 answers, no answer left out.
    """

    def __init__(self, setting: str, model: str, reader: str) -> None:
        self.setting = setting
        self.model = model
        self.reader = reader

    def prepare(self) -> None:
        self.embedder = SentenceTransformersDocumentEmbedder(model=self.model, progress_bar=False)
        self.embedder.warm_up()

    def build(self, texts: dict[str, str], folder: Path) -> None:
        folder.mkdir(parents=True)
        store = InMemoryDocumentStore()
        pipeline = Pipeline()
        pipeline.add_component("split", DocumentSplitter())
        pipeline.add_component("embed", self.embedder)
        pipeline.add_component("write", DocumentWriter(store))
        pipeline.connect("split", "embed")
        pipeline.connect("embed", "write")
        documents = [Document(content=text, meta={"name": name}) for name, text in texts.items()]
        pipeline.run({"split": {"documents": documents}})
        store.save_to_disk(str(folder / "store.json"))

    def open(self, folder: Path) -> None:
        store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
        self.pipeline = Pipeline()
        embedder = SentenceTransformersTextEmbedder(model=self.model, progress_bar=False)
        self.pipeline.add_component("embed", embedder)
        self.pipeline.add_component("dense", InMemoryEmbeddingRetriever(store))
        self.pipeline.connect("embed.embedding", "dense.query_embedding")
        if self.setting == "default":
            return
        self.pipeline.add_component("bm25", InMemoryBM25Retriever(store))
        self.pipeline.add_component("join", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10))
        self.pipeline.connect("dense", "join")
        self.pipeline.connect("bm25", "join")
        if self.setting == "reader":
            from haystack_integrations.components.readers.transformers import TransformersExtractiveReader

            self.pipeline.add_component("read", TransformersExtractiveReader(self.reader, no_answer=False))
            self.pipeline.connect("join.documents", "read.documents")

    def search(self, question: str) -> list[Result]:
        asked: dict[str, dict[str, str]] = {"embed": {"text": question}}
        if self.setting != "default":
            asked["bm25"] = {"query": question}
        if self.setting == "reader":
            asked["read"] = {"query": question}
            return [
                Result(
                    one.document.meta["name"],
                    one.data,
                    one.document.meta["split_idx_start"] + one.document_offset.start,
                )
                for one in self.pipeline.run(asked)["read"]["answers"]
            ]
        found = self.pipeline.run(asked)["dense" if self.setting == "default" else "join"]["documents"]
        return [Result(one.meta["name"], one.content, one.meta["split_idx_start"]) for one in found]


if __name__ == "__main__":
    main(Haystack)
