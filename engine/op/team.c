/* team: the helper waits for a few microseconds in a loop, since training hands it the next half at once,
   then sleeps.

   This is the only global state: the number of threads belongs to the machine, and all runs share the one helper.
   A caller that finds it taken does both parts alone; the bits are the same. */
#include "team.h"

#include <stdatomic.h>
#include <stddef.h>

#include "engine/base/os.h"

/* How far the job is. */
enum { NO_JOB, OFFERED, TAKEN, DONE, LEAVE };

enum { SPINS = 4000 }; /* some ten microseconds */

typedef struct Team {
    OsLock *lock;     /* of what follows up to the atomics; made with the first helper */
    OsThread *helper; /* NULL: there is none */
    Job *job;         /* written by who holds `busy`, before the offer */
    void *context;
    atomic_int turn;
    atomic_bool asleep; /* the helper waits for news */
    atomic_bool busy;   /* a job is under way, or threads are being changed */
    atomic_int threads; /* as asked for */
} Team;

static Team team;

static void pause_briefly(void) {
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
}

static bool is_news(int turn) {
    return turn == OFFERED || turn == LEAVE;
}

static void wait_for_news(void) {
    for (int i = 0; i < SPINS; i++) {
        if (is_news(atomic_load(&team.turn))) return;
        pause_briefly();
    }
    os_lock(team.lock);
    atomic_store(&team.asleep, true);
    while (!is_news(atomic_load(&team.turn))) os_wait(team.lock, -1);
    atomic_store(&team.asleep, false);
    os_unlock(team.lock);
}

static void helper_main(void *unused) {
    (void)unused;
    for (;;) {
        wait_for_news();
        int offered = OFFERED;
        if (atomic_compare_exchange_strong(&team.turn, &offered, TAKEN)) {
            team.job(team.context, 1);
            atomic_store(&team.turn, DONE);
        } else if (offered == LEAVE) {
            return;
        }
    }
}

static void tell(int turn) {
    atomic_store(&team.turn, turn);
    if (!atomic_load(&team.asleep)) return;
    os_lock(team.lock);
    os_wake(team.lock);
    os_unlock(team.lock);
}

static bool wants_helper(void) {
    int threads = atomic_load(&team.threads);
    return threads == 0 ? os_processors() > 1 : threads > 1;
}

/* Whether there is a helper; starts it the first time. Called by who holds `busy`. */
static bool helper_ready(void) {
    if (team.helper != NULL) return true;
    if (!wants_helper()) return false;
    atomic_store(&team.turn, NO_JOB);
    if (team.lock == NULL) team.lock = os_lock_new();
    if (team.lock != NULL) team.helper = os_thread_start(helper_main, NULL);
    if (team.helper == NULL) atomic_store(&team.threads, 1);
    return team.helper != NULL;
}

static void job_share(Job *job, void *context) {
    team.job = job;
    team.context = context;
    tell(OFFERED);
    job(context, 0);
    int offered = OFFERED;
    if (atomic_compare_exchange_strong(&team.turn, &offered, NO_JOB)) {
        job(context, 1); /* the helper has not come to it: it may have no processor */
        return;
    }
    for (int i = 0; atomic_load(&team.turn) != DONE; i++) {
        if (i < SPINS)
            pause_briefly();
        else
            os_yield();
    }
}

void team_run(Job *job, void *context) {
    if (!atomic_exchange(&team.busy, true)) {
        bool shared = helper_ready();
        if (shared) job_share(job, context);
        atomic_store(&team.busy, false);
        if (shared) return;
    }
    job(context, 0);
    job(context, 1);
}

void team_threads(int threads) {
    while (atomic_exchange(&team.busy, true)) os_yield();
    atomic_store(&team.threads, threads);
    if (team.helper != NULL && !wants_helper()) {
        tell(LEAVE);
        os_thread_join(team.helper);
        team.helper = NULL;
    }
    atomic_store(&team.busy, false);
}
