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
        taken = _taken(place, service, name)
        slots = [
            _slot(place, item, name, taken) for item in place.of(list, service.get("slots"), name)
        ]
        domains[name] = DomainSchema(
            name=name,
            description=place.of(str, service.get("description"), f"{name}.description"),
            entity=name.partition("_")[0].lower(),
            slots={slot.name: slot for slot in slots},
        )
    return domains


def needed_slots(part: Part) -> set[tuple[str, str]]:
    """Return the (service, slot) of a `schema.json` that an intent that changes something requires.

    Raises:
        CorpusError: for a file that is missing or malformed.
    """
    place = Place(str(part))
    return {
        (service["service_name"], slot)
        for service in part.read()
        for intent in place.of(list, service.get("intents"), "intents")
        if intent.get("is_transactional")
        for slot in place.of(list, intent.get("required_slots"), "required_slots")
    }


def _taken(place: Place, service: Any, name: str) -> set[str]:
    """Return the slots that the intents of a service take; states fill no other."""
    found: set[str] = set()
    for item in place.of(list, service.get("intents"), f"{name}.intents"):
        intent = place.of(dict, item, f"{name}.intents")
        found.update(map(str, place.of(list, intent.get("required_slots"), "required_slots")))
        found.update(place.of(dict, intent.get("optional_slots"), "optional_slots"))
    return found


def _slot(place: Place, raw: Any, service: str, taken: set[str]) -> Slot:
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
        informable=name in taken,
        requestable=True,
    )
