"""What the front door gives of one run, and of the same run as a Mesa model."""

from __future__ import annotations

import numpy as np
import pytest

import joinedup as ju


def test_measures_come_by_month(run):
    frame = run.to_frame()
    assert list(frame["month"]) == list(range(1, 25))
    assert np.array_equal(frame["crises"], run.run.months["crises"])
    assert "seed 1" in repr(run)


def test_events_are_those_of_a_comparison(run, results):
    mine = run.events
    theirs = results.events()
    theirs = theirs[theirs["arm"] == "network"]
    assert len(mine) == len(theirs)
    assert list(mine["activity"]) == list(theirs["activity"])


def test_barriers_hold_every_episode(run):
    assert run.barriers["episodes"].sum() == run.run.barrier_ledger.sum()
    assert {"true_need", "kind", "place", "meaning"} <= set(run.barriers.columns)


def test_staff_give_the_vacancy_rate_of_the_measure(run):
    staff = run.staff
    by_month = staff.groupby("month")[["posts", "in_post"]].sum()
    rate = 1.0 - by_month["in_post"] / by_month["posts"]
    assert rate.to_numpy() == pytest.approx(run.to_frame()["vacancy_rate"].to_numpy())
    assert (staff["vacancy_rate"].between(0.0, 1.0)).all()


def test_every_column_of_staff_is_explained(run):
    missing = [name for name in run.staff if f"``{name}``" not in type(run).staff.__doc__]
    assert missing == ["month", "organisation", "profession"]


def test_contacts_are_events_when_asked_for(network, run):
    with_contacts = ju.simulate(network, seed=1, contacts=True)
    assert len(with_contacts.events) > len(run.events)
    assert with_contacts.to_frame().equals(run.to_frame())


def test_mesa_lives_a_day(network):
    with ju.CareModel(network) as model:
        model.step()
        assert model.day == 1


def test_a_scenario_is_changed_only_to_what_holds(siloed):
    record = siloed.with_({"arrangement.shared_record": ["memory_service", "community_nursing"]})
    assert record.arrangement.shared_record == ["memory_service", "community_nursing"]
    assert siloed.arrangement.shared_record != record.arrangement.shared_record
    for path, value, reason in (
        ("place.residents", -5, "200"),
        ("place.resident", 5_000, "residents"),
        ("arrangement.shared_record", ["memory_servis"], "memory_service"),
    ):
        with pytest.raises(ValueError, match=reason):
            siloed.with_({path: value})
