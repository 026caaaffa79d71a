/* Calls every function of policyc.h: with what it is made for, with hostile arguments, and from
 * several threads at once.
 *
 *   abi ARTIFACT        (of Tests/C/abi.policy)
 *
 * Prints what was checked; exits with 1 at the first thing that is wrong. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "artifact.h"
#include "policyc.h"

static int checks;
#define CHECK(what)                                                       \
  do {                                                                    \
    checks++;                                                             \
    if (!(what)) {                                                        \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
      exit(1);                                                            \
    }                                                                     \
  } while (0)

#define TEXT(literal) ((policyc_text){literal, sizeof literal - 1})
static const int64_t second = 1000000000;

static bool is(policyc_text text, const char *wanted) {
  return text.length == strlen(wanted) && memcmp(text.bytes, wanted, text.length) == 0;
}

static policyc_policy *load(void) {
  policyc_policy *policy = NULL;
  char error[200] = "";
  if (policyc_load(artifact, artifact_length, &policy, error, sizeof error) != POLICYC_OK) {
    fprintf(stderr, "%s\n", error);
    exit(1);
  }
  return policy;
}

static policyc_engine *start(const policyc_policy *policy, const policyc_options *options,
                             const policyc_engine *previous, int64_t now) {
  policyc_engine *engine = NULL;
  char error[400] = "";
  if (policyc_engine_new(policy, options, previous, now, &engine, error, sizeof error) !=
      POLICYC_OK) {
    fprintf(stderr, "%s\n", error);
    exit(1);
  }
  return engine;
}

static policyc_facts facts(uint64_t number) {
  return (policyc_facts){.number = number, .priority = 5, .delivery = POLICYC_SHOWN};
}

static uint32_t find(const policyc_policy *policy, uint32_t table, const char *name) {
  return policyc_find(policy, table, name, strlen(name));
}

/* The end of an attempt that answered. */
static policyc_event success(const policyc_action *action) {
  return (policyc_event){.outcome = {.error_class = POLICYC_NONE, .usage = -1, .hint = -1},
                         .kind = POLICYC_FINISHED,
                         .leg = action->leg,
                         .attempt = action->attempt};
}

static policyc_event failure(const policyc_engine *engine, uint32_t route,
                             const policyc_action *action, uint32_t status) {
  policyc_event event = success(action);
  policyc_evidence evidence = {.status = status, .grpc_status = -1};
  CHECK(policyc_classify(engine, route, action->endpoint, &evidence, 0, &event.outcome) ==
        POLICYC_OK);
  return event;
}

/* ----------------------------------------------------------------------------- the policy */

static void policies(void) {
  CHECK(policyc_abi_version() == POLICYC_ABI_VERSION);
  policyc_policy *policy = load();
  uint8_t digest[32] = {0};
  uint64_t revision = 99;
  CHECK(policyc_digest(policy, digest, &revision) == POLICYC_OK);
  CHECK(revision == 0 && (digest[0] | digest[1] | digest[2]) != 0);
  CHECK(policyc_count(policy, POLICYC_ROUTES) == 2);
  CHECK(policyc_count(policy, POLICYC_ENDPOINTS) == 2);
  CHECK(policyc_count(policy, POLICYC_GROUPS) == 1);
  CHECK(policyc_count(policy, POLICYC_BREAKERS) == 1);
  CHECK(policyc_count(policy, POLICYC_CLASSES) > 10);
  CHECK(policyc_count(policy, POLICYC_STEPS) == 3);
  CHECK(policyc_count(policy, POLICYC_CREDENTIALS) == 3);
  CHECK(policyc_count(policy, POLICYC_HANDLERS) == 4);
  CHECK(policyc_count(policy, POLICYC_SOURCES) == 4);
  CHECK(policyc_count(policy, 9) == 0 && policyc_count(policy, UINT32_MAX) == 0);
  for (const char **name = (const char *[]){"notify oncall", "cache", "call fallback", "reconcile",
                                            NULL};
       *name != NULL; name++)
    CHECK(find(policy, POLICYC_HANDLERS, *name) != POLICYC_NONE);
  CHECK(find(policy, POLICYC_SOURCES, "env TWO_URL") != POLICYC_NONE);
  CHECK(find(policy, POLICYC_ROUTES, "chats") == POLICYC_NONE);
  policyc_text name;
  CHECK(policyc_name(policy, POLICYC_ENDPOINTS, 1, &name) == POLICYC_OK && is(name, "two"));
  CHECK(policyc_name(policy, POLICYC_CREDENTIALS, 0, &name) == POLICYC_OK && is(name, "env ONE_KEY"));
  CHECK(policyc_name(policy, POLICYC_ENDPOINTS, 2, &name) == POLICYC_BAD_ARGUMENT);

  policyc_pair header = {TEXT("x-kind"), TEXT("chat")};
  uint32_t chat = find(policy, POLICYC_ROUTES, "chat");
  CHECK(policyc_match(policy, TEXT("POST"), TEXT("/v1/chat/completions?a=b"), NULL, 0) == chat);
  CHECK(policyc_match(policy, TEXT("GET"), TEXT("/v1/chat/completions"), NULL, 0) == POLICYC_NONE);
  CHECK(policyc_match(policy, TEXT("GET"), TEXT("/any"), &header, 1) == chat);
  CHECK(policyc_match(policy, TEXT("GET"), TEXT("/any"), NULL, 0) == POLICYC_NONE);

  policyc_endpoint endpoint;
  CHECK(policyc_endpoint_at(policy, 0, &endpoint) == POLICYC_OK);
  CHECK(is(endpoint.url, "https://one.example.com/v1?fixed=1") && endpoint.key_header.bytes == NULL);
  CHECK(endpoint.credential_count == 2 && endpoint.attribute_count == 2);
  CHECK(endpoint.handover == POLICYC_HANDOVER_CONTINUATION && endpoint.holds_credential == 0);
  CHECK(endpoint.url_source == POLICYC_NONE && endpoint.domain_count == 2);
  CHECK(policyc_endpoint_at(policy, 1, &endpoint) == POLICYC_OK);
  CHECK(is(endpoint.key_header, "Idempotency-Key") && endpoint.holds_credential == 1);
  CHECK(endpoint.handover == POLICYC_HANDOVER_PREFILL && endpoint.url_source != POLICYC_NONE);
  policyc_pair pair;
  CHECK(policyc_attribute(policy, 0, 0, &pair) == POLICYC_OK);
  CHECK(is(pair.name, "model") && is(pair.value, "one-large"));
  CHECK(policyc_attribute(policy, 0, 2, &pair) == POLICYC_BAD_ARGUMENT);
  CHECK(policyc_domain(policy, 1, 0, &pair) == POLICYC_OK && is(pair.value, "two"));
  CHECK(policyc_domain(policy, 1, 1, &pair) == POLICYC_BAD_ARGUMENT);
  policyc_text value;
  CHECK(policyc_value(policy, 1, TEXT("model"), TEXT("large"), &value) == POLICYC_OK);
  CHECK(is(value, "two-large"));
  CHECK(policyc_value(policy, 1, TEXT("model"), TEXT("small"), &value) == POLICYC_OK);
  CHECK(is(value, "small"));
  CHECK(policyc_value(policy, 0, TEXT("model"), TEXT("large"), &value) == POLICYC_OK);
  CHECK(is(value, "one-large"));
  CHECK(policyc_value(policy, 0, TEXT("colour"), (policyc_text){NULL, 0}, &value) == POLICYC_OK);
  CHECK(value.bytes == NULL);
  policyc_step_info step;
  CHECK(policyc_step_at(policy, 0, &step) == POLICYC_OK && step.kind == POLICYC_STEP_CACHE);
  CHECK(step.max_age == 300 * second);
  CHECK(policyc_step_at(policy, 2, &step) == POLICYC_OK && step.kind == POLICYC_STEP_TEXT);
  CHECK(is(step.text, "Please try again.") && step.status == 503);
  CHECK(policyc_step_at(policy, 3, &step) == POLICYC_BAD_ARGUMENT);
  policyc_policy_free(policy);
  policyc_policy_free(NULL);
}

static void words(void) {
  for (uint32_t set = 0; set < 9; set++) {
    uint32_t count = 0;
    while (policyc_word(set, count) != NULL) CHECK(strlen(policyc_word(set, count++)) > 0);
    CHECK(count >= 2 && policyc_word(set, count + 1) == NULL);
  }
  CHECK(strcmp(policyc_word(POLICYC_WORDS_ACTION, POLICYC_RECONCILE), "reconcile") == 0);
  CHECK(policyc_word(9, 0) == NULL && policyc_word(0, UINT32_MAX) == NULL);
}

/* Every artifact that is cut, or has a bit turned, is refused with a reason. */
static void damaged_artifacts(void) {
  uint8_t *copy = malloc(artifact_length);
  char error[200];
  policyc_policy *policy = NULL;
  for (size_t i = 0; i < artifact_length; i++) {
    memcpy(copy, artifact, artifact_length);
    copy[i] ^= (uint8_t)(1 << (i & 7));
    error[0] = 0;
    CHECK(policyc_load(copy, artifact_length, &policy, error, sizeof error) ==
          POLICYC_BAD_ARTIFACT);
    CHECK(policy == NULL && strlen(error) > 20);
    uint8_t *exact = malloc(i + 1);
    memcpy(exact, artifact, i);
    CHECK(policyc_load(exact, i, &policy, error, sizeof error) == POLICYC_BAD_ARTIFACT);
    free(exact);
  }
  char tiny[6];
  CHECK(policyc_load("x", 1, &policy, tiny, sizeof tiny) == POLICYC_BAD_ARTIFACT);
  CHECK(strlen(tiny) == 5);
  CHECK(policyc_load("x", 1, &policy, NULL, 0) == POLICYC_BAD_ARTIFACT);
  CHECK(policyc_load(copy, (size_t)-1, &policy, NULL, 0) == POLICYC_BAD_ARGUMENT);
  CHECK(policyc_load(NULL, 5, &policy, NULL, 0) == POLICYC_BAD_ARGUMENT);
  CHECK(policyc_load(artifact, artifact_length, NULL, NULL, 0) == POLICYC_BAD_ARGUMENT);
  free(copy);
}

/* ----------------------------------------------------------------------------- the engine */

static void sources(void) {
  policyc_policy *policy = load();
  policyc_engine *engine = NULL;
  char error[400] = "";
  uint32_t count = policyc_count(policy, POLICYC_SOURCES);
  policyc_text values[8] = {{NULL, 0}};
  policyc_options options = {.values = values, .value_count = count};
  CHECK(policyc_engine_new(policy, &options, NULL, 0, &engine, error, sizeof error) ==
        POLICYC_NO_CREDENTIAL);
  CHECK(strstr(error, "env(\"ONE_KEY\") of endpoint `one` is not set in the environment") != NULL);
  CHECK(strstr(error, "TWO_KEY") != NULL);
  values[find(policy, POLICYC_SOURCES, "env TWO_URL")] = TEXT("two.example.com");
  CHECK(policyc_engine_new(policy, &options, NULL, 0, &engine, error, sizeof error) ==
        POLICYC_BAD_URL);
  CHECK(strstr(error, "TWO_URL") != NULL);
  options.value_count = count + 1;
  CHECK(policyc_engine_new(policy, &options, NULL, 0, &engine, error, sizeof error) ==
        POLICYC_BAD_ARGUMENT);
  options.value_count = count;
  values[find(policy, POLICYC_SOURCES, "env TWO_URL")] =
      TEXT("http://localhost:81/{credential}/bot\n");
  values[find(policy, POLICYC_SOURCES, "env TWO_KEY")] = TEXT("a/b c\r\n");
  options.excludes_missing = 1;
  engine = start(policy, &options, NULL, 0);
  const policyc_policy *whole = policyc_engine_policy(engine);
  policyc_endpoint endpoint;
  CHECK(policyc_endpoint_at(whole, 1, &endpoint) == POLICYC_OK);
  CHECK(is(endpoint.url, "http://localhost:81/{credential}/bot"));
  policyc_text secret;
  CHECK(policyc_secret(engine, endpoint.credential_first, &secret) == POLICYC_OK);
  CHECK(is(secret, "a/b c"));
  CHECK(policyc_secret(engine, 0, &secret) == POLICYC_OK && secret.bytes == NULL);
  char url[200];
  size_t length =
      policyc_url(engine, 1, endpoint.credential_first, TEXT("/send?x={credential}"), url, sizeof url);
  CHECK(is((policyc_text){url, length}, "http://localhost:81/a%2Fb%20c/bot/send?x={credential}"));
  length = policyc_url(engine, 0, POLICYC_NONE, TEXT("/chat?a=b"), url, sizeof url);
  CHECK(is((policyc_text){url, length}, "https://one.example.com/v1/chat?fixed=1&a=b"));
  memset(url, 'x', sizeof url);
  CHECK(policyc_url(engine, 0, POLICYC_NONE, TEXT("/chat?a=b"), url, 5) == length);
  CHECK(memcmp(url, "httpsx", 6) == 0);
  /* The first endpoint has no credential, so that the second gets the request. */
  policyc_pair model = {TEXT("model"), TEXT("large")};
  policyc_facts one = facts(1);
  one.tags = &model;
  one.tag_count = 1;
  policyc_request *request;
  policyc_action action;
  CHECK(policyc_begin(engine, 0, &one, 0, &request, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_ATTEMPT && action.endpoint == 1);
  policyc_request_free(request);
  /* Nothing is left of the order's route without both. */
  values[find(policy, POLICYC_SOURCES, "env TWO_KEY")] = (policyc_text){NULL, 0};
  policyc_engine *other = NULL;
  CHECK(policyc_engine_new(policy, &options, engine, 0, &other, error, sizeof error) ==
        POLICYC_NO_CREDENTIAL);
  CHECK(strstr(error, "no endpoint left") != NULL && other == NULL);
  policyc_engine_free(engine);
  policyc_policy_free(policy);
}

static int notes;
static void count_note(void *data, const policyc_note *note) {
  CHECK(data == &notes && policyc_word(POLICYC_WORDS_NOTE, note->kind) != NULL);
  CHECK(policyc_word(POLICYC_WORDS_REASON, note->reason) != NULL);
  notes++;
}

/* A request from its beginning to the last step of its ladder. */
static void life_of_a_request(void) {
  policyc_policy *policy = load();
  policyc_options options = {.listener = count_note, .listener_data = &notes, .seed = 7};
  policyc_engine *engine = start(policy, &options, NULL, second);
  policyc_policy_free(policy);
  policyc_facts mine = facts(42);
  policyc_pair tags[2] = {{TEXT("model"), TEXT("large")}, {TEXT("nobody"), TEXT("asks")}};
  mine.tags = tags;
  mine.tag_count = 2;
  policyc_request *request;
  policyc_action action;
  CHECK(policyc_begin(engine, 0, &mine, second, &request, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_ATTEMPT && action.endpoint == 0 && action.attempt == 1);
  CHECK(action.hedge_at == 2 * second && action.wake_at == 2 * second);
  policyc_timeouts timeouts;
  CHECK(policyc_timeouts_of(engine, &action, second, &timeouts) == POLICYC_OK);
  CHECK(timeouts.connect == second && timeouts.first_byte == 2 * second);
  CHECK(timeouts.idle == 3 * second && timeouts.attempt == 4 * second);
  CHECK(timeouts.stream == POLICYC_NEVER);
  policyc_event event = failure(engine, 0, &action, 503);
  CHECK(policyc_step(request, &event, second, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_ATTEMPT && action.endpoint == 1 && action.attempt == 2);
  policyc_request_info info;
  CHECK(policyc_request_at(request, &info) == POLICYC_OK);
  CHECK(info.number == 42 && info.attempts == 2 && info.sent_to == 0 && !info.has_ended);
  event = failure(engine, 0, &action, 500);
  CHECK(policyc_step(request, &event, second, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_NOTIFY);
  CHECK(policyc_step(request, &(policyc_event){.kind = POLICYC_PROCEED}, second, &action) ==
        POLICYC_OK);
  policyc_text name;
  CHECK(action.kind == POLICYC_DEGRADE);
  CHECK(policyc_name(policyc_engine_policy(engine), POLICYC_HANDLERS, action.handler, &name) ==
        POLICYC_OK);
  CHECK(is(name, "cache"));
  policyc_event not_served = {.kind = POLICYC_STEP_FINISHED, .result = 0};
  CHECK(policyc_step(request, &not_served, second, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_DEGRADE);
  CHECK(policyc_step(request, &not_served, second, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_ANSWER && action.step == 2 && action.endpoint == POLICYC_NONE);
  CHECK(policyc_request_at(request, &info) == POLICYC_OK && info.has_ended);
  /* Whatever comes after the end changes nothing. */
  for (uint8_t kind = 0; kind <= POLICYC_CANCEL; kind++) {
    policyc_event late = {.kind = kind, .outcome = {.error_class = POLICYC_NONE}};
    CHECK(policyc_step(request, &late, 2 * second, &action) == POLICYC_OK);
    CHECK(action.kind == POLICYC_WAIT);
  }
  policyc_request_free(request);
  CHECK(notes > 5);

  /* An order whose fate nobody knows is never sent again. */
  CHECK(policyc_begin(engine, 1, &mine, 20 * second, &request, &action) == POLICYC_OK);
  policyc_evidence evidence = {.grpc_status = -1};
  for (uint32_t i = 0; policyc_word(POLICYC_WORDS_TRANSPORT, i) != NULL; i++)
    if (strcmp(policyc_word(POLICYC_WORDS_TRANSPORT, i), "cut") == 0) evidence.transport = (uint8_t)i;
  event = success(&action);
  CHECK(policyc_classify(engine, 1, action.endpoint, &evidence, 0, &event.outcome) == POLICYC_OK);
  CHECK(event.outcome.executed == 1 && event.outcome.error_class != POLICYC_NONE);
  CHECK(policyc_step(request, &event, 20 * second, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_WAIT && action.wake_at == 20 * second + 10000000);
  int64_t settled = action.wake_at;
  CHECK(policyc_step(request, &(policyc_event){.kind = POLICYC_TIMER}, settled, &action) ==
        POLICYC_OK);
  CHECK(action.kind == POLICYC_RECONCILE && action.endpoint != POLICYC_NONE);
  event = (policyc_event){.kind = POLICYC_RECONCILED, .result = 2};
  CHECK(policyc_step(request, &event, settled, &action) == POLICYC_OK);
  CHECK(action.kind == POLICYC_FAIL && action.executed == 1);
  policyc_request_free(request);
  policyc_engine_free(engine);
}

/* What was said of a body, a header, a stream's event, and of what nobody could read. */
static void classified(void) {
  policyc_policy *policy = load();
  policyc_engine *engine = start(policy, NULL, NULL, 0);
  policyc_outcome outcome;
  policyc_pair after = {TEXT("Retry-After"), TEXT("7")};
  policyc_evidence evidence = {.status = 429, .grpc_status = -1, .headers = &after,
                               .header_count = 1};
  CHECK(policyc_classify(engine, 0, 0, &evidence, 0, &outcome) == POLICYC_OK);
  CHECK(outcome.error_class == find(policy, POLICYC_CLASSES, "rate-limited"));
  CHECK(outcome.hint == 7 * second && outcome.answered == 1);
  evidence = (policyc_evidence){.status = 200, .grpc_status = -1,
                                .body = TEXT("{\"usage\":{\"total_tokens\":12}}")};
  CHECK(policyc_classify(engine, 0, 0, &evidence, 0, &outcome) == POLICYC_OK);
  CHECK(outcome.error_class == POLICYC_NONE && outcome.usage == 12);
  evidence.is_failure = 1;
  CHECK(policyc_classify(engine, 0, 0, &evidence, 0, &outcome) == POLICYC_OK);
  CHECK(outcome.error_class != POLICYC_NONE);
  evidence = (policyc_evidence){.status = 200, .grpc_status = -1, .is_event = 1,
                                .body = TEXT("data: {\"error\":{\"type\":\"overloaded_error\"}}")};
  CHECK(policyc_classify(engine, 0, 0, &evidence, 0, &outcome) == POLICYC_OK);
  CHECK(outcome.error_class == find(policy, POLICYC_CLASSES, "overloaded"));
  CHECK(policyc_reads_body(engine, 0, 0) == 1 && policyc_reads_body(engine, 9, 0) == 0);
  policyc_engine_free(engine);
  policyc_policy_free(policy);
}

/* Live state goes on when a policy takes another's place; requests end where they began. */
static void reload(void) {
  policyc_policy *policy = load();
  policyc_engine *first = start(policy, NULL, NULL, 0);
  policyc_facts mine = facts(1);
  policyc_request *old, *request;
  policyc_action action, ignored;
  CHECK(policyc_begin(first, 0, &mine, 0, &old, &action) == POLICYC_OK);
  CHECK(policyc_operate(first, POLICYC_ISOLATE, 1, 0) == POLICYC_OK);
  for (int i = 0; i < 3; i++) {
    policyc_action one;
    CHECK(policyc_begin(first, 0, &mine, 0, &request, &one) == POLICYC_OK);
    policyc_event event = failure(first, 0, &one, 500);
    CHECK(policyc_step(request, &event, 0, &ignored) == POLICYC_OK);
    CHECK(policyc_step(request, &(policyc_event){.kind = POLICYC_CANCEL}, 0, &ignored) == POLICYC_OK);
    policyc_request_free(request);
  }
  policyc_engine *next = start(policy, NULL, first, second);
  policyc_engine_free(first);
  char text[1 << 16];
  size_t length = policyc_snapshot(next, second, text, sizeof text - 1);
  CHECK(length > 100 && length < sizeof text);
  text[length] = 0;
  CHECK(strstr(text, "\"state\": \"open\"") != NULL && strstr(text, "\"state\": \"isolated\"") != NULL);
  CHECK(policyc_operate(next, POLICYC_RESTORE, 1, second) == POLICYC_OK);
  CHECK(policyc_operate(next, POLICYC_CLEAR, 0, second) == POLICYC_OK);
  CHECK(policyc_operate(next, POLICYC_FAIL_BACK, 0, second) == POLICYC_OK);
  CHECK(policyc_operate(next, POLICYC_PROBE_UP, 0, second) == POLICYC_OK);
  CHECK(policyc_operate(next, POLICYC_PROBE_DOWN, 0, second) == POLICYC_OK);
  CHECK(policyc_operate(next, 6, 0, second) == POLICYC_BAD_ARGUMENT);
  CHECK(policyc_operate(next, POLICYC_FAIL_BACK, 1, second) == POLICYC_BAD_ARGUMENT);
  policyc_event event = success(&action);
  CHECK(policyc_step(old, &event, second, &action) == POLICYC_OK && action.kind == POLICYC_ANSWER);
  policyc_request_free(old);
  length = policyc_metrics(next, second, text, sizeof text - 1);
  text[length] = 0;
  CHECK(strstr(text, "policy_requests_total{route=\"chat\"} 4\n") != NULL);
  CHECK(strstr(text, "policy_failures_total{route=\"chat\",reason=\"cancelled\"} 3\n") != NULL);
  CHECK(strstr(text, "policy_answers_total{route=\"chat\",level=\"full\",step=\"\"} 1\n") != NULL);
  CHECK(policyc_metrics(next, second, NULL, 0) == length);
  policyc_engine_free(next);
  policyc_policy_free(policy);
}

/* ------------------------------------------------------------------------ hostile arguments */

static void nulls(void) {
  policyc_policy *policy = load();
  policyc_engine *engine = start(policy, NULL, NULL, 0), *other = NULL;
  policyc_request *request = NULL;
  policyc_action action;
  policyc_facts mine = facts(1);
  policyc_event event = {.kind = POLICYC_TIMER};
  policyc_outcome outcome;
  policyc_evidence evidence = {.status = 200, .grpc_status = -1};
  policyc_text text = TEXT("x"), broken = {NULL, 7}, endless = {"x", (size_t)-1};
  policyc_pair pair = {text, broken};
  policyc_timeouts timeouts;
  policyc_request_info info;
  policyc_endpoint endpoint;
  policyc_step_info step;
  int64_t draw = 0;
#define BAD(call) CHECK((call) == POLICYC_BAD_ARGUMENT)
  BAD(policyc_digest(NULL, NULL, NULL));
  CHECK(policyc_digest(policy, NULL, NULL) == POLICYC_OK);
  CHECK(policyc_count(NULL, 0) == 0 && policyc_find(NULL, 0, "x", 1) == POLICYC_NONE);
  CHECK(policyc_find(policy, 0, NULL, 1) == POLICYC_NONE);
  CHECK(policyc_find(policy, 77, "x", 1) == POLICYC_NONE);
  BAD(policyc_name(NULL, 0, 0, &text));
  BAD(policyc_name(policy, 0, 0, NULL));
  CHECK(policyc_match(NULL, text, text, NULL, 0) == POLICYC_NONE);
  CHECK(policyc_match(policy, broken, text, NULL, 0) == POLICYC_NONE);
  CHECK(policyc_match(policy, text, endless, NULL, 0) == POLICYC_NONE);
  CHECK(policyc_match(policy, text, text, NULL, 3) == POLICYC_NONE);
  CHECK(policyc_match(policy, text, text, &pair, 1) == POLICYC_NONE);
  CHECK(policyc_match(policy, text, text, &pair, (size_t)-1) == POLICYC_NONE);
  BAD(policyc_endpoint_at(NULL, 0, &endpoint));
  BAD(policyc_endpoint_at(policy, 0, NULL));
  BAD(policyc_endpoint_at(policy, POLICYC_NONE, &endpoint));
  BAD(policyc_attribute(NULL, 0, 0, &pair));
  BAD(policyc_attribute(policy, 7, 0, &pair));
  BAD(policyc_domain(policy, 0, POLICYC_NONE, &pair));
  BAD(policyc_domain(policy, 0, 0, NULL));
  BAD(policyc_value(policy, 0, broken, text, &text));
  BAD(policyc_value(policy, 9, text, text, &text));
  BAD(policyc_value(policy, 0, text, text, NULL));
  BAD(policyc_step_at(policy, 0, NULL));
  BAD(policyc_step_at(NULL, 0, &step));
  BAD(policyc_engine_new(NULL, NULL, NULL, 0, &other, NULL, 0));
  BAD(policyc_engine_new(policy, NULL, NULL, 0, NULL, NULL, 0));
  BAD(policyc_engine_new(policy, NULL, NULL, -1, &other, NULL, 0));
  BAD(policyc_engine_new(policy, NULL, NULL, POLICYC_NOW_MAX + 1, &other, NULL, 0));
  CHECK(policyc_engine_policy(NULL) == NULL);
  BAD(policyc_secret(engine, 99, &text));
  BAD(policyc_secret(engine, 0, NULL));
  BAD(policyc_secret(NULL, 0, &text));
  CHECK(policyc_url(NULL, 0, POLICYC_NONE, text, NULL, 0) == 0);
  CHECK(policyc_url(engine, 9, POLICYC_NONE, text, NULL, 0) == 0);
  CHECK(policyc_url(engine, 0, 9, text, NULL, 0) == 0);
  CHECK(policyc_url(engine, 0, POLICYC_NONE, broken, NULL, 0) == 0);
  BAD(policyc_operate(NULL, 0, 0, 0));
  BAD(policyc_operate(engine, 0, 0, -1));
  BAD(policyc_operate(engine, 0, POLICYC_NONE, 0));
  CHECK(policyc_snapshot(NULL, 0, NULL, 0) == 0 && policyc_snapshot(engine, -1, NULL, 0) == 0);
  CHECK(policyc_metrics(NULL, 0, NULL, 0) == 0);
  BAD(policyc_draws(engine, &draw, 1));
  BAD(policyc_draws(NULL, &draw, 1));
  BAD(policyc_begin(NULL, 0, &mine, 0, &request, &action));
  BAD(policyc_begin(engine, 2, &mine, 0, &request, &action));
  BAD(policyc_begin(engine, POLICYC_NONE, &mine, 0, &request, &action));
  BAD(policyc_begin(engine, 0, NULL, 0, &request, &action));
  BAD(policyc_begin(engine, 0, &mine, INT64_MIN, &request, &action));
  BAD(policyc_begin(engine, 0, &mine, INT64_MAX, &request, &action));
  BAD(policyc_begin(engine, 0, &mine, 0, NULL, &action));
  BAD(policyc_begin(engine, 0, &mine, 0, &request, NULL));
  mine.delivery = 3;
  BAD(policyc_begin(engine, 0, &mine, 0, &request, &action));
  mine = facts(1);
  mine.size = INT64_MAX;
  BAD(policyc_begin(engine, 0, &mine, 0, &request, &action));
  mine = facts(1);
  mine.tag_count = 1;
  BAD(policyc_begin(engine, 0, &mine, 0, &request, &action));
  mine.tags = &pair;
  mine.tag_count = POLICYC_PAIRS_MAX + 1;
  BAD(policyc_begin(engine, 0, &mine, 0, &request, &action));
  mine = facts(1);
  mine.size = INT64_MIN;
  mine.priority = 255;
  CHECK(policyc_begin(engine, 0, &mine, POLICYC_NOW_MAX, &request, &action) == POLICYC_OK);
  BAD(policyc_step(NULL, &event, 0, &action));
  BAD(policyc_step(request, NULL, 0, &action));
  BAD(policyc_step(request, &event, 0, NULL));
  BAD(policyc_step(request, &event, -5, &action));
  event.kind = 7;
  BAD(policyc_step(request, &event, 0, &action));
  event = (policyc_event){.kind = POLICYC_RECONCILED, .result = 3};
  BAD(policyc_step(request, &event, 0, &action));
  event = (policyc_event){.kind = POLICYC_STEP_FINISHED, .result = 2};
  BAD(policyc_step(request, &event, 0, &action));
  event = (policyc_event){.kind = POLICYC_FINISHED, .outcome = {.error_class = 4000}};
  BAD(policyc_step(request, &event, 0, &action));
  event.outcome = (policyc_outcome){.error_class = 0, .scope = 200};
  BAD(policyc_step(request, &event, 0, &action));
  event.outcome = (policyc_outcome){.error_class = 0, .executed = 9};
  BAD(policyc_step(request, &event, 0, &action));
  event.outcome = (policyc_outcome){.error_class = 0, .hint = INT64_MAX};
  BAD(policyc_step(request, &event, 0, &action));
  event.outcome = (policyc_outcome){.error_class = POLICYC_NONE, .usage = INT64_MAX};
  BAD(policyc_step(request, &event, 0, &action));
  BAD(policyc_request_at(NULL, &info));
  BAD(policyc_request_at(request, NULL));
  BAD(policyc_timeouts_of(NULL, &action, 0, &timeouts));
  BAD(policyc_timeouts_of(engine, NULL, 0, &timeouts));
  BAD(policyc_timeouts_of(engine, &action, 0, NULL));
  action.endpoint = POLICYC_NONE;
  BAD(policyc_timeouts_of(engine, &action, 0, &timeouts));
  policyc_request_free(request);
  policyc_request_free(NULL);
  BAD(policyc_classify(NULL, 0, 0, &evidence, 0, &outcome));
  BAD(policyc_classify(engine, 0, 0, NULL, 0, &outcome));
  BAD(policyc_classify(engine, 0, 0, &evidence, 0, NULL));
  BAD(policyc_classify(engine, 0, 0, &evidence, -1, &outcome));
  BAD(policyc_classify(engine, 5, 0, &evidence, 0, &outcome));
  BAD(policyc_classify(engine, 0, 5, &evidence, 0, &outcome));
  evidence.transport = 99;
  BAD(policyc_classify(engine, 0, 0, &evidence, 0, &outcome));
  evidence = (policyc_evidence){.status = 200, .grpc_status = -1, .body = broken};
  BAD(policyc_classify(engine, 0, 0, &evidence, 0, &outcome));
  evidence = (policyc_evidence){.status = UINT32_MAX, .grpc_status = INT32_MAX, .header_count = 1};
  BAD(policyc_classify(engine, 0, 0, &evidence, 0, &outcome));
  CHECK(policyc_reads_body(NULL, 0, 0) == 0);
  policyc_engine_free(engine);
  policyc_engine_free(NULL);
  policyc_policy_free(policy);
}

static uint64_t state = 88172645463325252u;
static uint64_t dice(uint64_t n) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return n == 0 ? state : state % n;
}

/* Random events at random times: nothing is forbidden but what is refused with a status. */
static void storm(void) {
  policyc_policy *policy = load();
  policyc_options options = {.seed = 3};
  policyc_engine *engine = start(policy, &options, NULL, 0);
  int64_t now = 0;
  long steps = 0, refused = 0;
  for (int i = 0; i < 20000; i++) {
    policyc_facts mine = facts((uint64_t)i);
    mine.size = (int64_t)dice(3) == 0 ? (int64_t)dice(0) >> 10 : (int64_t)dice(1000);
    mine.delivery = (uint8_t)dice(3);
    policyc_request *request;
    policyc_action action;
    CHECK(policyc_begin(engine, (uint32_t)dice(2), &mine, now, &request, &action) == POLICYC_OK);
    for (int k = 0; k < 40 && action.kind != POLICYC_ANSWER && action.kind != POLICYC_FAIL; k++) {
      policyc_event event = {
          .kind = (uint8_t)dice(8), .leg = (uint8_t)dice(dice(9) == 0 ? 256 : 2),
          .attempt = (uint16_t)(dice(4) == 0 ? dice(70000) : action.attempt),
          .result = (uint8_t)dice(4),
          .outcome = {.hint = (int64_t)dice(0) >> dice(60), .usage = (int64_t)dice(0) >> dice(60),
                      .error_class = dice(3) == 0 ? POLICYC_NONE : (uint32_t)dice(30),
                      .executed = (uint8_t)dice(2), .scope = (uint8_t)dice(8),
                      .never = (uint8_t)dice(2), .answered = (uint8_t)dice(2)}};
      now += (int64_t)dice(dice(5) == 0 ? 20000000000 : 2000000);
      int32_t status = policyc_step(request, &event, now - (int64_t)dice(3) * 1000, &action);
      CHECK(status == POLICYC_OK || status == POLICYC_BAD_ARGUMENT);
      steps++;
      if (status != POLICYC_OK) refused++;
    }
    CHECK(policyc_step(request, &(policyc_event){.kind = POLICYC_CANCEL}, now, &action) ==
          POLICYC_OK);
    policyc_request_free(request);
    if (i % 1000 == 999) {
      policyc_engine *next = start(policy, &options, engine, now);
      policyc_engine_free(engine);
      engine = next;
    }
  }
  CHECK(steps > 20000 && refused > 100 && refused < steps / 2);
  policyc_engine_free(engine);
  policyc_policy_free(policy);
}

/* ---------------------------------------------------------------------------------- threads */

enum { THREADS = 4, EACH = 20000 };
static policyc_engine *shared;

static void *work(void *argument) {
  uint64_t lane = (uint64_t)(uintptr_t)argument, answered = 0;
  for (uint64_t i = 0; i < EACH; i++) {
    policyc_facts mine = facts(lane << 32 | i);
    mine.lane = (uint8_t)lane;
    policyc_request *request;
    policyc_action action;
    int64_t now = (int64_t)i * 1000;
    if (policyc_begin(shared, 0, &mine, now, &request, &action) != POLICYC_OK) exit(1);
    for (int k = 0; k < 50 && action.kind != POLICYC_ANSWER && action.kind != POLICYC_FAIL; k++) {
      policyc_event event = {.kind = POLICYC_TIMER};
      if (action.kind == POLICYC_ATTEMPT) {
        event = success(&action);
        if (i % 7 == 0) {
          policyc_evidence evidence = {.status = 503, .grpc_status = -1};
          policyc_classify(shared, 0, action.endpoint, &evidence, 0, &event.outcome);
        }
      } else if (action.kind == POLICYC_NOTIFY) {
        event.kind = POLICYC_PROCEED;
      } else if (action.kind == POLICYC_DEGRADE) {
        event.kind = POLICYC_STEP_FINISHED;
      } else if (action.kind == POLICYC_WAIT) {
        now = action.wake_at;
      }
      if (policyc_step(request, &event, now, &action) != POLICYC_OK) exit(1);
    }
    if (action.kind == POLICYC_ANSWER) answered++;
    policyc_request_free(request);
    if (i % 5000 == 0) (void)policyc_snapshot(shared, now, NULL, 0);
  }
  return (void *)(uintptr_t)answered;
}

static void threads(void) {
  policyc_policy *policy = load();
  shared = start(policy, NULL, NULL, 0);
  pthread_t all[THREADS];
  uint64_t answered = 0;
  for (uintptr_t i = 0; i < THREADS; i++) CHECK(pthread_create(&all[i], NULL, work, (void *)i) == 0);
  for (int i = 0; i < THREADS; i++) {
    void *count;
    CHECK(pthread_join(all[i], &count) == 0);
    answered += (uintptr_t)count;
  }
  CHECK(answered == THREADS * EACH);
  static char text[1 << 16];
  size_t length = policyc_metrics(shared, (int64_t)EACH * 1000, text, sizeof text - 1);
  text[length] = 0;
  CHECK(strstr(text, "policy_requests_total{route=\"chat\"} 80000\n") != NULL);
  policyc_engine_free(shared);
  policyc_policy_free(policy);
}

int main(int count, char **arguments) {
  read_artifact(count > 1 ? arguments[1] : NULL, "abi ARTIFACT");
  policies();
  words();
  damaged_artifacts();
  sources();
  life_of_a_request();
  classified();
  reload();
  nulls();
  storm();
  threads();
  printf("%d checks of the C interface hold\n", checks);
  return 0;
}
