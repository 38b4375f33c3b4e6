"""LlamaIndex: VectorStoreIndex as its starter has it; hybrid: smaller chunks and BM25, fused by rank."""

from __future__ import annotations

from pathlib import Path

from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from runner import Result, main

DEPTH = 10


class LlamaIndex:
    """`default`: chunks of 1,024 tokens, top 2; `hybrid`: chunks of 256 tokens (all that the model reads)."""

    def __init__(self, setting: str, model: str, reader: str) -> None:
        self.hybrid = setting == "hybrid"
        Settings.embed_model = HuggingFaceEmbedding(model_name=model)
        if self.hybrid:
            Settings.text_splitter = SentenceSplitter(chunk_size=256, chunk_overlap=20)

    def prepare(self) -> None:
        Settings.embed_model.get_query_embedding("warm")

    def build(self, texts: dict[str, str], folder: Path) -> None:
        index = VectorStoreIndex.from_documents(
            [Document(text=text, doc_id=name) for name, text in texts.items()]
        )
        index.storage_context.persist(str(folder))
        if self.hybrid:
            from llama_index.retrievers.bm25 import BM25Retriever

            bm25 = BM25Retriever.from_defaults(docstore=index.docstore, similarity_top_k=DEPTH)
            bm25.persist(str(folder / "bm25"))

    def open(self, folder: Path) -> None:
        index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(folder)))
        self.retriever = index.as_retriever()
        if self.hybrid:
            from llama_index.core.llms import MockLLM
            from llama_index.core.retrievers import QueryFusionRetriever
            from llama_index.retrievers.bm25 import BM25Retriever

            both = [
                index.as_retriever(similarity_top_k=DEPTH),
                BM25Retriever.from_persist_dir(str(folder / "bm25")),
            ]
            self.retriever = QueryFusionRetriever(
                both, llm=MockLLM(), mode="reciprocal_rerank", similarity_top_k=DEPTH, num_queries=1,
                use_async=False,
            )  # fmt: skip

    def search(self, question: str) -> list[Result]:
        nodes = [found.node for found in self.retriever.retrieve(question)]
        return [Result(node.ref_doc_id, node.text, node.start_char_idx) for node in nodes]


if __name__ == "__main__":
    main(LlamaIndex)
