"""Which domains, component and bundles are chosen where none is named."""

from pathlib import Path

import pytest

from dialog.domain import load_domain, load_domains
from dialog.errors import BundleError, ConfigError, CorpusError
from dialog.nlu.choice import bundles_behind, domains_measured, fitting_nlu, nlu_options

MODELS = Path(__file__).parents[2] / "domains" / "models"


def test_domains_of_a_corpus() -> None:
    assert list(domains_measured(["atis"], "bert")) == ["atis"]
    assert {"attraction", "hotel", "train"} < set(domains_measured(["multiwoz21"], "bert"))
    city = domains_measured(["multiwoz21"], "bert", MODELS / "city")
    assert list(city) == ["attraction", "hotel", "restaurant", "taxi", "train"]
    assert list(domains_measured(["atis"], "bert", MODELS / "atis")) == ["atis"]
    assert list(domains_measured(["atis"], "retrieval")) == ["atis"]


def test_a_domain_without_a_model_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CorpusError, match="does not cover a domain that maps atis"):
        domains_measured(["atis"], "bert", MODELS / "city")
    monkeypatch.setattr("dialog.nlu.bundle.installed_bundles", list)
    with pytest.raises(CorpusError, match=r"No trained model covers a domain that maps atis"):
        domains_measured(["atis"], "bert")
    assert list(domains_measured(["atis"], "retrieval")) == ["atis"]


@pytest.mark.parametrize(
    ("corpus", "message"),
    [("woz2", "No trained model covers a domain that maps woz2"), ("atsi", "Did you mean 'atis'?")],
)
def test_a_corpus_that_no_domain_maps(corpus: str, message: str) -> None:
    with pytest.raises(CorpusError) as caught:
        domains_measured([corpus], "bert")
    assert message in str(caught.value)


def test_options_of_the_command_line() -> None:
    assert nlu_options("bert", MODELS / "atis", "float32") == {
        "bundle": str(MODELS / "atis"), "precision": "float32",
    }  # fmt: skip
    assert nlu_options("retrieval") == {}
    with pytest.raises(ConfigError, match="--model: the nlu component 'retrieval' takes no"):
        nlu_options("retrieval", MODELS / "atis")
    with pytest.raises(ConfigError, match="Did you mean 'bert'"):
        nlu_options("brt", MODELS / "atis")


def test_the_bundles_behind_an_understanding() -> None:
    domains = load_domains(["atis"])
    [named] = bundles_behind("bert", {"bundle": str(MODELS / "atis")}, domains)
    assert named["name"] == "atis"
    assert len(named["weights_sha256"]) == len(named["encoder_sha256"]) == 64
    assert bundles_behind("bert", {"bundle": None}, domains) == [named]
    assert bundles_behind("retrieval", {}, domains) == []
    with pytest.raises(BundleError):
        bundles_behind("bert", {"bundle": "nowhere"}, domains)


def test_the_nearest_phrase_where_there_is_no_model(library: Path) -> None:
    said: list[str] = []
    assert fitting_nlu(load_domains(["taxi", "hotel"]), said.append) == "bert"
    assert not said
    assert fitting_nlu({"library": load_domain(library)}, said.append) == "retrieval"
    assert said == [
        "No trained model for library: understanding by nearest phrase (retrieval). "
        f"Train one with: dialog train nlu --domain {library}"
    ]
