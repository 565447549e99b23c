/* The reference network in plain C: a calendar queue, no ledger, months counted on the spot.

   The yardstick for the engine: what the machine can do when nothing is asked for but the
   monthly numbers. Luck comes from one generator in turn (xoshiro256+, Blackman and Vigna
   2021, ACM Trans Math Softw 47:36), or, built with -DKEYED, from the keys of sim/chance.py:
   then the history is the engine's, event for event.

   gcc -O3 -shared -fPIC clinic.c -o clinic.so -lm */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LOCALITY 10000
#define HORIZON 1825
#define MONTHS 60
#define MONTH (365.0 / 12.0)
#define NOBODY (-1)

enum { WELL, SEEKING, SENT_ON, WAITING, IN_CARE, IN_HOSPITAL };
enum { ONSETS, REFERRALS, BOUNCES, COMPLETED, ADMISSIONS, STARTS, WAITED, QUEUE, MEASURES };
enum { O_ONSET = 1, O_KIND, O_CRISIS, O_SEEK, O_BOUNCE, O_OTHER_DOOR, O_SERVICE };

typedef struct {
    double due, crisis, knocked;
    int32_t after, before, slot, ahead, behind;
    uint32_t episode;
    int16_t team;
    uint8_t state, kind, bounces;
} Person;

typedef struct { int32_t front, back, idle; } Team;

typedef struct {
    Person *people;
    Team *teams;
    int32_t *first;
    double *monthly;
    double service_mean, slots_per_day;
    int64_t slots, first_who;
    uint64_t seed;
} World;

#ifdef KEYED
static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}
static inline double uniform(const World *w, uint64_t occasion, int32_t i, uint64_t what,
                             uint64_t nth) {
    const uint64_t golden = 0x9E3779B97F4A7C15u;
    uint64_t who = (uint64_t)(w->first_who + i);
    uint64_t person = mix(w->seed * golden + who * 0xD1B54A32D192ED03u + golden);
    uint64_t rest = nth ^ (what << 32);
    return ((double)(mix(person ^ (rest * golden) ^ occasion) >> 11) + 0.5) * 0x1p-53;
}
static void sow(uint64_t seed) { (void)seed; }
#else
static uint64_t state[4];
static inline uint64_t turned(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static void sow(uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        state[i] = z ^ (z >> 31);
    }
}
static inline double uniform(const World *w, uint64_t occasion, int32_t i, uint64_t what,
                             uint64_t nth) {
    (void)w, (void)occasion, (void)i, (void)what, (void)nth;
    uint64_t drawn = state[0] + state[3], shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = turned(state[3], 45);
    return ((double)(drawn >> 11) + 0.5) * 0x1p-53;
}
#endif

static inline double fuse(const World *w, uint64_t occasion, int32_t i, uint64_t what,
                          uint64_t nth) {
    return -log(uniform(w, occasion, i, what, nth));
}

static inline double *counts(World *w, int32_t i, double now) {
    int month = (int)(now / MONTH);
    if (month >= MONTHS) month = MONTHS - 1;
    return w->monthly + ((w->first_who + i) / LOCALITY * MONTHS + month) * MEASURES;
}

static inline void strike_out(World *w, int32_t i) {
    Person *p = w->people + i;
    if (p->slot == NOBODY) return;
    if (p->before == NOBODY) w->first[p->slot] = p->after;
    else w->people[p->before].after = p->after;
    if (p->after != NOBODY) w->people[p->after].before = p->before;
    p->slot = NOBODY;
}

static inline void put_down(World *w, int32_t i) {
    Person *p = w->people + i;
    double at = p->due * w->slots_per_day;
    int32_t slot = at < (double)w->slots ? (int32_t)at : NOBODY;
    if (slot == p->slot) return;
    strike_out(w, i);
    if (slot == NOBODY) return;
    int32_t head = w->first[slot];
    p->after = head;
    p->before = NOBODY;
    if (head != NOBODY) w->people[head].before = i;
    w->first[slot] = i;
    p->slot = slot;
}

static inline int32_t earliest(World *w, int64_t slot) {
    int32_t found = w->first[slot];
    if (found == NOBODY) return found;
    double due = w->people[found].due;
    for (int32_t i = w->people[found].after; i != NOBODY; i = w->people[i].after) {
        double other = w->people[i].due;
        if (other < due || (other == due && i < found)) found = i, due = other;
    }
    return found;
}

static inline void join_queue(World *w, Team *team, int32_t i) {
    w->people[i].ahead = team->back;
    w->people[i].behind = NOBODY;
    if (team->back == NOBODY) team->front = i;
    else w->people[team->back].behind = i;
    team->back = i;
}

static inline void leave_queue(World *w, Team *team, int32_t i) {
    int32_t ahead = w->people[i].ahead, behind = w->people[i].behind;
    if (ahead == NOBODY) team->front = behind;
    else w->people[ahead].behind = behind;
    if (behind == NOBODY) team->back = ahead;
    else w->people[behind].ahead = ahead;
}

static inline void become_well(World *w, int32_t i, double now) {
    Person *p = w->people + i;
    p->state = WELL;
    p->episode++;
    p->due = now + 365.0 * fuse(w, O_ONSET, i, 0, p->episode);
}

static inline void fall_ill(World *w, int32_t i, double now) {
    Person *p = w->people + i;
    double u = uniform(w, O_KIND, i, 0, p->episode);
    p->kind = u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
    p->team = (int16_t)(i / LOCALITY * 3 + p->kind);
    p->bounces = 0;
    p->state = SEEKING;
    p->crisis = now + 3650.0 * fuse(w, O_CRISIS, i, p->kind, p->episode);
    double seek = now + 30.0 * fuse(w, O_SEEK, i, p->kind, p->episode);
    p->due = seek < p->crisis ? seek : p->crisis;
}

static inline void start(World *w, Team *team, int32_t i, double now) {
    Person *p = w->people + i;
    double *count = counts(w, i, now);
    count[STARTS] += 1;
    count[WAITED] += now - p->knocked;
    count[QUEUE] -= 1;
    team->idle--;
    p->state = IN_CARE;
    p->due = now + w->service_mean * fuse(w, O_SERVICE, i, p->kind, p->episode);
}

static inline void knock(World *w, int32_t i, double now, double *count) {
    Person *p = w->people + i;
    Team *team = w->teams + p->team;
    uint64_t nth = (uint64_t)p->episode * 2 + p->bounces;
    if (p->bounces < 2 && uniform(w, O_BOUNCE, i, p->kind, nth) < 0.25) {
        int step = uniform(w, O_OTHER_DOOR, i, p->kind, nth) < 0.5 ? 1 : 2, door = p->team % 3;
        count[BOUNCES] += 1;
        p->team = (int16_t)(p->team - door + (door + step) % 3);
        p->bounces++;
        p->state = SENT_ON;
        p->due = now + 14.0 < p->crisis ? now + 14.0 : p->crisis;
        return;
    }
    count[QUEUE] += 1;
    p->knocked = now;
    if (team->idle > 0) {
        start(w, team, i, now);
    } else {
        join_queue(w, team, i);
        p->state = WAITING;
        p->due = p->crisis;
    }
}

static inline void finish(World *w, int32_t i, double now, double *count) {
    Team *team = w->teams + w->people[i].team;
    count[COMPLETED] += 1;
    become_well(w, i, now);
    team->idle++;
    int32_t following = team->front;
    if (following != NOBODY) {
        leave_queue(w, team, following);
        start(w, team, following, now);
        put_down(w, following);
    }
}

static inline void go_to_hospital(World *w, int32_t i, double now, double *count) {
    Person *p = w->people + i;
    count[ADMISSIONS] += 1;
    if (p->state == WAITING) {
        leave_queue(w, w->teams + p->team, i);
        count[QUEUE] -= 1;
    }
    p->state = IN_HOSPITAL;
    p->due = now + 7.0;
}

static inline void happen(World *w, int32_t i) {
    Person *p = w->people + i;
    double now = p->due, *count = counts(w, i, now);
    if (p->state == WELL) {
        count[ONSETS] += 1;
        fall_ill(w, i, now);
    } else if (p->state == IN_CARE) {
        finish(w, i, now, count);
    } else if (p->state == IN_HOSPITAL) {
        become_well(w, i, now);
    } else if (now == p->crisis) {
        go_to_hospital(w, i, now, count);
    } else {
        count[REFERRALS] += p->state == SEEKING;
        knock(w, i, now, count);
    }
    put_down(w, i);
}

/* `monthly` holds zeros of shape (localities, months, measures); the queue is counted as its
   change within the month. Returns 0, or 1 when there is no memory. */
int simulate(int64_t people, uint64_t seed, double service_mean, int64_t together,
             double events_per_slot, double *monthly) {
    static const int servers[3] = {7, 5, 4};
    sow(seed);
    for (int64_t first_who = 0; first_who < people; first_who += together) {
        int64_t group = people - first_who < together ? people - first_who : together;
        double per_day = round((double)group * 163300.0 / LOCALITY / HORIZON / events_per_slot);
        if (per_day < 1.0) per_day = 1.0;
        int64_t slots = (int64_t)(HORIZON * per_day), teams = (group + LOCALITY - 1) / LOCALITY * 3;
        World w = {calloc((size_t)group, sizeof(Person)), calloc((size_t)teams, sizeof(Team)),
                   malloc((size_t)slots * sizeof(int32_t)), monthly, service_mean, per_day, slots,
                   first_who, seed};
        if (!w.people || !w.teams || !w.first) return 1;
        memset(w.first, 0xff, (size_t)slots * sizeof(int32_t));
        for (int64_t t = 0; t < teams; t++) w.teams[t] = (Team){NOBODY, NOBODY, servers[t % 3]};
        for (int32_t i = 0; i < group; i++) {
            w.people[i].slot = NOBODY;
            become_well(&w, i, 0.0);
            put_down(&w, i);
        }
        for (int64_t slot = 0; slot < slots; slot++)
            for (int32_t i; (i = earliest(&w, slot)) != NOBODY;) happen(&w, i);
        free(w.people);
        free(w.teams);
        free(w.first);
    }
    return 0;
}
