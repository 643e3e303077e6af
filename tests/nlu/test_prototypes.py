"""A head that begins at the mean of each task's sentences."""

import pytest

from dialog.acts import DialogueAct, parse_acts
from dialog.domain import load_domains
from dialog.nlu.examples import Example
from dialog.nlu.labels import LabelSet
from dialog.runtime.encoder import TextEncoder, default_encoder_path
from dialog.values import readers

torch = pytest.importorskip("torch", reason="needs the extra 'train'")
joint = pytest.importorskip("dialog.nlu.joint")
adapter = pytest.importorskip("dialog.training.adapter")
prototypes = pytest.importorskip("dialog.nlu.prototypes")

FLIGHT, FARE, BYE = parse_acts("atis.inform(task=flight); atis.inform(task=airfare); bye()")


def said(text: str, *acts: DialogueAct) -> Example:
    return Example(text, acts, ("atis",), history=0)


TRAIN = [
    said("show me all flights to boston", FLIGHT),
    said("which planes leave for denver tonight", FLIGHT),
    said("how much is a ticket to dallas", FARE),
    said("what does it cost to fly first class", FARE),
    said("see you", BYE),
]
LABELS = LabelSet.of(example.acts for example in TRAIN)


@pytest.mark.parametrize("kind", ["lora", "full"])
def test_new_sentences_are_nearest_to_their_task_before_any_training(kind: str) -> None:
    torch.manual_seed(0)
    encoder, hidden = adapter.Adapter(kind).load(default_encoder_path())
    model = joint.JointBert(encoder, hidden, LABELS, 0.1, "mean")
    domains = load_domains(["atis"])
    value_readers = readers(domains)
    batcher = joint.Batcher(
        TextEncoder(default_encoder_path()), LABELS, torch.device("cpu"), value_readers
    )
    bye = model.sentence.weight[LABELS.sentence.index("bye()")].clone()
    prototypes.begin_at_prototypes(model, batcher, LABELS, TRAIN)
    new = [
        said("is there a flight from oakland to atlanta", FLIGHT),
        said("the price of a return ticket please", FARE),
        said("my dog likes to swim", BYE),
    ]
    model.eval()
    with torch.no_grad():
        _, logits, _ = model(batcher(new))
    flight, fare = (LABELS.sentence.index(f"atis.inform(task={t})") for t in ("flight", "airfare"))
    assert logits[0, flight] > logits[0, fare]
    assert logits[1, fare] > logits[1, flight]
    assert max(logits[2, flight], logits[2, fare]) < min(logits[0, flight], logits[1, fare])
    assert torch.equal(model.sentence.weight[LABELS.sentence.index("bye()")], bye)
