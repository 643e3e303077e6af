"""A database for simulated conversations: in memory, empty again for each of them."""

import random
import string

from dialog.component import Domains
from dialog.database import Database

IN_MEMORY = "sqlite://"
_ALPHABET = string.ascii_uppercase + string.digits


class ScratchDatabase(Database):
    """The plugins' rows, and bookings that last for one conversation.

    A conversation thus finds the same whichever others came before, in whatever process.
    """

    def __init__(self, domains: Domains) -> None:
        super().__init__(IN_MEMORY, domains)
        self._chance = random.Random(0)  # noqa: S311

    def begin(self, seed: str) -> None:
        """Forget all bookings; the references of the next ones follow from the seed."""
        self.forget_bookings()
        self._chance = random.Random(seed)  # noqa: S311

    def new_reference(self) -> str:
        """Return a reference that the seed decides."""
        return "".join(self._chance.choices(_ALPHABET, k=8))
