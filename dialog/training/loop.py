"""The optimisation loop: mixed precision, several processes, averaged weights.

Runs as it is on one processor, and on several graphics processors under `accelerate launch`.
"""

import timeit
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Generic, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

T = TypeVar("T")
M = TypeVar("M", bound=nn.Module)
# gets an epoch's steps that are done, how many it has, and their mean loss so far
Step = Callable[[int, int, float], None]
WARM_UP = 0.1  # share of the steps in which the learning rate rises


_FASTER = 1.2  # how much faster bfloat16 has to be on a processor: it costs some precision


@cache
def mixed_precision() -> str:
    """Return "bf16" where it computes faster than float32, else "no".

    A processor is timed, as having instructions for it does not make it faster.
    """
    if torch.cuda.is_available():
        return "bf16" if torch.cuda.is_bf16_supported() else "no"
    if not torch.cpu.get_capabilities().get("avx512_bf16"):
        return "no"
    return "bf16" if _seconds(torch.float32) > _FASTER * _seconds(torch.bfloat16) else "no"


def _seconds(kind: torch.dtype) -> float:
    """Return how long the product of a layer takes at its best."""
    x, weight = torch.ones(512, 384, dtype=kind), torch.ones(1536, 384, dtype=kind)
    with torch.no_grad():
        return min(timeit.repeat(lambda: functional.linear(x, weight), number=3, repeat=5))


class Loop(Generic[M]):
    """Optimises a model with AdamW, a rate that rises and falls, and averaged weights.

    Args:
        model: returns its loss first when it is called with a batch.
        rates: name prefixes of parameters and the peak learning rate of each group; the first
            prefix that fits counts.
        steps: how many batches all epochs have together, at most.
        averaging: decay of the running mean of the weights, which is what is evaluated and kept
            (Polyak and Juditsky 1992); 0 keeps the last weights.
        clip: the largest norm of a gradient.
    """

    def __init__(
        self,
        model: M,
        rates: Mapping[str, float],
        steps: int,
        *,
        averaging: float = 0.0,
        clip: float = 1.0,
    ) -> None:
        from accelerate import Accelerator

        self.accelerator = Accelerator(mixed_precision=mixed_precision())
        self.averaging = averaging
        self.clip = clip
        trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
        groups: dict[str, list[nn.Parameter]] = {prefix: [] for prefix in rates}
        for name, parameter in trained.items():
            groups[next(prefix for prefix in rates if name.startswith(prefix))].append(parameter)
        optimizer = torch.optim.AdamW(
            [{"params": groups[p], "lr": rate} for p, rate in rates.items() if groups[p]],
            fused=True,  # one pass over the weights instead of several
        )
        self.model, self._optimizer = self.accelerator.prepare(model, optimizer)
        own = max(1, steps // self.accelerator.num_processes)
        self._scheduler = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer.optimizer, lambda step: _rate(step / own)
        )
        self._trained = [p for p in self.model.parameters() if p.requires_grad]
        self._mean = [p.detach().clone() for p in self._trained]
        self._steps = 0

    @property
    def device(self) -> torch.device:
        """Where the model is."""
        device: torch.device = self.accelerator.device
        return device

    @property
    def main(self) -> bool:
        """Whether this process is the one that evaluates, reports and writes."""
        return bool(self.accelerator.is_main_process)

    def wait(self) -> None:
        """Wait until all processes have come here."""
        self.accelerator.wait_for_everyone()

    def epoch(
        self,
        batches: Sequence[T],
        collate: Callable[[T], Any],
        step: Step = lambda done, of, loss: None,
    ) -> float:
        """Train on each batch once; returns the mean loss of the batches.

        Of several processes each takes its share.
        """
        world, own = self.accelerator.num_processes, self.accelerator.process_index
        share = batches[own : len(batches) // world * world : world]
        self.model.train()
        total = 0.0
        for nth, part in enumerate(share, 1):
            loss: Tensor = self.model(collate(part))[0]
            self._optimizer.zero_grad()
            self.accelerator.backward(loss)
            self.accelerator.clip_grad_norm_(self._trained, self.clip)
            self._optimizer.step()
            self._scheduler.step()
            self._average()
            total += loss.item()
            step(nth, len(share), total / nth)
        return total / max(1, len(share))

    def _average(self) -> None:
        self._steps += 1
        # early on the mean must not hang on to the first weights
        decay = min(self.averaging, self._steps / (self._steps + 10)) if self.averaging else 0.0
        with torch.no_grad():
            for mean, parameter in zip(self._mean, self._trained, strict=True):
                mean.lerp_(parameter, 1 - decay)

    @contextmanager
    def averaged(self) -> Iterator[M]:
        """Give the model with the mean of its weights, in evaluation mode."""
        last = [p.detach().clone() for p in self._trained]
        self._put(self._mean)
        model: M = self.accelerator.unwrap_model(self.model)
        model.eval()
        try:
            yield model
        finally:
            self._put(last)

    def _put(self, weights: Sequence[Tensor]) -> None:
        with torch.no_grad():
            for parameter, weight in zip(self._trained, weights, strict=True):
                parameter.copy_(weight)

    def state(self) -> dict[str, Any]:
        """Return all that `restore` needs to go on as if nothing had been between."""
        return {
            "weights": [p.detach() for p in self._trained],
            "mean": self._mean,
            "steps": self._steps,
            "optimizer": self._optimizer.optimizer.state_dict(),
            "scheduler": {"last_epoch": self._scheduler.last_epoch},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put back what `state` returned."""
        self._put(state["weights"])
        self._mean = [m.to(self.device) for m in state["mean"]]
        self._steps = state["steps"]
        self._optimizer.optimizer.load_state_dict(state["optimizer"])
        self._scheduler.last_epoch = state["scheduler"]["last_epoch"]


def _rate(done: float) -> float:
    """Return the share of the peak learning rate: up in a straight line, then down to nothing."""
    return done / WARM_UP if done < WARM_UP else max(0.0, (1 - done) / (1 - WARM_UP))
