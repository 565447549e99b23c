"""Øvretveit's five structures and the matrix: each pays for something with something else."""

from __future__ import annotations

import numpy as np

from joinedup.codes import Management
from joinedup.rules.management import threat_of_degree

OTHERS = [m for m in Management if m != Management.PROFESSION_MANAGED]
BETTER_WHEN = {
    "coordination": -1,
    "accountability": 1,
    "further_threat": -1,
    "less_development": -1,
}


def test_every_structure_has_a_row_in_every_table(p):
    for name in BETTER_WHEN:
        assert len(getattr(p.management, name)) == len(Management), name


def test_no_structure_is_better_than_another_in_everything(p):
    """002: none is inherently superior."""
    scores = np.array([np.asarray(getattr(p.management, n)) * s for n, s in BETTER_WHEN.items()])
    for one in Management:
        for other in OTHERS:
            if one != other:
                assert not (scores[:, one] > scores[:, other]).all(), (one.name, other.name)


def test_being_managed_across_professions_takes_time_and_misses_the_lost(p):
    """002: profession-managed teams have no process for the team's own accountability."""
    table = p.management
    alone = Management.PROFESSION_MANAGED
    assert all(table.coordination[m] > table.coordination[alone] for m in OTHERS)
    assert all(table.accountability[m] > table.accountability[alone] for m in OTHERS)
    assert table.accountability[alone] == 0.0
    assert ((table.accountability >= 0.0) & (table.accountability <= 1.0)).all()


def test_one_manager_for_all_threatens_identity_most_and_develops_least(p):
    """000: what does profession X know about my work?"""
    single = Management.SINGLE_MANAGER
    assert np.argmax(p.management.further_threat) == single
    assert np.argmax(p.management.less_development) == single


def test_ones_own_profession_is_what_the_others_are_measured_against(p):
    alone = Management.PROFESSION_MANAGED
    assert p.management.further_threat[alone] == p.management.less_development[alone] == 0.0


def test_what_threatens_is_how_much_goes_who_manages_and_who_has_to_move(p, rises):
    assert rises([threat_of_degree(p.management, x, 1.0, 0.2) for x in (0.0, 0.4, 0.8)])
    assert rises([threat_of_degree(p.management, 0.4, x, 0.2) for x in (0.8, 1.0, 1.6)])
    assert rises([threat_of_degree(p.management, 0.5, 1.0, x) for x in (0.0, 0.5, 1.0)])
    assert threat_of_degree(p.management, 1.0, 2.0, 1.0) == 1.0


def test_nothing_threatens_where_nothing_goes(p):
    assert threat_of_degree(p.management, 0.0, 1.6, 1.0) == 0.0


def test_a_merger_of_organisations_is_a_threat_but_not_the_greatest(p):
    assert 0.0 < p.management.merger_threat < 1.0
