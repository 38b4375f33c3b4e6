"""Training the larger reader: its windows, how it learns from them, and the base it stands on."""

import json
import sys
from collections import Counter

import numpy as np
import pytest
from train_large_reader import main
from training.squad import Article, Question
from training.stories import read_stories
from training.swaps import holds, turned
from training.windows import Windows, overlap

from qa.evaluation import QuestionSetError

ISLES = (
    "The isle of Orrin lies north of Tarvel. It was settled in 1412 by Berta Quill, who came from "
    "Stavemoor. Its café is famous 🦊 for kelp bread.",
    "A ferry to the isle sails from Port Lumen at 07:30. In 1988 the crew of Captain Odo Marsh "
    "saved 31 sheep. The isle has one school.",
    "Most islanders fish for silver eel. Winter lasts from October until April, and few visitors come then.",
)
ANSWERS = {
    "Who settled the isle to the north of Tarvel?": "Berta Quill",
    "In what year did someone from Stavemoor, called Berta Quill, come there?": "1412",
    "What is the café of Orrin famous for?": "kelp bread",
    "Where does the ferry depart?": "Port Lumen",
    "How many sheep did the crew of Captain Odo Marsh save in 1988?": "31",
    "What do most islanders fish for?": "silver eel",
}
TALE = "Once a fox met a hen.\nShe ran home.\n\nThe fox wept in the barn. Nobody came to the barn."
BARE = {question.rstrip("?").lower(): answer for question, answer in ANSWERS.items()}


def article():
    questions = []
    for question, answer in ANSWERS.items():
        number = next(n for n, text in enumerate(ISLES) if answer in text)
        start = ISLES[number].index(answer)
        questions.append(Question(question, number, start, start + len(answer)))
    return Article("Orrin", ISLES, tuple(questions))


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    path = tmp_path_factory.mktemp("stories") / "stories.json"
    start = TALE.index("barn")
    asked = [
        {"question": "Where did the fox weep?", "span": [start, start + 4]},
        {"question": "Why did the fox weep?", "span": None},
        {"question": "What crosses a blank line?", "span": [0, start]},
    ]
    kept = {"split": "train", "title": "Fox", "text": TALE, "questions": asked}
    path.write_text(json.dumps([kept, kept | {"split": "val", "title": "Not this one"}]))
    return path


@pytest.fixture(scope="module")
def windows(stories):
    more = Article("Orrin", ISLES, (Question("Who built the ferry of Port Lumen?", 1),))
    return Windows([article()], read_stories(stories), [more])


@pytest.fixture(scope="module")
def drawn(windows):
    return windows.draw(1500, np.random.default_rng(0))


def asked_as(example):
    return example.question.rstrip("?").lower()


def test_about_half_of_the_windows_do_not_answer_and_every_kind_is_drawn(drawn):
    kinds = Counter(example.kind for example in drawn)
    assert set(kinds) == {"positive", "unanswerable", "hard", "removed", "swapped", "turned"}
    assert 0.4 < kinds["positive"] / len(drawn) < 0.65


def test_a_positive_s_span_is_the_answer_s_words_in_the_window(drawn):
    answers = BARE | {"where did the fox weep": "barn"}
    for example in drawn:
        if example.kind == "positive":
            assert example.passage[example.start : example.end] == answers[asked_as(example)]


def test_a_window_is_a_sentence_with_at_most_one_neighbour_on_each_side(drawn):
    for example in drawn:
        assert any(example.passage in text for text in (*ISLES, *TALE.split("\n\n")))
        assert example.passage.count(". ") <= 3


def test_windows_beside_the_answer_lack_it(drawn):
    for example in drawn:
        if example.kind in {"hard", "removed"} and asked_as(example) in BARE:
            assert not holds(example.passage, BARE[asked_as(example)])


def test_swapped_and_turned_questions_are_marked_unanswerable(drawn):
    changed = [example for example in drawn if example.kind in {"swapped", "turned"}]
    assert len({example.question for example in changed}) > 5
    for example in changed:
        assert (example.start, example.end) == (0, 0)
        assert asked_as(example) not in BARE


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("What share of Microsoft does OpenAI own?", "What share of OpenAI does Microsoft own?"),
        ("When did Odo Marsh and Berta Quill meet?", None),
        ("Who came from Stavemoor?", None),
    ],
)
def test_names_change_places_only_where_that_asks_something_else(question, other):
    assert turned(question) == other


def test_questions_in_other_words_are_drawn_more_often(drawn):
    whole = article()
    low = {q.text.rstrip("?").lower() for q in whole.questions if overlap(whole, q) <= 0.4}
    assert 0 < len(low) < len(BARE) / 2
    positives = Counter(asked_as(example) in low for example in drawn if example.kind == "positive")
    assert positives[True] > positives[False] / 2


def test_of_stories_the_train_part_is_read_less_questions_without_a_span_in_a_paragraph(stories):
    (story,) = read_stories(stories)
    (question,) = story.questions
    assert story.paragraphs[question.paragraph][question.start : question.end] == "barn"


@pytest.mark.parametrize("content", [b"{", b"{}", b'[{"title": "x"}]'])
def test_stories_in_another_form_are_refused(tmp_path, content):
    (tmp_path / "bad.json").write_bytes(content)
    with pytest.raises(QuestionSetError, match=r"bad\.json"):
        read_stories(tmp_path / "bad.json")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """A tiny MPNet with a word-level tokenizer of MPNet's form."""
    import torch
    from safetensors.torch import save_file
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import MPNetConfig, MPNetModel

    folder = tmp_path_factory.mktemp("base")
    splitter = pre_tokenizers.Whitespace()
    texts = " ".join([*ISLES, TALE, *ANSWERS]).lower()
    words = dict.fromkeys(
        ["<s>", "<pad>", "</s>", "<unk>", *(w for w, _ in splitter.pre_tokenize_str(texts))]
    )
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = splitter
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(5)
    config = MPNetConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=200,
    )  # fmt: skip
    config.save_pretrained(folder)
    save_file(MPNetModel(config).state_dict(), folder / "model.safetensors")
    return folder


@pytest.fixture
def small(monkeypatch):
    """Chunks of a dozen examples; one thread is enough for so little."""
    import torch
    from training import streaming

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(streaming, "CHUNK", 12)
    monkeypatch.setattr(streaming, "BATCH_TOKENS", 160)
    yield
    torch.set_num_threads(threads)


def test_low_rank_updates_change_nothing_at_the_start(base):
    import torch
    from training.model import adapt, span_model
    from transformers import MPNetForQuestionAnswering

    torch.manual_seed(0)
    model = span_model(base, MPNetForQuestionAnswering).eval()
    inputs = {"input_ids": torch.randint(4, 40, (3, 20)), "attention_mask": torch.ones(3, 20).long()}
    with torch.no_grad():
        before = model(**inputs)
        after = adapt(model, 32).eval()(**inputs)
    assert torch.equal(before.start_logits, after.start_logits)
    assert torch.equal(before.end_logits, after.end_logits)
    assert {name.rsplit(".", 1)[1] for name, one in model.named_parameters() if one.requires_grad} == {
        "a", "b", "weight", "bias",
    }  # fmt: skip
    assert sum(name.endswith(".a") for name, _ in model.named_parameters()) == 2 * 6


@pytest.mark.usefixtures("small")
def test_other_processes_draw_what_this_one_would(base, windows):
    import torch
    from training.streaming import stream

    own, others = (stream(windows, base, 3, workers) for workers in (0, 2))
    for _ in range(8):
        one, other = next(own), next(others)
        assert torch.equal(one.input_ids, other.input_ids)
        assert torch.equal(one.targets, other.targets)
        assert one.input_ids.numel() <= 160


@pytest.mark.usefixtures("small")
def test_an_adapter_moves_what_is_free_towards_its_teacher(base, windows):
    import torch
    from training.following import Course, learn
    from training.loop import log_shares
    from training.model import adapt, span_model
    from training.streaming import stream
    from transformers import MPNetForQuestionAnswering

    torch.manual_seed(0)
    teacher = span_model(base, MPNetForQuestionAnswering)
    batches = stream(windows, base, 0, 0)
    learn(teacher, None, batches, Course(400, 2e-2, 2e-2))
    taught = {name: one.detach().clone() for name, one in teacher.named_parameters()}
    model = adapt(span_model(base, MPNetForQuestionAnswering), 32).eval()
    before = {name: one.detach().clone() for name, one in model.named_parameters()}
    free = {name for name, one in model.named_parameters() if one.requires_grad}
    batch = next(batches)

    def apart():
        with torch.no_grad():
            ours, theirs = log_shares(model, batch), log_shares(teacher, batch)
        return float((theirs.exp() * (theirs - ours)).sum())

    was_apart = apart()
    learn(model, teacher, batches, Course(400, 1e-2, 1e-2))
    assert apart() < was_apart
    for name, one in model.named_parameters():
        assert torch.equal(one, before[name]) == (name not in free), name
    for name, one in teacher.named_parameters():
        assert torch.equal(one, taught[name]), name


def run_program(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["train_large_reader.py", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr()


@pytest.fixture
def options(tmp_path, stories):
    paragraphs = [{"context": text, "qas": []} for text in ISLES]
    for question in article().questions:
        answer = {"text": ANSWERS[question.text], "answer_start": question.start}
        paragraphs[question.paragraph]["qas"].append({"question": question.text, "answers": [answer]})
    squad, titles = tmp_path / "squad.json", tmp_path / "titles.txt"
    squad.write_text(json.dumps({"data": [{"title": "Orrin", "paragraphs": paragraphs}]}))
    titles.write_text("Elsewhere\n")
    return ["--squad", squad, "--unanswerable", squad, "--titles", titles, "--stories", stories]


@pytest.mark.usefixtures("small")
def test_the_program_writes_an_adapter_that_makes_a_reader(base, options, tmp_path, monkeypatch, capsys):
    import torch

    from qa.reader.weights import merged_larger_reader

    out = tmp_path / "adapter.safetensors"
    few = ["--teacher-examples", 12, "--examples", 12, "--workers", 0]
    code, said = run_program(monkeypatch, capsys, base, out, *options, *few)
    assert (code, said.out) == (0, f"{out}\n")
    ids = torch.randint(4, 40, (2, 20))
    start, end = merged_larger_reader(base, out)(ids, torch.ones_like(ids), torch.zeros_like(ids))
    assert start.shape == end.shape == (2, 20)


def test_a_base_that_is_none_ends_the_program_with_one_sentence(options, tmp_path, monkeypatch, capsys):
    arguments = tmp_path / "nowhere", tmp_path / "new", *options, "--workers", 0
    code, said = run_program(monkeypatch, capsys, *arguments)
    assert code == 1
    assert "nowhere" in said.err.splitlines()[-1]
