"""LangChain: recursive splitter and FAISS as its tutorials have them; hybrid: BM25 joined in an ensemble."""

from __future__ import annotations

import re
from pathlib import Path

from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from runner import Result, main


class LangChain:
    """`default`: similarity search, k=4; `hybrid`: EnsembleRetriever of BM25 and FAISS, equal weights."""

    def __init__(self, setting: str, model: str, reader: str) -> None:
        self.setting = setting
        self.embeddings = HuggingFaceEmbeddings(model_name=model)

    def prepare(self) -> None:
        self.embeddings.embed_query("warm")

    def build(self, texts: dict[str, str], folder: Path) -> None:
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        documents = [Document(page_content=text, metadata={"source": name}) for name, text in texts.items()]
        FAISS.from_documents(splitter.split_documents(documents), self.embeddings).save_local(str(folder))

    def open(self, folder: Path) -> None:
        store = FAISS.load_local(str(folder), self.embeddings, allow_dangerous_deserialization=True)
        self.retriever = store.as_retriever(search_kwargs={"k": 4})
        if self.setting == "hybrid":
            from langchain_classic.retrievers import EnsembleRetriever
            from langchain_community.retrievers import BM25Retriever

            # BM25Retriever has no form on disk: it is made of the stored chunks, as its page shows.
            chunks = [store.docstore.search(key) for key in store.index_to_docstore_id.values()]
            bm25 = BM25Retriever.from_documents(chunks, preprocess_func=words, k=4)
            self.retriever = EnsembleRetriever(retrievers=[bm25, self.retriever], weights=[0.5, 0.5])

    def search(self, question: str) -> list[Result]:
        return [
            Result(one.metadata["source"], one.page_content, one.metadata["start_index"])
            for one in self.retriever.invoke(question)
        ]


def words(text: str) -> list[str]:
    """Lower-cased words; the default splits at spaces alone, which is worse."""
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    main(LangChain)
