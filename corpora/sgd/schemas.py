"""The services of a `schema.json` as the framework's domains."""

from typing import Any

from corpora.sgd.files import Part
from dialog.corpus.files import Place
from dialog.schema import DomainSchema, Slot, SlotType


def read_descriptions(part: Part) -> dict[str, DomainSchema]:
    """Return the services of a `schema.json` by name, with what it says of their slots.

    Raises:
        CorpusError: for a file that is missing or malformed.
    """
    place = Place(str(part))
    domains: dict[str, DomainSchema] = {}
    for number, raw in enumerate(part.read()):
        service = place.of(dict, raw, f"[{number}]")
        name = place.of(str, service.get("service_name"), f"[{number}].service_name")
        slots = [_slot(place, item, name) for item in place.of(list, service.get("slots"), name)]
        domains[name] = DomainSchema(
            name=name,
            description=place.of(str, service.get("description"), f"{name}.description"),
            entity=name.partition("_")[0].lower(),
            slots={slot.name: slot for slot in slots},
        )
    return domains


def _slot(place: Place, raw: Any, service: str) -> Slot:
    slot = place.of(dict, raw, f"{service}.slots")
    name = place.of(str, slot.get("name"), f"{service}.slots.name")
    at = f"{service}.{name}"
    values = [
        place.of(str, value, f"{at}.possible_values")
        for value in place.of(list, slot.get("possible_values", []), f"{at}.possible_values")
    ]
    closed = bool(values) and place.of(bool, slot.get("is_categorical"), f"{at}.is_categorical")
    return Slot(
        name=name,
        type=SlotType.CATEGORICAL if closed else SlotType.OPEN,
        description=place.of(str, slot.get("description"), f"{at}.description"),
        values={value: [] for value in values} if closed else {},
    )
