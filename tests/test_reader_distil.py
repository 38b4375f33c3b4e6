"""Distilling: the small reader goes on learning, from a teacher whose tokens are parted otherwise."""

from __future__ import annotations

import json

import pytest
from distil_reader import app, main
from tokenizers import Tokenizer, processors
from typer.testing import CliRunner

from index.models import packaged_model
from qa.reader.weights import ADAPTER

ISLE = (
    "The isle of Orrin lies north of Tarvel. It was settled in 1412 by Berta Quill, who came from Stavemoor.",
    "A ferry to the isle sails from Port Lumen at noon. The isle has one school.",
)
ASKED = {
    "Who settled the isle of Orrin?": (0, "Berta Quill"),
    "Where does the ferry depart?": (1, "Port Lumen"),
}


def bert():
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(40, strategy="only_second")
    return tokenizer


def mpnet():
    """The same words, parted as MPNet does: by two tokens."""
    tokenizer = bert()
    special = [(word, tokenizer.token_to_id(word)) for word in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] [SEP] $B:1 [SEP]:1", special_tokens=special
    )
    tokenizer.enable_truncation(41, strategy="only_second")
    return tokenizer


@pytest.fixture(scope="module")
def larger(tmp_path_factory):
    """A tiny MPNet's folder, and an adapter for it."""
    import torch
    from safetensors.torch import save_file
    from training.distilling import LARGER_RANK
    from training.model import adapt, save_adapter, span_model
    from transformers import MPNetConfig, MPNetForQuestionAnswering, MPNetModel

    folder = tmp_path_factory.mktemp("larger")
    mpnet().save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    config = MPNetConfig(
        vocab_size=30522, hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=200,
    )  # fmt: skip
    config.save_pretrained(folder)
    save_file(MPNetModel(config).state_dict(), folder / "model.safetensors")
    save_adapter(adapt(span_model(folder, MPNetForQuestionAnswering), LARGER_RANK), folder / "adapter")
    return folder


@pytest.fixture
def options(tmp_path, monkeypatch):
    from training import distilling

    for name, value in {"WINDOWS": 2, "PARAGRAPHS": 1, "BATCH_TOKENS": 200}.items():
        monkeypatch.setattr(distilling, name, value)
    paragraphs = [{"context": text, "qas": []} for text in ISLE]
    for question, (place, answer) in ASKED.items():
        found = {"text": answer, "answer_start": ISLE[place].index(answer)}
        paragraphs[place]["qas"].append({"question": question, "answers": [found]})
    squad, titles, stories = (tmp_path / name for name in ("squad.json", "titles.txt", "stories.json"))
    squad.write_text(json.dumps({"data": [{"title": "Orrin", "paragraphs": paragraphs}]}))
    titles.write_text("Elsewhere\n")
    stories.write_text("[]")
    files = {"--squad": squad, "--unanswerable": squad, "--titles": titles, "--stories": stories}
    return [str(part) for pair in files.items() for part in pair]


def test_shares_keep_their_words_when_they_are_carried_to_other_tokens():
    import torch
    from training.batches import batch_of
    from training.data import Example
    from training.distilling import carried
    from training.loop import NEVER

    long = "Ducks swim. " * 30
    examples = [
        Example("Who swims where?", "Ducks swim.", 0, 5, "positive"),
        Example("Who?", long, 0, 0, "hard"),
    ]
    theirs, ours = batch_of(examples, mpnet()), batch_of(examples, bert())
    logits = torch.randn(2, *theirs.input_ids.shape).masked_fill(~theirs.allowed, NEVER)
    shares = torch.log_softmax(logits, dim=-1)

    there = carried(shares, theirs, ours)

    assert torch.allclose(there.exp().sum(-1), torch.ones(2, 2))
    for row in range(len(examples)):
        assert torch.equal(theirs.input_ids[row][theirs.allowed[row]], ours.input_ids[row][ours.allowed[row]])
        assert torch.allclose(there[:, row, ours.allowed[row]], shares[:, row, theirs.allowed[row]])


def test_the_program_goes_on_training_and_does_so_alike(larger, options, tmp_path):
    from safetensors.torch import load_file

    written = []
    for name in ("one", "two"):
        out = tmp_path / name
        chosen = ["--teacher", str(larger / "adapter"), "--examples", "4", "--seed", "3"]
        done = CliRunner().invoke(app, [str(larger), str(out), *options, *chosen])
        assert done.exit_code == 0, done.output
        written.append(out.read_bytes())
    before, after = load_file(ADAPTER), load_file(tmp_path / "one")

    assert written[0] == written[1]
    assert {name: tensor.shape for name, tensor in before.items()} == {
        name: tensor.shape for name, tensor in after.items()
    }
    assert any(not before[name].equal(after[name]) for name in before)


def test_an_adapter_of_another_network_is_refused_in_one_sentence(
    larger, options, tmp_path, monkeypatch, capsys
):
    wrong = ["--teacher", str(ADAPTER)]
    monkeypatch.setattr(
        "sys.argv", ["distil_reader.py", str(larger), str(tmp_path / "out"), *options, *wrong]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err.strip()

    assert ended.value.code == 1
    assert said.count("\n") == 0
    assert str(ADAPTER) in said
