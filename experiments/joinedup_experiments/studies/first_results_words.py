"""The hand-written part of ``docs/first_results.md``: mechanisms, and no result's number."""

OPENING = """# First results

<!-- Written by `python -m joinedup_experiments.studies.first_results`; do not edit by hand. -->

Every shipped arrangement of one neighbourhood, beside the siloed borough: {residents} residents, a
shared burn-in of {burn_in} years, {years} years after the day of change, {replications}
replications (seeds {first} to {last}). Differences are paired within replications, since every
arrangement has the same people with the same luck. In brackets: 95% intervals over replications.
**Bold**: the interval excludes zero. What is not bold is not called a change.

The intervals say how sure the *model* is, not how sure anybody can be of the world: most of the
model's parameters are assumed, and their uncertainty is not in these intervals. There are many
comparisons here and no correction for that: where nothing differs at all, about one interval in
twenty excludes zero all the same. An effect can also be sure and too small to matter. An
arrangement works as far as staff have taken it up: where its scenario says nothing of how it is
brought in, an ordinary programme is assumed, live on the first day.
[years_to_effect.md](years_to_effect.md) has the way there.
"""

PUBLISHED = {
    "Emergency admissions": "+9%",
    "Elective stays and day cases": "-21%",
    "Outpatient attendances": "-22%",
}

WHY = {
    "cohort": """On the day of change the whole place is searched for the people at highest risk.
The same people are marked in both worlds: in one they are enrolled with a case manager, in the
other they are not. Here they are beside *themselves*, from the day of change on. The published
figures are for the case-management sites of the Integrated Care Pilots (paper 001; Roland et al.
2012): enrolled people against matched controls, difference in differences, six months before and
after.

**Likeness here is no validation.** Two assumed numbers of case management were set with these
published figures in view: how often a visit finds something that cannot wait
(`joining.found_urgent`) and which share of questions the case manager answers
(`joining.plan_advice`). That all signs come out together from a search, visits and a planning
meeting, and that A&E attendances and the cost of the whole place go where they go, was not set.
""",
    "patterns": """Each of these is a mechanism that pushes in the direction named. The tables above
say whether, in a given arrangement, it is strong enough to show.

**More need comes to light, and more that is not need.** Latent needs are noticed at contacts and
found by assessments that ask about every domain (`noticing`). A common form, a case manager's
assessment and an easier door all add occasions on which somebody looks, and each occasion can also
suggest a need that is not there. What is found has to be served by the same staff.

**A lower barrier moves the obstacle on.** An interface that bounces and loses fewer people hands
more to the line behind it. The team's time stays what it was, so the line grows, its expected wait
rises over the standard, and the team raises its threshold (`eligibility`): fewer are bounced and
lost, more are refused, and more wait. Need that was latent becomes need that is known; whether it
is also served depends on staff.

**The story can be told more often after a single point of access.** More people reach the other
team, and each who does tells it there, unless the two teams share a record.

**Why extra staff change the picture more than any arrangement without them.** Time that is not
spent on paper, repeated assessments and separate visits is given back to care (`handover`,
`joining`, `care`), but single points of contact, coordinators and meetings are staffed from the
same teams. Where the two are of one size, integration without more posts redistributes.

**Why emergency admissions hardly move.** Most carry the cause *background acute illness*, which
nothing a community team does changes in this model. What can change is the smaller part that comes
from crises, from carers who can no more and from nobody being reachable; and a crisis burns down a
fuse for months before it happens (`crisis`), so more care today shows late. Case managers pull the
other way: a visit can find something that cannot wait, and that admission carries the cause
*found*.

**Why outpatient and elective care fall for those enrolled.** Questions that would have gone to a
clinic are answered by the case manager and the planning meeting, or by a community team that is
close enough to be asked (`planned`, `joining`). A clinic attendance not made is a chance less of
being put on the elective list. Day cases and elective beds have fixed places, so for the place as a
whole the list gets shorter before treatments get fewer.

**Why little cash is saved.** Staff in post and hospital capacity cost the same when activity falls,
and a freed bed is filled from the elective list (`acute`). Hospital activity is costed at its unit
cost under *standing capacity*; only care home places are bought by the item, and few people move
into one, so that column is a noisy one.

**Why the council's cost moves.** It is above all who employs whom. Staff of a single point of
access, coordinators and boundary spanners are paid by the NHS wherever they were taken from, so a
post moved out of social care looks like a saving to the council and a cost to the NHS. Added social
care posts are the council's.

**Why appointments with the GP are easier or harder to get.** Paperwork takes practice time at both
ends of a referral, people who were turned away come back to ask again, and unserved need brings
people to the practice for other things (`handover`, `seeking`, `general_practice`). Practices with
time to spare see more people, notice more and refer more, which is one way for outpatient care to
rise a little.

**Why the first years differ from the last.** Nobody works in the new way on the first day. Staff
take it up one by one, held up by strain, fear and upheaval and drawn on by leaders and peers
(`adoption`); newcomers have taken up nothing and know nobody (`workforce`, `trust`); a purpose that
nobody reviews fades. Fuses, waiting lines and packages of care under way add their own delay.

**Why staff are strained first and then satisfied, if at all.** A change that threatens roles
frightens until it has been accepted or lived with, moving and training take time, and what comes to
light is work (`strain`). Joint work that goes well, and learning from other professions, please
those who work in the new way; those whom the change never reached have only had the fear.
""",
}

CLOSING = """## What these results are not

They are one set of assumed and published numbers for an England-like place that nobody lives in.
They show what the mechanisms do together. They are no forecast for any real place, and individual
contrasts share queues: one person's gain can be another's wait.
"""
