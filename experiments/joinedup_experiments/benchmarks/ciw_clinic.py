"""The reference network in Ciw, for one locality of 10,000.

Ciw moves customers through nodes and cannot hold people who are not there, so a customer is a
need. Needs arrive at rate (N - in system) / 365: a stream of N / 365 a day of which a share of
in system / N is turned away. The nodes are the time before help is sought, three teams, the
fortnight after being sent on, and hospital. The cost grows with the square of the residents.
"""

from __future__ import annotations

from random import Random

import ciw
import numpy as np

from joinedup_experiments.benchmarks import network as net

SEEKING, FIRST_TEAM, SENT_ON, IN_HOSPITAL = 1, 2, 5, 6


class Counts:
    """What happened month by month, and the random generator of the run."""

    def __init__(self, seed, service_mean):
        self.random = Random(seed)
        self.service_mean = service_mean
        self.months = np.zeros((net.MONTHS, net.MEASURES))

    def __deepcopy__(self, _memo):
        """Ciw copies its distributions; the counts stay one and the same."""
        return self

    def add(self, time, measure, amount=1):
        """Add to a measure of the month of ``time``."""
        self.months[net.month_of(time), measure] += amount


class Onsets(ciw.dists.Distribution):
    """Time to the next onset if nobody were ill."""

    def __init__(self, counts, people):
        self.counts, self.people = counts, people

    def sample(self, t=None, ind=None):
        return self.counts.random.expovariate(self.people / net.WELL_MEAN)


class Seeking(ciw.dists.Distribution):
    """An onset: the customer gets a crisis date and a first team, and seeks help."""

    def __init__(self, counts):
        self.counts = counts

    def sample(self, t=None, ind=None):
        rng = self.counts.random
        self.counts.add(t, net.Measure.ONSETS)
        ind.crisis = t + rng.expovariate(1 / net.CRISIS_MEAN)
        ind.door = rng.choices(range(net.KINDS), net.KIND_SHARES)[0]
        ind.bounces = 0
        return min(rng.expovariate(1 / net.SEEK_MEAN), ind.crisis - t)


class Fortnight(ciw.dists.Distribution):
    """The time to the next team, unless the crisis comes first."""

    def sample(self, t=None, ind=None):
        return min(net.BOUNCE_DAYS, ind.crisis - t)


class UntilCrisis(ciw.dists.Distribution):
    """How long a person can wait in a queue."""

    def sample(self, t=None, ind=None):
        return ind.crisis - t


class Service(ciw.dists.Distribution):
    """The length of a service, drawn when it starts."""

    def __init__(self, counts):
        self.counts = counts

    def sample(self, t=None, ind=None):
        self.counts.add(t, net.Measure.STARTS)
        self.counts.add(t, net.Measure.WAITED, t - ind.arrival_date)
        self.counts.add(t, net.Measure.QUEUE, -1)
        return self.counts.random.expovariate(1 / self.counts.service_mean)


class ToTeam(ciw.routing.NodeRouting):
    """Out of the time before a team: to hospital, into a queue, or on to another team."""

    def __init__(self, counts, counts_as_referral):
        self.counts, self.counts_as_referral = counts, counts_as_referral

    def next_node(self, ind):
        now, nodes, rng = self.simulation.current_time, self.simulation.nodes, self.counts.random
        if now >= ind.crisis:
            self.counts.add(now, net.Measure.ADMISSIONS)
            return nodes[IN_HOSPITAL]
        if self.counts_as_referral:
            self.counts.add(now, net.Measure.REFERRALS)
        if ind.bounces < net.BOUNCES_AT_MOST and rng.random() < net.BOUNCE_CHANCE:
            self.counts.add(now, net.Measure.BOUNCES)
            ind.bounces += 1
            ind.door = (ind.door + rng.choice((1, 2))) % net.KINDS
            return nodes[SENT_ON]
        self.counts.add(now, net.Measure.QUEUE)
        return nodes[FIRST_TEAM + ind.door]


class OutOfTeam(ciw.routing.NodeRouting):
    """Served and well, or out of the queue into hospital."""

    def __init__(self, counts):
        self.counts = counts

    def next_node(self, ind):
        self.counts.add(self.simulation.current_time, net.Measure.COMPLETED)
        return self.simulation.nodes[-1]

    def next_node_for_jockeying(self, ind):
        self.counts.add(self.simulation.current_time, net.Measure.ADMISSIONS)
        self.counts.add(self.simulation.current_time, net.Measure.QUEUE, -1)
        return self.simulation.nodes[IN_HOSPITAL]


def network_of(people, counts):
    """The six nodes."""

    def turned_away(_, Q, **_unused):  # noqa: N803
        return Q.number_of_individuals / people

    teams = range(net.KINDS)
    nothing_for_teams = [None for _ in teams]
    return ciw.create_network(
        arrival_distributions=[Onsets(counts, people), *nothing_for_teams, None, None],
        baulking_functions=[turned_away, *nothing_for_teams, None, None],
        service_distributions=[
            Seeking(counts),
            *(Service(counts) for _ in teams),
            Fortnight(),
            ciw.dists.Deterministic(net.STAY_DAYS),
        ],
        reneging_time_distributions=[None, *(UntilCrisis() for _ in teams), None, None],
        number_of_servers=[float("inf"), *net.SERVERS, float("inf"), float("inf")],
        routing=ciw.routing.NetworkRouting(
            routers=[
                ToTeam(counts, counts_as_referral=True),
                *(OutOfTeam(counts) for _ in teams),
                ToTeam(counts, counts_as_referral=False),
                ciw.routing.Leave(),
            ]
        ),
    )


def simulate(people, seed, service_mean=net.SERVICE_MEAN):
    """Monthly measures, shape (1, months, measures)."""
    if people > net.LOCALITY:
        raise ValueError(f"Ciw is run for one locality, {net.LOCALITY:,} people at most")
    counts = Counts(seed, service_mean)
    ciw.seed(seed)
    ciw.Simulation(network_of(people, counts)).simulate_until_max_time(net.HORIZON)
    months = counts.months
    months[:, net.Measure.QUEUE] = months[:, net.Measure.QUEUE].cumsum()
    return months[np.newaxis]
