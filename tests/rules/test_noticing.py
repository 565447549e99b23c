"""What professionals see, rightly and wrongly."""

from __future__ import annotations

import numpy as np
import pytest

from joinedup.codes import NEEDS
from joinedup.rules.noticing import (
    apparent_false_severity,
    chance_at_assessment,
    chance_of_detection,
    chance_of_false_alarm,
)

SKILLS = (0.0, 0.3, 0.6, 1.0)


@pytest.mark.parametrize("kind", range(NEEDS))
def test_skill_and_severity_make_a_need_seen(p, rises, kind):
    assert rises([chance_of_detection(p.noticing, kind, 0.6, skill) for skill in SKILLS])
    assert rises([chance_of_detection(p.noticing, kind, severity, 0.6) for severity in SKILLS])
    assert chance_of_detection(p.noticing, kind, 0.6, 0.0) == 0.0
    assert chance_of_detection(p.noticing, kind, 1.0, 1.0) == pytest.approx(
        p.noticing.detection[kind]
    )
    assert chance_of_detection(p.noticing, kind, 1.0, 1e9) == 1.0


def test_the_less_skill_the_more_false_alarms(p, rises):
    assert rises([chance_of_false_alarm(p.noticing, skill) for skill in SKILLS[::-1]])
    assert chance_of_false_alarm(p.noticing, 1.0) > 0.0, "nobody is free of them"


def test_a_holistic_assessment_finds_more_than_one_contact_does(p, rises):
    for kind in range(NEEDS):
        for severity in (0.1, 0.5, 1.0):
            contact = chance_of_detection(p.noticing, kind, severity, 1.0)
            assert chance_at_assessment(p.noticing, severity) > contact
    assert rises([chance_at_assessment(p.noticing, severity) for severity in SKILLS])
    assert chance_at_assessment(p.noticing, 1.0) == pytest.approx(p.noticing.holistic)


def test_a_false_need_looks_milder_than_the_worst(p, rises):
    looks = [apparent_false_severity(p.noticing, draw) for draw in np.linspace(0.0, 1.0, 5)]
    assert rises(looks)
    assert looks[0] == pytest.approx(0.1)
    assert looks[-1] == pytest.approx(p.noticing.false_severity)
