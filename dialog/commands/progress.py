"""How far a training has come, shown while it runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress() -> Iterator[tuple[Callable[[str], None], Callable[[int, int, float], None]]]:
    """Give a function that prints a line, and one that moves a bar with the loss below the lines.

    The bar shows on a terminal only.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(highlight=False, markup=False, soft_wrap=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("training", total=None)
        yield (
            console.print,
            lambda done, of, loss: bar.update(
                task, completed=done, total=of, description=f"loss {loss:.3f}"
            ),
        )
