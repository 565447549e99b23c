"""The reference network in Starsim: one module whose step is a day for everybody.

Chances are 1/mean a day, drawn from Starsim's own distributions, one for each decision, with
its common random numbers switched on as they are by default. A day's arrivals at a team get an
hour each, and the team serves them in continuous time. Crises are looked at before anything
else happens on a day.
"""

from __future__ import annotations

import numpy as np
import starsim as ss

from joinedup_experiments.benchmarks import network as net
from joinedup_experiments.benchmarks.day_team import DayTeam

WELL, SEEKING, SENT_ON, WAITING, IN_CARE, IN_HOSPITAL = range(6)


class StarsimClinic(ss.Module):
    """Needs, teams and hospital for every agent."""

    def __init__(self, people, seed, service_mean):
        super().__init__()
        self.people = people
        self.monthly = net.nothing_counted(people)
        self.locality = np.arange(people) // net.LOCALITY
        self.month_ends = net.last_days_of_months()
        self.define_states(
            ss.IntArr("state", default=WELL),
            ss.IntArr("team", default=0),
            ss.IntArr("bounces", default=0),
            ss.FloatArr("until", default=0.0),
        )
        self.falls_ill = ss.bernoulli(p=1 / net.WELL_MEAN)
        self.has_crisis = ss.bernoulli(p=1 / net.CRISIS_MEAN)
        self.seeks_help = ss.bernoulli(p=1 / net.SEEK_MEAN)
        self.is_sent_on = ss.bernoulli(p=net.BOUNCE_CHANCE)
        self.other_door = ss.bernoulli(p=0.5)
        self.kind = ss.choice(a=net.KINDS, p=list(net.KIND_SHARES))
        self.hour = ss.random()
        rng = np.random.default_rng(seed)
        self.teams = [
            DayTeam(servers, lambda: rng.exponential(service_mean))
            for _ in range(net.localities(people))
            for servers in net.SERVERS
        ]
        self.day = 0

    def count(self, measure, uids):
        """Add these agents to a measure of the month, locality by locality."""
        monthly = self.monthly[:, net.month_of(self.day), measure]
        monthly += np.bincount(self.locality[uids], minlength=len(monthly))

    def step(self):
        """One day for everybody."""
        day, state = self.day, self.state
        well_again = ((state >= IN_CARE) & (self.until < day + 1)).uids
        well = (state == WELL).uids
        unserved = ((state >= SEEKING) & (state <= WAITING)).uids
        self.admit(self.has_crisis.filter(unserved))
        referred = self.seeks_help.filter((state == SEEKING).uids)
        arriving = ((state == SENT_ON) & (self.until < day + 1)).uids
        self.count(net.Measure.REFERRALS, referred)
        self.recover(well_again)
        self.fall_ill(self.falls_ill.filter(well))
        self.arrive(referred, arriving)
        self.serve()
        if day in self.month_ends:
            queues = np.array([len(team.queue) for team in self.teams]).reshape(-1, net.KINDS)
            self.monthly[:, self.month_ends[day], net.Measure.QUEUE] = queues.sum(axis=1)
        self.day += 1

    def admit(self, uids):
        """Into hospital, and out of the queue."""
        self.count(net.Measure.ADMISSIONS, uids)
        for uid in uids[self.state[uids] == WAITING]:
            self.teams[int(self.team[uid])].leave(int(uid))
        self.state[uids] = IN_HOSPITAL
        self.until[uids] = self.day + net.STAY_DAYS

    def recover(self, uids):
        """Well from today on, out of hospital or out of care."""
        self.count(net.Measure.COMPLETED, uids[self.state[uids] == IN_CARE])
        self.state[uids] = WELL

    def fall_ill(self, uids):
        """An onset, with its kind."""
        self.count(net.Measure.ONSETS, uids)
        self.team[uids] = self.locality[uids] * net.KINDS + self.kind.rvs(uids)
        self.bounces[uids] = 0
        self.state[uids] = SEEKING

    def arrive(self, referred, arriving):
        """Referrals and those sent on, each at its hour, in the order of the hours."""
        uids = referred.concat(arriving)
        hours = np.concatenate((self.day + self.hour.rvs(referred), self.until[arriving]))
        in_order = np.argsort(hours)
        uids, hours = uids[in_order], hours[in_order]
        sent_on = (self.bounces[uids] < net.BOUNCES_AT_MOST) & self.is_sent_on.rvs(uids)
        self.send_on(uids[sent_on], hours[sent_on])
        queueing = uids[~sent_on]
        self.state[queueing] = WAITING
        for uid, hour in zip(queueing.tolist(), hours[~sent_on].tolist(), strict=True):
            self.teams[int(self.team.raw[uid])].accept(uid, hour)

    def send_on(self, uids, hours):
        """To one of the other two teams, a fortnight later."""
        self.count(net.Measure.BOUNCES, uids)
        door = self.team[uids] % net.KINDS
        step = 1 + self.other_door.rvs(uids)
        self.team[uids] += (door + step) % net.KINDS - door
        self.bounces[uids] += 1
        self.state[uids] = SENT_ON
        self.until[uids] = hours + net.BOUNCE_DAYS

    def serve(self):
        """Every team starts what it can; those who finish within the day are well again."""
        served = [it for team in self.teams for it in team.serve(self.day)]
        if not served:
            return
        uids = ss.uids([it.who for it in served])
        finish = np.array([it.finish for it in served])
        waits = [it.start - it.accepted for it in served]
        self.count(net.Measure.STARTS, uids)
        self.monthly[:, net.month_of(self.day), net.Measure.WAITED] += np.bincount(
            self.locality[uids], waits, len(self.monthly)
        )
        self.state[uids] = IN_CARE
        self.until[uids] = finish
        self.recover(uids[finish < self.day + 1])


def simulate(people, seed, service_mean=net.SERVICE_MEAN):
    """Monthly measures, shape (localities, months, measures)."""
    clinic = StarsimClinic(people, seed, service_mean)
    sim = ss.Sim(
        n_agents=people,
        start=0,
        stop=net.HORIZON - 1,
        dt=ss.days(1),
        rand_seed=seed + 1,
        people_results=False,
        modules=clinic,
        copy_inputs=False,
        verbose=0,
    )
    sim.run()
    if clinic.day != net.HORIZON:
        raise RuntimeError(f"Starsim ran {clinic.day} days, not {net.HORIZON}")
    return clinic.monthly
