"""How long an allocation takes: 290 members in under 1 ms, a million in under 3 s, about n log n.

Run with `pytest -m bench tests/bench/test_allocation_bench.py`; the table of time against n is
printed by pytest-benchmark.
"""

import gc
from time import perf_counter

import pytest

from core.allocation import allocate
from core.keys import ByWeight, DiscountForLargest, EqualParts, StatedShares
from core.recommendation_file import shipped_recommendations
from core.register import shipped_register
from tests.core.agreement_made import NOWHERE, codes, made

pytestmark = pytest.mark.bench

TOTAL_ORE = 1_950_000_000
FEE_MODEL = DiscountForLargest(largest=4, off="10 %")


def weights(count: int) -> list[int]:
    """Return so many different weights, in no order."""
    return [number * 7_919 % 100_003 + 1_000 for number in range(count)]


def seconds(recommendation) -> float:
    """Return the best of three timings of one allocation.

    Without the collector, which also walks through what other tests have left in memory.
    """
    best = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            start = perf_counter()
            allocate(recommendation, NOWHERE)
            best.append(perf_counter() - start)
    finally:
        gc.enable()
    return min(best)


@pytest.mark.parametrize("key", ["skl-2020", "skl-2017"])
def test_allocate_290_municipalities_takes_under_a_millisecond(benchmark, key):
    held = shipped_recommendations()[key]

    allocation = benchmark(allocate, held, shipped_register())

    assert allocation.allocated_ore == allocation.total_ore
    assert benchmark.stats.stats.median < 0.001


def test_share_with_its_trace_takes_under_a_millisecond(benchmark):
    held = shipped_recommendations()["skl-2020"]
    shares = allocate(held, shipped_register()).shares

    trace = benchmark(lambda: shares["0188"].trace)

    assert trace[-1].kind == "per_inhabitant"
    assert benchmark.stats.stats.median < 0.001


@pytest.mark.parametrize("count", [290, 2_900, 29_000, 290_000, 1_000_000])
def test_allocate_by_fee_model(benchmark, count):
    held = made(weights(count), FEE_MODEL, TOTAL_ORE)
    rounds = 3 if count > 10_000 else 30

    allocation = benchmark.pedantic(allocate, (held, NOWHERE), rounds=rounds, warmup_rounds=1)

    assert allocation.allocated_ore == TOTAL_ORE
    assert benchmark.stats.stats.min < 3


@pytest.mark.parametrize(
    "key",
    [
        ByWeight(weight="weight"),
        EqualParts(),
        StatedShares(shares=dict.fromkeys(codes(100_000), "1/100000")),
    ],
    ids=["column", "equal", "shares"],
)
def test_allocate_a_hundred_thousand_by_other_keys(benchmark, key):
    held = made(weights(100_000), key, TOTAL_ORE)

    allocation = benchmark.pedantic(allocate, (held, NOWHERE), rounds=3, warmup_rounds=1)

    assert allocation.allocated_ore == TOTAL_ORE
    assert benchmark.stats.stats.min < 1


def test_time_grows_no_steeper_than_n_log_n():
    small = seconds(made(weights(10_000), FEE_MODEL, TOTAL_ORE))
    large = seconds(made(weights(320_000), FEE_MODEL, TOTAL_ORE))

    # 32 times as many: n log n allows 44 times; a third more for the caches of the machine
    assert large / small < 60
