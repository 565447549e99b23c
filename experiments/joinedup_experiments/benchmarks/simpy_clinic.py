"""The reference network in SimPy: a process for each resident, a resource for each team."""

from __future__ import annotations

from random import Random

import numpy as np
import simpy

from joinedup_experiments.benchmarks import network as net


class SimpyClinic:
    """The environment, the teams and the counts."""

    def __init__(self, people, seed, service_mean):
        self.env = simpy.Environment()
        self.random = Random(seed)
        self.service_mean = service_mean
        self.monthly = net.nothing_counted(people).tolist()
        self.teams = [
            simpy.Resource(self.env, servers)
            for _ in range(net.localities(people))
            for servers in net.SERVERS
        ]
        for who in range(people):
            self.env.process(self.resident(who // net.LOCALITY))
        self.env.process(self.month_ends())

    def count(self, locality, measure, amount=1):
        """Add to a measure of this locality and of the month we are in."""
        self.monthly[locality][net.month_of(self.env.now)][measure] += amount

    def month_ends(self):
        """Note the queues at the end of each month."""
        for month in range(net.MONTHS):
            yield self.env.timeout((month + 1) * net.MONTH * (1 - 1e-12) - self.env.now)
            for number, team in enumerate(self.teams):
                counts = self.monthly[number // net.KINDS][month]
                counts[net.Measure.QUEUE] += len(team.queue)

    def resident(self, locality):
        """A life: well, ill until served or admitted, well again."""
        env, exponential = self.env, self.random.expovariate
        while True:
            yield env.timeout(exponential(1 / net.WELL_MEAN))
            self.count(locality, net.Measure.ONSETS)
            crisis = env.now + exponential(1 / net.CRISIS_MEAN)
            served = yield from self.need(locality, crisis)
            if served:
                self.count(locality, net.Measure.COMPLETED)
            else:
                self.count(locality, net.Measure.ADMISSIONS)
                yield env.timeout(net.STAY_DAYS)

    def need(self, locality, crisis):
        """From onset on; returns whether service came before the crisis."""
        env, draw = self.env, self.random.random
        u = draw()
        door = 0 if u < net.PHYSICAL_SHARE else 1 if u < net.PHYSICAL_OR_MENTAL_SHARE else 2
        reached = yield from self.reach(self.random.expovariate(1 / net.SEEK_MEAN), crisis)
        if not reached:
            return False
        self.count(locality, net.Measure.REFERRALS)
        bounces = 0
        while bounces < net.BOUNCES_AT_MOST and draw() < net.BOUNCE_CHANCE:
            bounces += 1
            self.count(locality, net.Measure.BOUNCES)
            door = (door + (1 if draw() < 0.5 else 2)) % net.KINDS
            reached = yield from self.reach(net.BOUNCE_DAYS, crisis)
            if not reached:
                return False
        accepted, team = env.now, self.teams[locality * net.KINDS + door]
        with team.request() as place:
            if not place.triggered:
                yield place | env.timeout(crisis - accepted)
                if not place.triggered:
                    return False
            self.count(locality, net.Measure.STARTS)
            self.count(locality, net.Measure.WAITED, env.now - accepted)
            yield env.timeout(self.random.expovariate(1 / self.service_mean))
        return True

    def reach(self, days, crisis):
        """Let ``days`` pass, unless the crisis comes first; returns whether they passed."""
        left = crisis - self.env.now
        yield self.env.timeout(min(days, left))
        return days <= left


def simulate(people, seed, service_mean=net.SERVICE_MEAN):
    """Monthly measures, shape (localities, months, measures)."""
    clinic = SimpyClinic(people, seed, service_mean)
    clinic.env.run(until=net.HORIZON)
    return np.array(clinic.monthly)
