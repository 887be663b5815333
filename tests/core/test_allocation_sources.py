"""Every figure of a trace names the document that it stands in, also where that isn't the first."""

from datetime import date

from core.allocation import allocate
from core.recommendation import Population
from core.register import shipped_register
from tests.core.agreement_text import read

REGISTER = shipped_register()
VAXJO, LJUNGBY, ALVESTA = "0780", "0781", "0764"

TWO_SOURCES = """
[sources.beslut]
title = "Beslut"
[columns.skatt]
title = "Skattekraft"
values = { "Växjö" = 2.5, "Ljungby" = 1.5, "Alvesta" = 1 }
source = "beslut"
[[costs]]
name = "drift"
"""


def steps(cost: str, **changed):
    held = read(rest=f"{TWO_SOURCES}{cost}\n").model_copy(update=changed)
    return allocate(held, REGISTER).shares[VAXJO].trace


def titles(trace) -> list[tuple[str, str]]:
    return [(step.kind, step.source.title) for step in trace if getattr(step, "source", None)]


def test_stated_share_stands_in_the_source_of_its_level():
    level = 'levels = [{ name = "x", total_kr = 1_000, source = "beslut" }]'

    trace = steps(f'{level}\nkey = {{ kind = "shares", shares = {{ "Växjö" = 1 }} }}')

    assert titles(trace) == [("total_read", "Beslut"), ("share_stated", "Beslut")]


def test_weight_of_a_column_stands_in_the_source_of_the_column():
    trace = steps('total_kr = 1_000\nkey = { kind = "weight", weight = "skatt" }')

    assert titles(trace) == [("total_read", "Brev"), ("weight_read", "Beslut")]


def test_inhabitants_of_a_document_stand_in_its_source_by_its_title():
    people = {VAXJO: 70, LJUNGBY: 20, ALVESTA: 10}
    population = Population(
        on=date(2025, 11, 1), title="Mantalsskrivna", values=people, source="beslut"
    )

    trace = steps('total_kr = 1_000\nkey = { kind = "weight" }', population=population)

    assert titles(trace) == [("total_read", "Brev"), ("weight_read", "Beslut")]
    assert (trace[1].title, trace[1].on, trace[1].value) == (
        "Mantalsskrivna",
        date(2025, 11, 1),
        70,
    )


def test_published_inhabitants_stand_in_no_source_of_the_agreement():
    trace = steps('total_kr = 1_000\nkey = { kind = "weight" }')

    assert titles(trace) == [("total_read", "Brev")]
