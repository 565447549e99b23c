"""Whatever the arrangement, each stored rate is that of what it depends on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from joinedup.run import Run
from tests.rates import stale


def rates(run: Run) -> None:
    """Set anew at the end of the run, every person's hazards are what they were."""
    assert stale(run.world, float(run.world.globals[0].settings.today) + 1.0) == {}


@settings(max_examples=10)
@given(data=st.data())
def test_every_rate_is_that_of_what_it_depends_on(check, data):
    """Whatever changes a hazard has it set anew."""
    check(data, rates)
