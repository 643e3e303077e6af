"""A loaded domain plugin, found through the entry-point group `dialog.domains`."""

from dataclasses import dataclass, field
from pathlib import Path

from dialog.schema import DomainSchema


@dataclass(frozen=True)
class Domain:
    """A domain plugin: its schema and the texts and code that come with it."""

    schema: DomainSchema
    path: Path  # the plugin's folder
    phrases: dict[str, list[str]] = field(default_factory=dict)  # act notation -> templates
    responses: dict[str, list[str]] = field(default_factory=dict)  # act pattern -> templates
    package: str = ""  # importable package that holds actions.py, "" for a plain folder

    @property
    def name(self) -> str:
        """The domain's name."""
        return self.schema.name
