"""Write the examples of the HTTP API's description: real output over the bundled article, cut short."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from index import Index
from qa import ask, bundled, overview
from qa.wire import Documents, Hits, in_json, listed, text_part

FILE = Path(__file__).parents[2] / "qa" / "server" / "examples.json"
QUESTION = "How large is Microsoft's stake in OpenAI?"
QUERY = "How much Azure does OpenAI buy?"
EVIDENCE = (
    "In a landmark restructuring of one of tech’s most influential alliances, Microsoft Corp. has secured a "
    "27% stake in OpenAI, valued at approximately $135 billion, as part of a newly finalized agreement."
)


def examples() -> dict[str, Any]:
    index = Index.build([bundled.article()])
    name = next(iter(index.documents))
    document = index.documents[name]
    answer = ask(QUESTION, index, reader="small").to_dict()  # which is there in any installation
    return {
        "ask": {"question": QUESTION},
        "answer": answer | {"nearest": answer["nearest"][:1]},
        "search": {"query": QUERY, "k": 1},
        "hits": in_json(Hits(index.search(QUERY, k=1))),
        "documents": in_json(Documents(1, 0, [listed(document)])),
        "overview": in_json(overview(index, name)),
        "text": in_json(text_part(document, 0, 80)),
        "evaluate": {
            "questions": [
                {"id": "stake", "question": QUESTION, "answers": ["27%"], "evidence": [EVIDENCE]},
                {"id": "france", "question": "What is the capital of France?", "answerable": False},
            ]
        },
        "problem": {
            "type": "urn:cited-qa:problem:unknown-document",
            "title": "Unknown document",
            "status": 404,
            "detail": "nothing.txt: the index holds no such document; see GET /v1/documents.",
        },
    }


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    FILE.write_text(json.dumps(examples(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
