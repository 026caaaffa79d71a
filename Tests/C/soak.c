/* Requests under faults through the C interface, on four threads, on virtual time:
 *
 *   soak ARTIFACT [COUNT]       (of Tests/C/abi.policy; a million requests)
 *
 * Orders (`effect once`) go to a venue that executes them and loses the answer; the rest is a chat.
 * Nothing may be lost (every request ends, once), nothing be executed twice, and memory has to stay
 * flat. The engine is replaced while requests run. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "artifact.h"
#include "policyc.h"

enum { THREADS = 4 };

static policyc_policy *policy;
static policyc_engine *engine;
static pthread_mutex_t present = PTHREAD_MUTEX_INITIALIZER;
static long each;
/* When a round starts, and when its last request ended. */
static int64_t start_at;
static _Atomic int64_t last_at;
static atomic_long answered, failed, attempts, faults, twice, wrong;

static uint64_t dice(uint64_t *state, uint64_t n) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state % n;
}

static void check(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "not so: %s\n", what);
  exit(1);
}

/* One attempt: what its far end does, and how that is seen. */
static void attempt(const policyc_engine *on, uint32_t route, const policyc_action *action,
                    uint64_t *state, int *executions, policyc_event *event) {
  static const uint32_t statuses[] = {200, 500, 503, 429, 400, 0};
  attempts++;
  uint64_t kind = dice(state, 10) < 8 ? 0 : dice(state, 6);
  policyc_evidence evidence = {.status = statuses[kind], .grpc_status = -1};
  if (kind != 0) faults++;
  if (kind == 0 || ((kind == 1 || kind == 5) && dice(state, 2) == 0)) (*executions)++;
  if (kind == 5) evidence.transport = 12; /* cut */
  *event = (policyc_event){.kind = POLICYC_FINISHED, .leg = action->leg, .attempt = action->attempt};
  check(policyc_classify(on, route, action->endpoint, &evidence, 0, &event->outcome) == POLICYC_OK,
        "an answer is classified");
}

static void request(uint64_t number, uint64_t *state, int64_t *now) {
  uint32_t route = (uint32_t)dice(state, 2);
  *now += (int64_t)dice(state, 2000000000);
  policyc_pair tag = {{"model", 5}, {"large", 5}};
  policyc_facts facts = {.number = number, .priority = 5, .delivery = POLICYC_WHOLE, .tags = &tag,
                         .tag_count = 1, .size = (int64_t)dice(state, 1000),
                         .lane = (uint8_t)(number >> 40)};
  policyc_request *one;
  policyc_action action;
  pthread_mutex_lock(&present);
  const policyc_engine *on = engine;
  int32_t status = policyc_begin(on, route, &facts, *now, &one, &action);
  pthread_mutex_unlock(&present);
  check(status == POLICYC_OK, "a request begins");
  /* The engine may be freed now: the request keeps it. Classifying needs one that is not. */
  int executions = 0;
  for (int step = 0; action.kind != POLICYC_ANSWER && action.kind != POLICYC_FAIL; step++) {
    check(step < 100, "a request ends");
    policyc_event event = {.kind = POLICYC_TIMER};
    *now += (int64_t)dice(state, 3000000);
    switch (action.kind) {
      case POLICYC_ATTEMPT:
      case POLICYC_RESUME:
        pthread_mutex_lock(&present);
        attempt(engine, route, &action, state, &executions, &event);
        pthread_mutex_unlock(&present);
        break;
      case POLICYC_WAIT: *now = action.wake_at > *now ? action.wake_at : *now; break;
      case POLICYC_RECONCILE:
        event.kind = POLICYC_RECONCILED;
        event.result = dice(state, 5) == 0 ? 2 : executions > 0 ? 0 : 1;
        break;
      case POLICYC_DEGRADE: event.kind = POLICYC_STEP_FINISHED; break;
      case POLICYC_NOTIFY: event.kind = POLICYC_PROCEED; break;
      default: check(false, "an action is known");
    }
    check(policyc_step(one, &event, *now, &action) == POLICYC_OK, "a step is taken");
  }
  if (action.kind == POLICYC_ANSWER) answered++;
  else failed++;
  if (route == 1 && executions > 1) twice++;
  if (route == 1 && action.executed == 0 && executions > 0) wrong++;
  if (route == 1 && action.executed == 2 && executions == 0) wrong++;
  policyc_request_free(one);
}

static void *work(void *argument) {
  uint64_t lane = (uint64_t)(uintptr_t)argument, state = 88172645463325252u + lane;
  int64_t now = start_at;
  for (long i = 0; i < each; i++) request(lane << 40 | (uint64_t)i, &state, &now);
  if (now > last_at) last_at = now;
  return NULL;
}

static long memory(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long size = 0, resident = 0;
  if (file == NULL || fscanf(file, "%ld %ld", &size, &resident) != 2) return 0;
  fclose(file);
  return resident * 4;
}

static void replace(int64_t now) {
  policyc_engine *next = NULL;
  check(policyc_engine_new(policy, NULL, engine, now, &next, NULL, 0) == POLICYC_OK, "a reload");
  pthread_mutex_lock(&present);
  policyc_engine *last = engine;
  engine = next;
  pthread_mutex_unlock(&present);
  policyc_engine_free(last);
}

int main(int count, char **arguments) {
  read_artifact(count > 1 ? arguments[1] : NULL, "soak ARTIFACT [COUNT]");
  check(policyc_load(artifact, artifact_length, &policy, NULL, 0) == POLICYC_OK, "the policy loads");
  check(policyc_engine_new(policy, NULL, NULL, 0, &engine, NULL, 0) == POLICYC_OK, "it starts");
  long whole = count > 2 ? atol(arguments[2]) : 1000000;
  enum { ROUNDS = 10 };
  long after_first = 0;
  for (int round = 0; round < ROUNDS; round++) {
    each = whole / THREADS / ROUNDS;
    pthread_t all[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++) pthread_create(&all[i], NULL, work, (void *)i);
    replace(start_at);
    for (int i = 0; i < THREADS; i++) pthread_join(all[i], NULL);
    start_at = last_at;
    if (round == 0) after_first = memory();
  }
  long grown = memory() - after_first;
  long ended = answered + failed, wanted = each * THREADS * ROUNDS;
  printf("%ld requests, %ld attempts, %ld faults: %ld answered, %ld failed, %ld lost; "
         "%ld orders executed twice, %ld told wrongly; memory grew by %ld kB\n",
         ended, atomic_load(&attempts), atomic_load(&faults), atomic_load(&answered),
         atomic_load(&failed), wanted - ended, atomic_load(&twice), atomic_load(&wrong), grown);
  policyc_engine_free(engine);
  policyc_policy_free(policy);
  return ended != wanted || twice > 0 || wrong > 0 || grown > 512;
}
