"""Training the larger reader: its windows, its state, and the base it stands on."""

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
    """Chunks of a dozen examples, saved at every third step; one thread is enough for so little."""
    import torch
    from training import lasting

    threads = torch.get_num_threads()
    torch.set_num_threads(1)

    for name, value in {"CHUNK": 12, "BATCH_TOKENS": 160, "SAVE_STEPS": 3, "WARM_UP_STEPS": 2}.items():
        monkeypatch.setattr(lasting, name, value)
    yield lasting.Training
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


class Stopped(Exception):
    """Stands for a process that is ended between two steps."""


@pytest.mark.parametrize("anneal", [0, 40])
def test_a_stopped_training_ends_as_one_that_never_stopped(base, windows, small, tmp_path, anneal):
    import torch

    whole = small(base, tmp_path / "whole")
    whole.run(windows, 40, anneal)

    stopped = small(base, tmp_path / "parts")
    takes = stopped._step

    def step_or_stop(batch, anneal):
        if stopped.progress.step == 5:
            raise Stopped
        return takes(batch, anneal)

    stopped._step = step_or_stop
    with pytest.raises(Stopped):
        stopped.run(windows, 40, anneal)
    resumed = small(base, tmp_path / "parts")
    assert resumed.progress.step == 3
    resumed.run(windows, 40, anneal)

    assert resumed.progress == whole.progress
    assert whole.progress.step > 6
    for name, parameter in whole.free.items():
        assert torch.equal(parameter, resumed.free[name]), name
    files = [tmp_path / name / "adapter.safetensors" for name in ("whole", "parts")]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == ["adapter.safetensors", "state.pt"]


def test_training_moves_what_is_free_and_an_annealing_ends_at_no_rate(base, windows, small, tmp_path):
    import torch
    from training.lasting import rate_share

    training = small(base, tmp_path / "out")
    before = {name: one.detach().clone() for name, one in training.model.named_parameters()}
    training.run(windows, 12)
    for name, one in training.model.named_parameters():
        assert torch.equal(one, before[name]) == (name not in training.free), name
    assert rate_share(training.progress, 0) == 1
    training.run(windows, 12, anneal=24)
    assert training.progress.seen >= 36
    assert rate_share(training.progress, 24) == 0


def test_a_training_begins_from_an_adapter(base, windows, small, tmp_path):
    import torch

    first = small(base, tmp_path / "first")
    first.run(windows, 12)
    start = tmp_path / "first" / "adapter.safetensors"
    second = small(base, tmp_path / "second", start)
    assert second.progress.seen == 0
    for name, one in first.free.items():
        assert torch.equal(second.free[name], one.half().float())


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
def test_the_program_trains_and_goes_on(base, options, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    code, said = run_program(monkeypatch, capsys, base, out, *options, "--examples", 12)
    assert (code, said.out) == (0, f"{out / 'adapter.safetensors'}\n")
    before = (out / "adapter.safetensors").read_bytes()
    assert run_program(monkeypatch, capsys, base, out, *options, "--examples", 12)[0] == 0
    assert (out / "adapter.safetensors").read_bytes() == before
    assert run_program(monkeypatch, capsys, base, out, *options, "--anneal", 12)[0] == 0
    assert (out / "adapter.safetensors").read_bytes() != before


def test_what_cannot_be_used_ends_the_program_with_one_sentence(base, options, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "state.pt").write_bytes(b"no state")
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(b"no adapter")
    for arguments, named in [
        ((base, out), "state.pt"),
        ((base, tmp_path / "new", "--start", bad), "bad.safetensors"),
        ((tmp_path / "nowhere", tmp_path / "new"), "nowhere"),
    ]:
        code, said = run_program(monkeypatch, capsys, *arguments, *options)
        assert code == 1
        assert said.err.count("\n") == 1
        assert named in said.err
