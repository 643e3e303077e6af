"""When the rule policy asks documents, and what it makes of their answers."""

import asyncio
from pathlib import Path

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.component import ActionResult, Decision
from dialog.documents import CONSULT, Passage
from dialog.domain import Domain
from dialog.policy.rule import RulePolicy
from dialog.schema import DomainSchema
from dialog.state import DialogueState, SlotBelief

SLOTS = {"kind": {"description": "the kind", "question": "Which kind?", "search": "required"}}
SAYS = {"text": "Dogs may come.", "source": "House, Pets", "certainty": "0.3"}


def domain(name: str, documents: bool = True) -> Domain:
    data = {"name": name, "description": name, "entity": name, "slots": SLOTS}
    passages = (Passage("House", "Pets", ("Dogs may come.",)),) if documents else ()
    schema = DomainSchema.model_validate(data)
    return Domain(schema, Path(name), passages=passages)


INN, SHOP = domain("inn"), domain("shop")


class Policy:
    """The policy over documents that say what the test wants."""

    def __init__(self, *domains: Domain, **answers: dict[str, str] | None) -> None:
        self.policy = RulePolicy({d.name: d for d in domains})
        self.answers = answers
        self.consulted: list[str] = []
        self.error = ""

    async def act(self, name: str, action: str, state: DialogueState) -> ActionResult:
        assert action == CONSULT
        self.consulted.append(name)
        if self.error:
            return ActionResult(state, error=self.error)
        return ActionResult(state.with_domain(name, answer=self.answers.get(name)))

    def decide(self, user: str, *, active: str = "", system: str = "") -> Decision:
        state = DialogueState(
            active=active,
            user_acts=tuple(parse_acts(user)),
            system_acts=tuple(parse_acts(system)),
        )
        return asyncio.run(self.policy.decide(state, self.act))


def test_a_domain_that_the_words_name_goes_before_the_one_under_discussion() -> None:
    surer = SAYS | {"text": "No dogs.", "certainty": "0.9", "named": "no"}
    decision = Policy(INN, SHOP, inn=SAYS | {"named": "yes"}, shop=surer).decide(
        "outofscope()", active="shop"
    )
    assert decision.acts[0].domain == "inn"


@pytest.mark.parametrize("user", ["outofscope()", "hello(); outofscope()", ""])
def test_what_no_domain_covers_is_answered_with_the_source(user: str) -> None:
    decision = Policy(INN, inn=SAYS).decide(user)
    assert format_acts(decision.acts) == 'inn.inform(answer=Dogs may come., source="House, Pets")'
    assert decision.state.domains == {}  # a question changes nothing
    assert "certainty 0.30" in decision.reasons[0]


@pytest.mark.parametrize(
    "user", ["inn.request(kind)", "inn.confirm(kind=old); outofscope()", "thank()", "bye()"]
)
def test_what_is_in_scope_stays_out_of_the_documents(user: str) -> None:
    policy = Policy(INN, inn=SAYS)
    policy.decide(user, active="inn")
    assert policy.consulted == []


def test_the_open_question_is_put_again_after_the_answer() -> None:
    decision = Policy(INN, inn=SAYS).decide(
        "outofscope()", active="inn", system="inn.request(kind)"
    )
    assert format_acts(decision.acts).endswith("inn.request(kind)")


def test_an_unsure_answer_none_and_a_failure_are_no_answer() -> None:
    refused = "outofscope()"
    unsure = Policy(INN, inn={**SAYS, "certainty": "0.01"})
    assert format_acts(unsure.decide("outofscope()").acts) == refused
    assert format_acts(Policy(INN, inn=None).decide("outofscope()").acts) == refused
    failing = Policy(INN, inn=SAYS)
    failing.error = "It failed."
    assert format_acts(failing.decide("outofscope()").acts) == refused


def test_how_sure_a_document_must_be_is_an_option() -> None:
    policy = Policy(INN, inn=SAYS)
    policy.policy = RulePolicy({"inn": INN}, consult=0.5)
    assert format_acts(policy.decide("outofscope()").acts) == "outofscope()"


def test_the_surest_domain_answers_unless_the_active_one_does() -> None:
    surer = {**SAYS, "text": "No.", "certainty": "0.6"}
    policy = Policy(INN, SHOP, inn=SAYS, shop=surer)
    assert policy.decide("outofscope()").acts[0].domain == "shop"
    assert policy.decide("outofscope()", active="inn").acts[0].domain == "inn"
    policy.answers["inn"] = None
    assert policy.decide("outofscope()", active="inn").acts[0].domain == "shop"


def test_a_domain_without_documents_is_not_asked() -> None:
    policy = Policy(domain("inn", documents=False), SHOP)
    policy.decide("outofscope()")
    assert policy.consulted == ["shop"]


def test_a_doubtful_value_is_cleared_up_first() -> None:
    policy = Policy(INN, inn=SAYS)
    belief = SlotBelief((("old", 0.5),))
    doubt = DialogueState(active="inn").with_domain("inn", task="find", beliefs={"kind": belief})
    decision = asyncio.run(policy.policy.decide(doubt, policy.act))
    assert format_acts(decision.acts) == "inn.confirm(kind=old)"
    assert policy.consulted == []
