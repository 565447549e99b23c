"""What threatens staff in who they are, and how much being asked reaches them."""

from __future__ import annotations

from joinedup.codes import Organisation, Profession
from joinedup.rules.identity import junior_partner, threat_felt, voice

HALVES = (0.0, 0.5, 1.0)
SOCIAL_WORKER, SUPPORT_WORKER = Profession.SOCIAL_WORKER, Profession.SUPPORT_WORKER
NHS, COUNCIL = Organisation.NHS, Organisation.COUNCIL


def test_the_smaller_partner_is_the_more_junior_and_one_alone_is_none(rises):
    assert rises([junior_partner(own, 30.0) for own in (90.0, 30.0, 10.0, 0.0)])
    assert junior_partner(30.0, 30.0) == 0.5
    assert junior_partner(10.0, 0.0) == junior_partner(0.0, 0.0) == 0.0


def test_threat_grows_with_roles_merger_and_being_junior(p, rises):
    """000: the junior partner; the NHS lozenge; what does profession X know about my work."""
    p = p.identity
    assert rises([threat_felt(p, SOCIAL_WORKER, COUNCIL, x, 0.1, 0.0) for x in HALVES])
    assert rises([threat_felt(p, SOCIAL_WORKER, COUNCIL, 0.1, x, 0.0) for x in HALVES])
    assert rises([threat_felt(p, SOCIAL_WORKER, COUNCIL, 0.4, 0.3, x) for x in HALVES])
    by_profession = [threat_felt(p, x, COUNCIL, 0.4, 0.0, 0.0) for x in Profession]
    assert min(by_profession) == by_profession[SUPPORT_WORKER] < by_profession[SOCIAL_WORKER]
    assert threat_felt(p, 0, COUNCIL, 0.0, 0.3, 0.0) < threat_felt(p, 0, NHS, 0.0, 0.3, 0.0)
    assert threat_felt(p, 0, COUNCIL, 0.0, 0.0, 1.0) == 0.0, "junior in what changes nothing"
    assert threat_felt(p, 0, NHS, 1.0, 1.0, 1.0) == 1.0


def test_being_asked_reaches_the_junior_partner_less(p, rises):
    assert rises([voice(p.identity, 0.8, x) for x in HALVES[::-1]])
    assert voice(p.identity, 0.8, 0.0) == 0.8
    assert voice(p.identity, 0.0, 0.5) == 0.0
