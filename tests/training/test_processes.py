"""Several processes train together, here two on the processor."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("accelerate")

SCRIPT = """
import json, os, sys, torch
from torch import nn
from dialog.training.loop import Loop

class Line(nn.Module):
    def __init__(self):
        super().__init__()
        self.slope = nn.Parameter(torch.zeros(()))

    def forward(self, batch):
        return (((self.slope * batch[:, 0] - batch[:, 1]) ** 2).mean(),)

loop = Loop(Line(), {"": 0.05}, 40)
seen = []
collate = lambda part: seen.append(part) or torch.tensor(part)
for _ in range(5):
    loop.epoch([[(1.0 * at, 3.0 * at)] for at in range(1, 6)], collate)
loop.wait()
with loop.averaged() as model:
    data = {"main": loop.main, "seen": len(seen), "slope": model.slope.item()}
with open(f"{sys.argv[1]}/{os.environ['RANK']}.json", "w") as file:
    json.dump(data, file)
"""


def test_each_takes_its_share_and_all_end_with_the_same_weights(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    run = subprocess.run(
        [
            sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2",
            str(tmp_path / "train.py"), str(tmp_path),
        ],
        env=os.environ | {"ACCELERATE_USE_CPU": "true", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    first, second = (json.loads((tmp_path / f"{rank}.json").read_text()) for rank in (0, 1))
    assert (first["main"], second["main"]) == (True, False)
    assert first["seen"] == second["seen"] == 10  # of five batches each has two an epoch
    assert first["slope"] == pytest.approx(second["slope"])
    assert first["slope"] != 0
