"""Training epoch by epoch."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from dialog.training.checkpoint import Checkpoint  # noqa: E402
from dialog.training.epochs import Measured, train_by_epochs  # noqa: E402
from dialog.training.loop import Loop  # noqa: E402


@pytest.mark.parametrize(
    ("scores", "learnt", "kept"),
    [
        ([0.1, 0.2, 0.3], [0, 1, 2], [1, 2, 3]),  # to the end
        ([0.2, 0.1, 0.2, 0.9], [0, 1, 2], [1]),  # two in a row were no better
        ([0.2, 0.1, 0.3, 0.1], [0, 1, 2, 3], [1, 3]),
    ],
)
def test_the_best_epoch_is_kept(
    scores: list[float], learnt: list[int], kept: list[int], tmp_path: Path
) -> None:
    done: list[int] = []
    written: list[int] = []
    said: list[str] = []

    def learn(epoch: int) -> float:
        done.append(epoch)
        return 1.0

    def measure(_: torch.nn.Module) -> Measured:
        score = scores[len(done) - 1]
        return Measured(score, {"f": score}, f"f {score}", lambda h: written.append(len(h)))

    history = train_by_epochs(
        Loop(torch.nn.Linear(1, 1), {"": 0.1}, 4),
        Checkpoint(tmp_path / "state", {}),
        learn,
        measure,
        epochs=len(scores),
        patience=2,
        seed=0,
        report=said.append,
    )
    assert (done, written) == (learnt, kept)
    assert [each["f"] for each in history] == scores[: len(learnt)]
    assert said[0] == f"epoch 1/{len(scores)}: loss 1.000, validation f {scores[0]}"
    assert not (tmp_path / "state").exists()
