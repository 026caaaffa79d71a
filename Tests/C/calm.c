/* Begins and ends calm requests, and nothing else: run under callgrind with two counts, the
 * difference is what one costs.
 *
 *   calm ARTIFACT COUNT         (of Tests/C/calm.policy) */
#include <stdlib.h>

#include "artifact.h"
#include "policyc.h"

int main(int count, char **arguments) {
  read_artifact(count > 2 ? arguments[1] : NULL, "calm ARTIFACT COUNT");
  policyc_policy *policy = NULL;
  policyc_engine *engine = NULL;
  if (policyc_load(artifact, artifact_length, &policy, NULL, 0) != POLICYC_OK ||
      policyc_engine_new(policy, NULL, NULL, 0, &engine, NULL, 0) != POLICYC_OK)
    return 1;
  policyc_facts facts = {.priority = 5, .delivery = POLICYC_SHOWN};
  policyc_event event = {.outcome = {.error_class = POLICYC_NONE, .usage = -1, .hint = -1},
                         .kind = POLICYC_FINISHED};
  long requests = atol(arguments[2]);
  for (long i = 0; i < requests; i++) {
    policyc_request *request;
    policyc_action action;
    facts.number++;
    if (policyc_begin(engine, 0, &facts, i * 1000, &request, &action) != POLICYC_OK) return 1;
    event.attempt = action.attempt;
    event.leg = action.leg;
    if (policyc_step(request, &event, i * 1000 + 500, &action) != POLICYC_OK) return 1;
    if (action.kind != POLICYC_ANSWER) return 1;
    policyc_request_free(request);
  }
  policyc_engine_free(engine);
  policyc_policy_free(policy);
  return 0;
}
