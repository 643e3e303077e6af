"""A small corpus of inns, and a tiny language model of random weights that can spell it."""

from pathlib import Path

import pytest

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About, write_folder

PLACE = "There is a nice inn in the north."
DAY = "Which day would you like to stay?"
STARS = "It has 4 stars."
WRONG = "Goodbye, and mind the 42 steps!"  # a figure that nobody annotated


def _act(text: str, slot: str, value: str) -> tuple[DialogueAct, ...]:
    start = text.index(value)
    span = (start, start + len(value))
    return (DialogueAct(ActType.INFORM, "inn", slot, value, span=span),)


def _turns(split: str) -> tuple[CorpusTurn, ...]:
    turns = [
        CorpusTurn("user", "An inn, please."),
        CorpusTurn("system", PLACE, acts=_act(PLACE, "area", "north")),
        CorpusTurn("user", "I see."),
        CorpusTurn("system", DAY, acts=(DialogueAct(ActType.REQUEST, "inn", "day"),)),
        CorpusTurn("user", "Friday. Is it nice?"),
        CorpusTurn("system", STARS, acts=_act(STARS, "stars", "4")),
        CorpusTurn("user", "Bye."),
        CorpusTurn("system", WRONG, acts=(DialogueAct(ActType.BYE),)),
    ]
    return tuple(turns if split == "train" else turns[:-2])


@pytest.fixture(scope="session")
def inns(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a corpus of 20 dialogues that are alike, of three or four system turns."""
    folder = tmp_path_factory.mktemp("corpora") / "inns"
    splits = {f"d{nth}": "validation" if nth % 5 == 4 else "train" for nth in range(20)}
    write_folder(
        folder,
        About(description="Inns."),
        [Dialogue(name, split, ("inn",), {}, _turns(split)) for name, split in splits.items()],
    )
    return str(folder)


@pytest.fixture(scope="session")
def random_model(inns: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model of two layers and random weights, without a chat template."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    from dialog.nlg.tuning.lessons import taught

    lessons = taught([inns], lambda _: None).examples
    texts = [text for each in lessons for text in (*map(_content, each.messages), each.answer)]
    learnt = ByteLevelBPETokenizer()
    learnt.train_from_iterator(texts, 900, special_tokens=["<s>", "</s>"], show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=learnt._tokenizer, bos_token="<s>", eos_token="</s>"
    )
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=64, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, bos_token_id=0, eos_token_id=1,
        initializer_range=0.2,  # so that context tells from the first step on
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("random-model")
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _content(message) -> str:
    return str(message.content)


@pytest.fixture(scope="session")
def tuned(inns: str, random_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of that model once it has learnt the corpus, all its weights."""
    from dialog.nlg.tuning.answers import Answers
    from dialog.nlg.tuning.arguments import TuningArguments
    from dialog.nlg.tuning.lessons import taught
    from dialog.nlg.tuning.training import Trainer

    args = TuningArguments(
        str(random_model), "none", epochs=5, patience=5, batch_size=4, learning_rate=0.01
    )
    folder = tmp_path_factory.mktemp("models") / "tuned"
    Trainer(Answers(taught([inns], lambda _: None), args), args, print).train(folder)
    return folder
