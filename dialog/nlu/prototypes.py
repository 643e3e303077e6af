"""A head that begins where the sentences of each task lie, not by chance.

The first rows are the mean vectors of a few sentences each (prototypes; Snell et al. 2017). A head
that begins by chance distorts a pretrained encoder while it is learnt itself, and most of all what
the encoder knows of sentences unlike those of training (Kumar et al. 2022).
"""

from collections.abc import Sequence

import torch
from torch.nn import functional

from dialog.nlu.examples import Example
from dialog.nlu.joint import Batcher, JointBert
from dialog.nlu.labels import TASK, LabelSet, sentence_label

ENOUGH = 50  # sentences of a task
_SCALE = 16.0  # of a cosine, as a logit
_MIDDLE = 0.7  # the cosine from which on a task is likelier than not
_BATCH = 64


@torch.no_grad()
def begin_at_prototypes(
    model: JointBert, batcher: Batcher, labels: LabelSet, examples: Sequence[Example]
) -> None:
    """Set the rows of the tasks in the head for labels by their sentences; others stay.

    Args:
        model: one that reads labels from the mean of a sentence's tokens.
        batcher: puts sentences where the model is.
        labels: what the model can say.
        examples: the training sentences.
    """
    found: dict[str, list[Example]] = {}
    for example in examples:
        for act in example.acts:
            label = sentence_label(act)
            if act.slot == TASK and label in labels.sentence:
                found.setdefault(label, []).append(example)
    if not found:
        return
    model.eval()
    chosen = {
        label: sentences[:: -(-len(sentences) // ENOUGH)] for label, sentences in found.items()
    }
    flat = [(label, example) for label, part in chosen.items() for example in part]
    flat.sort(key=lambda pair: len(pair[1].text))
    parts = [flat[at : at + _BATCH] for at in range(0, len(flat), _BATCH)]
    vectors = torch.cat([model.pooled(batcher([e for _, e in part])) for part in parts])
    length = vectors.norm(dim=1).mean()
    for label in found:
        own = torch.tensor([label == other for other, _ in flat], device=vectors.device)
        mean = functional.normalize(vectors, dim=1)[own].mean(dim=0)
        row = labels.sentence.index(label)
        model.sentence.weight[row] = _SCALE * functional.normalize(mean, dim=0) / length
        model.sentence.bias[row] = -_SCALE * _MIDDLE
