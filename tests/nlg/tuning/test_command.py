"""Language models tuned as users type it."""

import json

import pytest
from click.testing import CliRunner

from dialog.acts import ActType, DialogueAct
from dialog.commands.corpora import corpora
from dialog.commands.evaluate import evaluate
from dialog.commands.train import train
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About, write_folder
from dialog.errors import ConfigError, DialogError
from dialog.nlg.tuning.lessons import taught
from dialog.nlg.tuning.preferences import Preference, write_preferences


def _run(command, *options: str) -> str:
    made = CliRunner().invoke(command, [str(each) for each in options], catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


def test_from_a_corpus_to_an_adapter_to_preferences(inns, tuned, tmp_path) -> None:
    adapter, liked, preferring = tmp_path / "adapter", tmp_path / "liked.jsonl", tmp_path / "dpo"
    options = ["--dialogues", "2", "--epochs", "1", "--seed", "3"]
    printed = _run(train, "nlg", "--corpus", inns, "--base", tuned, *options, "--output", adapter)
    assert "before: validation loss " in printed
    assert "epoch 1/1: loss " in printed
    assert f"Saved {adapter}: validation loss " in printed
    card = (adapter / "README.md").read_text()
    assert f"`dialog train nlg --corpus {inns} --base {tuned} --dialogues 2 --epochs 1" in card
    assert "an adapter (lora) of it" in card
    assert '"slot_error_rate"' in card
    assert (adapter / "adapter_config.json").is_file()

    told = ["--nlg", "llm", "--llm", adapter, "--limit", "1", "--json"]
    figures = json.loads(_run(evaluate, "nlg", "--corpus", inns, *told))
    assert figures["fallback_rate"] == figures["slot_error_rate"] == 0
    assert figures["bleu"] > 90

    asked = ["--llm", adapter, "--limit", "1", "--temperature", "1.3", "--samples", "6"]
    printed = _run(corpora, "preferences", inns, *asked, "--output", liked)
    lines = [json.loads(line) for line in liked.read_text().splitlines()]
    assert f"Wrote {len(lines)} preferences to {liked}: of " in printed
    assert all(line["chosen"] != line["rejected"] for line in lines)

    _run(train, "nlg", "--base", adapter, "--dpo", liked, "--epochs", "1", "--output", preferring)
    assert f"--dpo {liked}" in (preferring / "README.md").read_text()

    with pytest.raises(ConfigError, match="--output is the folder of the base's own base"):
        _run(train, "nlg", "--base", adapter, "--dpo", liked, "--output", tuned)


def test_from_preferences_to_a_reward_model_to_what_learns_from_it(inns, tuned, tmp_path) -> None:
    liked, judge, better = tmp_path / "liked.jsonl", tmp_path / "judge", tmp_path / "better"
    asked = taught([inns], lambda _: None).validation[:3]
    write_preferences(liked, [Preference(e.messages, e.turn.text, "I see.") for e in asked])
    printed = _run(train, "nlg", "--base", tuned, "--reward", liked, "--epochs", "1",
                   "--output", judge)  # fmt: skip
    assert f"Saved {judge}: validation loss " in printed
    assert f"It scores by --corpus NAME --base MODEL --ppo {judge}" in printed
    assert f"--reward {liked}" in (judge / "README.md").read_text()

    few = ["--dialogues", "1", "--epochs", "1", "--batch-size", "4", "--beta", "0.2"]
    learn = ["--corpus", inns, "--base", tuned, "--ppo", judge]
    printed = _run(train, "nlg", *learn, *few, "--output", better)
    assert "before: validation reward +0.000, KL 0.00 nats, slot errors 0.00 %" in printed
    assert f"Saved {better}: reward 0.000 before, " in printed
    assert f"It speaks by --nlg llm --llm {better}" in printed
    card = (better / "README.md").read_text()
    assert f"--ppo {judge}" in card
    assert "--beta 0.2" in card
    assert '"reward_model_sha256": "' in card

    for option, model, fault in (
        ("--ppo", tuned, "is no reward model"),
        ("--base", judge, "is a reward model, which scores answers and makes none"),
    ):
        with pytest.raises(ConfigError, match=fault):
            _run(train, "nlg", *learn, option, model, "--output", tmp_path / "x")
    with pytest.raises(ConfigError, match="--output is the folder of the reward model"):
        _run(train, "nlg", *learn, *few, "--output", judge)


def test_users_alone_teach_no_words_and_nothing_is_written(tuned, tmp_path) -> None:
    asks = CorpusTurn("user", "An inn?", acts=(DialogueAct(ActType.REQUEST, "inn", "name"),))
    write_folder(
        tmp_path / "asked",
        About(description="Asks."),
        [Dialogue("d", "train", ("inn",), {}, (asks,))],
    )
    export = ["export", tmp_path / "asked", "--format", "chat", "--split", "train"]
    prefer = ["preferences", tmp_path / "asked", "--llm", tuned]
    for command, fault in (
        (export, "asked has no system turn there that a model could learn from"),
        (prefer, "There is no system turn with acts in the split 'train'"),
    ):
        with pytest.raises(DialogError, match=fault):
            _run(corpora, *command, "--output", tmp_path / "made.jsonl")
    assert not (tmp_path / "made.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ((), "There is nothing to learn from; give --corpus"),
        (
            ("--corpus", "x", "--peft", "lora"),
            "--peft is for a language model to tune; give --base",
        ),
        (("--corpus", "x", "--peft-size", "4"), "--peft-size is for a language model"),
        (("--dpo", "x"), "--dpo is for a language model"),
        (("--beta", "0.2"), "--beta is for a language model"),
        (("--reward", "x"), "--reward is for a language model"),
        (("--ppo", "x"), "--ppo is for a language model"),
        (("--base", "x"), "give --corpus, or preferences by --dpo or --reward"),
        (("--base", "x", "--ppo", "y"), "--ppo learns on a corpus's turns; give --corpus"),
        (("--base", "x", "--ppo", "y", "--dpo", "z"), "--dpo and --ppo are two trainings"),
        (("--base", "x", "--reward", "y", "--corpus", "z"), "--reward learns preferences alone"),
        (("--base", "x", "--reward", "y", "--beta", "1"), "--beta goes with --dpo or --ppo"),
        (("--base", "x", "--start", "y", "--corpus", "z"), "--start is for small models"),
        (("--base", "x", "--corpus", "y", "--beta", "0.2"), "--beta goes with --dpo or --ppo"),
        (("--base", "x", "--dpo", "y", "--corpus", "z"), "leave --corpus and --dialogues out"),
        (("--base", "x", "--dpo", "y", "--dialogues", "3"), "leave --corpus and --dialogues out"),
        (("--base", "x", "--corpus", "y", "--peft", "lor"), "peft is 'lor'; it should be one of"),
        (("--base", "x", "--corpus", "y", "--peft-size", "0"), "peft_size is 0"),
        (("--base", "x", "--corpus", "y", "--batch-size", "0"), "batch_size is 0"),
        (("--base", "x", "--corpus", "y", "--learning-rate", "2"), "learning_rate is 2.0"),
        (("--base", "x", "--dpo", "y", "--beta", "0"), "beta is 0.0; it should be above 0"),
        (("--base", "x", "--corpus", "y", "--peft", "none", "--peft-size", "2"), "has no size"),
        (("--base", "x", "--dpo", "not-there.jsonl"), "cannot be read"),
    ],
)
def test_options_that_do_not_go_together(options, fault) -> None:
    with pytest.raises(ConfigError, match=fault):
        _run(train, "nlg", *options)


def test_a_folder_that_holds_something_else_stays_as_it_is(tmp_path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    for base, fault in ((tmp_path, "is the folder of the base"), ("x", "holds something else")):
        with pytest.raises(ConfigError, match=fault):
            _run(train, "nlg", "--base", base, "--corpus", "y", "--output", tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "Dear"
