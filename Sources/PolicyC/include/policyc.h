/* policyc for C: the interpreter of compiled failover policies, without I/O.
 *
 * A driver (your service, or a binding for its language) makes the attempts, keeps the timers and
 * asks here what comes next. The same artifact gives the same decisions, with the same reasons, in
 * every language.
 *
 *   policyc_load(bytes, length, &policy, error, sizeof error);
 *   policyc_engine_new(policy, &options, NULL, now(), &engine, error, sizeof error);
 *   policyc_begin(engine, route, &facts, now(), &request, &action);
 *   for (;;) switch (action.kind) {
 *     case POLICYC_ATTEMPT:              make it, and tell its outcome:
 *       policyc_classify(engine, route, action.endpoint, &evidence, epoch, &event.outcome);
 *       policyc_step(request, &event, now(), &action); break;
 *     case POLICYC_WAIT:                 sleep until action.wake_at, tell POLICYC_TIMER; break;
 *     case POLICYC_ANSWER: case POLICYC_FAIL: policyc_request_free(request); return;
 *     ...
 *   }
 *
 * Conventions
 *   Times are nanoseconds. `now` counts from any fixed moment, on a clock that is never set back
 *   (CLOCK_MONOTONIC), from 0 to POLICYC_NOW_MAX.
 *   Indices count the rows of one policy from 0; POLICYC_NONE stands for none.
 *   Texts are UTF-8 with a length, and not ended by a zero byte.
 *   Every function checks its arguments: a null pointer, an index out of range or a number that
 *   cannot be meant gives POLICYC_BAD_ARGUMENT (or 0, NULL, POLICYC_NONE where that is what the
 *   function returns), and changes nothing. What cannot be checked is a handle that was freed.
 *   Nothing here reads a clock, the environment or a file, sleeps, or keeps anything global.
 *
 * Memory
 *   Handles are freed by the function of their name. A policy may be freed as soon as an engine was
 *   made of it, an engine while its requests are in flight: each keeps what it needs. Texts that a
 *   function returns belong to the policy or the engine that was asked. Functions that fill a
 *   buffer write at most `capacity` bytes and return how many the whole text has.
 *
 * Threads
 *   Policies and engines may be used by any number of threads at once. The events of one request
 *   come one after the other. A handle may not be used while another thread frees it.
 */
#ifndef POLICYC_H
#define POLICYC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of everything below; a program compares it with policyc_abi_version(). */
#define POLICYC_ABI_VERSION 1u

#define POLICYC_NONE UINT32_MAX
#define POLICYC_NEVER INT64_MAX
#define POLICYC_NOW_MAX ((int64_t)1 << 62)
/* The largest size of a request, count of tokens and hint. */
#define POLICYC_AMOUNT_MAX ((int64_t)1 << 53)
/* The most headers and tags of one call. */
#define POLICYC_PAIRS_MAX 4096u

typedef struct policyc_policy policyc_policy;
typedef struct policyc_engine policyc_engine;
typedef struct policyc_request policyc_request;

/* A text, or bytes. `bytes` is NULL where there is none. */
typedef struct policyc_text {
  const char *bytes;
  size_t length;
} policyc_text;

/* A name and a value: a header, a tag, an attribute. */
typedef struct policyc_pair {
  policyc_text name;
  policyc_text value;
} policyc_pair;

/* What a function returns that can fail. */
enum {
  POLICYC_OK = 0,
  /* An argument is null, out of range, or does not belong to the others. */
  POLICYC_BAD_ARGUMENT = -1,
  /* The bytes are not an artifact that this version runs; the error text says why. */
  POLICYC_BAD_ARTIFACT = -2,
  /* A URL that the policy reads from the environment is missing or wrong. */
  POLICYC_BAD_URL = -3,
  /* Credentials are missing. */
  POLICYC_NO_CREDENTIAL = -4,
};

uint32_t policyc_abi_version(void);

/* ------------------------------------------------------------------------------- words */

/* Sets of words; `policyc_word` gives each by its number. */
enum {
  POLICYC_WORDS_REASON = 0,    /* `failover`, `breaker-open`, ... */
  POLICYC_WORDS_SENTENCE = 1,  /* a reason in a sentence */
  POLICYC_WORDS_ACTION = 2,    /* by policyc_action.kind */
  POLICYC_WORDS_NOTE = 3,      /* by policyc_note.kind */
  POLICYC_WORDS_EXECUTED = 4,  /* `no`, `maybe`, `yes` */
  POLICYC_WORDS_RESPONSE = 5,  /* by policyc_note.response */
  POLICYC_WORDS_SCOPE = 6,     /* by policyc_note.scope and policyc_outcome.scope */
  POLICYC_WORDS_TRANSPORT = 7, /* by policyc_evidence.transport: `none`, `connect`, `timeout`, ... */
  POLICYC_WORDS_DELIVERY = 8,  /* by policyc_facts.delivery */
};

/* A word, ended by a zero byte and never freed; NULL where the set has no such number. Sets have no
 * gaps, so counting up to NULL gives all of one. */
const char *policyc_word(uint32_t set, uint32_t number);

/* ------------------------------------------------------------------------------ policy */

/* Reads an artifact and checks every byte of it, its seal included.
 *
 * error, capacity: where the reason is written, ended by a zero byte; may be NULL and 0. */
int32_t policyc_load(const void *artifact, size_t length, policyc_policy **policy, char *error,
                     size_t capacity);
void policyc_policy_free(policyc_policy *policy);

/* The SHA-256 that names the artifact, and its revision; 0 if it states none. */
int32_t policyc_digest(const policyc_policy *policy, uint8_t digest[32], uint64_t *revision);

/* What a policy has, by index. */
enum {
  POLICYC_ROUTES = 0,
  POLICYC_ENDPOINTS = 1,
  POLICYC_GROUPS = 2,
  POLICYC_BREAKERS = 3,
  POLICYC_CLASSES = 4, /* of errors */
  POLICYC_STEPS = 5,   /* of ladders */
  POLICYC_CREDENTIALS = 6,
  /* What the caller has to do when the policy says so. Named `cache`, `reconcile`, `call NAME` or
   * `notify NAME`. */
  POLICYC_HANDLERS = 7,
  /* What the caller has to read before the engine starts. Named `env NAME` or `file PATH`. */
  POLICYC_SOURCES = 8,
};

/* How many there are; 0 for an unknown table. */
uint32_t policyc_count(const policyc_policy *policy, uint32_t table);
/* The name of one. A credential's is its source's. */
int32_t policyc_name(const policyc_policy *policy, uint32_t table, uint32_t index,
                     policyc_text *name);
/* The index of a name; POLICYC_NONE if there is none of it. */
uint32_t policyc_find(const policyc_policy *policy, uint32_t table, const char *name,
                      size_t length);
/* The first route that takes a request by one of its `match` statements; POLICYC_NONE if none does.
 * A query or fragment behind the path does not count. */
uint32_t policyc_match(const policyc_policy *policy, policyc_text method, policyc_text path,
                       const policyc_pair *headers, size_t header_count);

/* How an endpoint continues an answer that another one began. */
enum {
  POLICYC_HANDOVER_NONE = 0,
  POLICYC_HANDOVER_PREFILL = 1,      /* is given the text so far as the beginning of its own */
  POLICYC_HANDOVER_CONTINUATION = 2, /* is told to go on */
};

typedef struct policyc_endpoint {
  policyc_text url;            /* with `{credential}` where that belongs: fit for logs */
  policyc_text key_header;     /* the header of an idempotency key; NULL for none */
  uint32_t url_source;         /* the source of its URL */
  uint32_t credential_first;   /* its credentials are neighbours */
  uint32_t credential_count;
  uint32_t attribute_count;
  uint32_t domain_count;
  uint8_t handover;
  uint8_t holds_credential;    /* the credential goes into the URL, and into no header */
  uint8_t reserved[2];
} policyc_endpoint;

int32_t policyc_endpoint_at(const policyc_policy *policy, uint32_t endpoint, policyc_endpoint *out);
/* An attribute of an endpoint, as in `attribute model: "gpt-large"`. */
int32_t policyc_attribute(const policyc_policy *policy, uint32_t endpoint, uint32_t index,
                          policyc_pair *out);
/* A fault domain that an endpoint lies in, as in `region: us-east`. */
int32_t policyc_domain(const policyc_policy *policy, uint32_t endpoint, uint32_t index,
                       policyc_pair *out);
/* What an endpoint calls the value of a request's tag: by the `as:` of its `serves`, else by its
 * attribute of that name, else as the request does. `value` may be NULL where the request has no
 * such tag; `*out` is then NULL if the endpoint has no name for it either. Where it is the
 * request's own value, it is the caller's text. */
int32_t policyc_value(const policyc_policy *policy, uint32_t endpoint, policyc_text tag,
                      policyc_text value, policyc_text *out);

/* What a step of a ladder does. */
enum {
  POLICYC_STEP_USE = 0, /* other endpoints: attempts say so by `step` */
  POLICYC_STEP_CACHE = 1,
  POLICYC_STEP_TEXT = 2,
  POLICYC_STEP_CALL = 3,
  POLICYC_STEP_SHED = 4,
  POLICYC_STEP_FAIL = 5,
};

typedef struct policyc_step_info {
  policyc_text text; /* of `serve text` */
  int64_t max_age;   /* of `serve cache`; POLICYC_NEVER if unstated */
  uint32_t status;   /* of `serve text`; 0 if unstated */
  uint8_t kind;
  uint8_t reserved[3];
} policyc_step_info;

int32_t policyc_step_at(const policyc_policy *policy, uint32_t step, policyc_step_info *out);

/* ------------------------------------------------------------------------------ engine */

/* One thing that was decided or learnt; POLICYC_NONE, 0 or 255 stand for what it is not about. */
typedef struct policyc_note {
  int64_t at;
  int64_t value;    /* a time or a count that belongs to the reason */
  uint64_t request; /* policyc_facts.number */
  uint32_t route;
  uint32_t endpoint;
  uint32_t breaker;
  uint32_t group;
  uint32_t error_class;
  uint32_t credential;
  uint32_t step;
  uint16_t attempt;
  uint8_t kind;
  uint8_t reason;
  uint8_t response; /* that was passed over; 255 for none */
  uint8_t scope;    /* what cools; 255 for none */
  uint8_t reserved[6];
} policyc_note;

/* Is told on the thread that makes the decision: returns soon, and calls nothing of this file. */
typedef void (*policyc_listener)(void *data, const policyc_note *note);

typedef struct policyc_options {
  /* The values of the policy's sources, by their index: what the caller has read. NULL bytes: it is
   * not there. `values` itself may be NULL: then the caller sees to URLs and credentials, and
   * nothing is missing. Line ends behind a value do not count. */
  const policyc_text *values;
  size_t value_count;
  /* Who is told of every note; NULL for nobody, which is much faster. */
  policyc_listener listener;
  void *listener_data;
  /* For choices: different in every process. */
  uint64_t seed;
  /* 1: without the credentials that are missing, as long as every route has endpoints left. */
  uint8_t excludes_missing;
  /* 1: choices are those of policyc_draws; for tests. */
  uint8_t fixed_draws;
  uint8_t reserved[6];
} policyc_options;

/* Puts a policy to work; with `previous`, in the place of another engine's.
 *
 * The new engine shares the live state of the previous one (breakers, coolings, budgets, limits,
 * active members, isolations), where both policies mean the same by it. Requests that were begun on
 * the previous engine go on there, and count in the same cells. A credential whose value changed
 * begins without coolings. Begin new requests on the new engine, then free the previous one.
 *
 * options: NULL for the defaults. */
int32_t policyc_engine_new(const policyc_policy *policy, const policyc_options *options,
                           const policyc_engine *previous, int64_t now, policyc_engine **engine,
                           char *error, size_t capacity);
void policyc_engine_free(policyc_engine *engine);

/* The engine's policy, with the URLs that were read; valid as long as the engine, never freed. */
const policyc_policy *policyc_engine_policy(const policyc_engine *engine);
/* The secret of a credential; NULL bytes if it is missing. */
int32_t policyc_secret(const policyc_engine *engine, uint32_t credential, policyc_text *out);
/* The URL of a request: the endpoint's, `path` and its query joined to it, the credential in its
 * place, percent-encoded. Returns the length of all of it; 0 for a bad argument. */
size_t policyc_url(const policyc_engine *engine, uint32_t endpoint, uint32_t credential,
                   policyc_text path, char *buffer, size_t capacity);

/* What operators and health probes do; `index` is an endpoint, for POLICYC_FAIL_BACK a group. */
enum {
  POLICYC_ISOLATE = 0,  /* nothing is sent there until it is restored */
  POLICYC_RESTORE = 1,
  POLICYC_CLEAR = 2,    /* ends coolings, closes breakers */
  POLICYC_FAIL_BACK = 3,
  POLICYC_PROBE_UP = 4, /* an active probe answered */
  POLICYC_PROBE_DOWN = 5,
};
int32_t policyc_operate(const policyc_engine *engine, uint32_t what, uint32_t index, int64_t now);

/* The live state as JSON: endpoints with their breakers and coolings, groups, routes. Holds neither
 * secrets nor URLs. Returns the length of all of it; 0 for a bad argument. */
size_t policyc_snapshot(const policyc_engine *engine, int64_t now, char *buffer, size_t capacity);
/* The live state and the counters as Prometheus text (0.0.4), in the names of the Swift service. */
size_t policyc_metrics(const policyc_engine *engine, int64_t now, char *buffer, size_t capacity);

/* What the next choices give, for engines with fixed draws, on one thread, in the place of those that
 * were left: each is brought into the range that is asked for. Without any, a pick gives the first
 * and a time the longest. */
int32_t policyc_draws(const policyc_engine *engine, const int64_t *values, size_t count);

/* ----------------------------------------------------------------------------- request */

/* How the caller takes the answer. */
enum { POLICYC_WHOLE = 0, POLICYC_SHOWN = 1, POLICYC_HELD = 2 };

typedef struct policyc_facts {
  int64_t size;       /* in the units of the policy's limits (tokens) */
  uint64_t number;    /* the request's, in notes, and for its choices */
  const policyc_pair *tags;
  size_t tag_count;
  uint8_t priority;   /* 0 to 9, 9 the highest; usually 5 */
  uint8_t delivery;
  uint8_t lane;       /* differs between threads; only speed depends on it */
  uint8_t reserved[5];
} policyc_facts;

/* What the driver does next: give up the legs of `cancels`, heed `commits`, do `kind`, then wait
 * for an event, or for `wake_at` to tell POLICYC_TIMER. */
enum {
  POLICYC_WAIT = 0,
  POLICYC_ATTEMPT = 1,   /* send the request to `endpoint` with `credential`, over at `until` */
  POLICYC_RESUME = 2,    /* continue the answer that was cut, at `endpoint` */
  POLICYC_RECONCILE = 3, /* ask `endpoint` whether it was carried out; tell POLICYC_RECONCILED */
  POLICYC_DEGRADE = 4,   /* let `handler` answer for `step`; tell POLICYC_STEP_FINISHED */
  POLICYC_NOTIFY = 5,    /* tell `handler`, without waiting; tell POLICYC_PROCEED */
  POLICYC_ANSWER = 6,    /* answered: by `attempt`, or by `step` if there is one; the end */
  POLICYC_FAIL = 7,      /* failed; the end */
};

typedef struct policyc_action {
  int64_t until;       /* when what is begun must be over */
  int64_t wake_at;     /* when POLICYC_TIMER is wanted; includes every `until` and the hedge */
  int64_t hedge_at;    /* when the next hedge is due: until then the attempt may need a companion */
  int64_t retry_after; /* at an end: how long until a full answer is possible, as far as is known */
  uint32_t endpoint;   /* of an attempt, resumption, inquiry or an answer of one */
  uint32_t credential;
  uint32_t step;
  uint32_t handler;
  uint16_t attempt;    /* its number in the request, from 1; 0 for none */
  uint8_t leg;         /* its place in flight: 0 to 7 */
  uint8_t kind;
  uint8_t reason;
  uint8_t executed;    /* at an end: 0 no, 1 maybe, 2 yes */
  uint8_t commits;     /* 1: the attempt's bytes may go to the caller from now on */
  uint8_t cancels;     /* one bit a leg: give these up first */
  uint8_t timed_out;   /* those of `cancels` whose time is over */
  uint8_t reserved[7];
} policyc_action;

/* How an attempt ended; what policyc_classify fills. */
typedef struct policyc_outcome {
  int64_t hint;         /* how long the far end wants to be left alone; below 0: unsaid */
  int64_t usage;        /* tokens used; below 0: unsaid */
  uint32_t error_class; /* POLICYC_NONE: a success */
  uint8_t executed;     /* 0: certainly not; 1: maybe */
  uint8_t scope;
  uint8_t never;        /* 1: the far end forbids repeating there */
  uint8_t answered;     /* 1: a whole answer came, in time */
} policyc_outcome;

enum {
  POLICYC_FIRST_BYTE = 0,    /* of an attempt's body */
  POLICYC_FINISHED = 1,      /* an attempt is over: `outcome` */
  POLICYC_TIMER = 2,         /* `wake_at` has come */
  POLICYC_RECONCILED = 3,    /* `result`: 0 landed, 1 cannot land any more, 2 unknown */
  POLICYC_STEP_FINISHED = 4, /* `result`: 1 served, 0 not */
  POLICYC_PROCEED = 5,
  POLICYC_CANCEL = 6,        /* the caller gave up */
};

typedef struct policyc_event {
  policyc_outcome outcome;
  uint16_t attempt; /* for FIRST_BYTE and FINISHED: which, with its `leg` */
  uint8_t leg;
  uint8_t kind;
  uint8_t result;
  uint8_t reserved[3];
} policyc_event;

/* What a client has in hand about an answer or a failure. */
typedef struct policyc_evidence {
  const policyc_pair *headers; /* and trailers; the first 256 are looked at */
  size_t header_count;
  policyc_text body;           /* from its start, or one event of a stream; 64 KiB are looked at */
  uint32_t status;             /* of HTTP; 0: none */
  int32_t grpc_status;         /* below 0: none, or it is in the headers */
  uint8_t transport;           /* what went wrong below HTTP; 0: nothing */
  uint8_t is_event;            /* 1: `body` is an event of a stream that began well */
  uint8_t is_failure;          /* 1: the caller could not use it, whatever the table thinks */
  uint8_t reserved[5];
} policyc_evidence;

/* Begins a request: what is to be done first. */
int32_t policyc_begin(const policyc_engine *engine, uint32_t route, const policyc_facts *facts,
                      int64_t now, policyc_request **request, policyc_action *action);
/* Tells a request what happened: what is to be done next. An event for an attempt that is no longer
 * in flight, or for a request that has ended, changes nothing. A time before the last one counts as
 * the last one. */
int32_t policyc_step(policyc_request *request, const policyc_event *event, int64_t now,
                     policyc_action *action);
/* Frees a request. One that has not ended takes its places in limits with it: tell POLICYC_CANCEL
 * first. */
void policyc_request_free(policyc_request *request);

/* What an answer or a failure is, by the error table of an endpoint on a route.
 *
 * epoch: nanoseconds since 1970, for hints that name a date; 0 if unknown. */
int32_t policyc_classify(const policyc_engine *engine, uint32_t route, uint32_t endpoint,
                         const policyc_evidence *evidence, int64_t epoch, policyc_outcome *outcome);
/* Whether that table looks into the bodies of successes: 1 or 0. Others need not be kept. */
uint32_t policyc_reads_body(const policyc_engine *engine, uint32_t route, uint32_t endpoint);

/* How long the parts of an attempt may take, in nanoseconds from `now`; POLICYC_NEVER: unbounded. */
typedef struct policyc_timeouts {
  int64_t connect;
  int64_t first_byte;
  int64_t idle;    /* between two pieces */
  int64_t attempt; /* all of it; on a route that commits at the first byte, up to that */
  int64_t stream;  /* the rest of a committed answer */
} policyc_timeouts;

int32_t policyc_timeouts_of(const policyc_engine *engine, const policyc_action *action, int64_t now,
                            policyc_timeouts *out);

typedef struct policyc_request_info {
  uint64_t number;
  int64_t waited;      /* for a candidate, under the route's `wait` */
  uint32_t route;
  uint32_t sent_to;    /* the endpoint of the last failure: what a reconciliation is about */
  uint32_t attempts;   /* sent, those of the ladder included */
  uint8_t has_ended;
  uint8_t reserved[3];
} policyc_request_info;

int32_t policyc_request_at(const policyc_request *request, policyc_request_info *out);

#ifdef __cplusplus
}
#endif
#endif
