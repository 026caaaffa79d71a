extension Reason {
  /// What the code means, in a sentence for a person.
  public var sentence: StaticString {
    switch self {
    case .none: "There is nothing to say."
    case .failedOver: "This request has already tried the endpoint, or is moving on from it."
    case .inFlight: "Another attempt of this request is in flight there."
    case .notServed: "A `serves` or a `select` does not take this request."
    case .notSupported:
      "The endpoint lacks a feature that the route requires, or cannot continue another endpoint's answer."
    case .tooLarge: "The request is larger than the endpoint accepts."
    case .notLarger:
      "The request was too large elsewhere, and this endpoint accepts no larger ones."
    case .excluded:
      "None of the endpoint's credentials existed when the policy was loaded, so nothing is sent there."
    case .isolated: "An operator has isolated the endpoint."
    case .probeDown: "The endpoint failed enough health probes to count as down."
    case .breakerOpen:
      "The breaker opened after too many failures; nothing is sent there until its cooldown ends."
    case .halfOpenFull: "The breaker is half-open, and all its probe requests are in flight."
    case .onceNoProbe:
      "A request that must run only once is not used as a breaker probe while another candidate exists."
    case .cooling: "The endpoint, or something it shares with others, is paused for a while."
    case .limitFull: "A limit of the policy is full: requests, tokens or concurrency."
    case .otherDomain: "The endpoint is in a different fault domain than the failover requires."
    case .drained: "The member is drained: it gets requests only when no other member is left."
    case .direct: "The route or the response names this endpoint directly."
    case .holder: "This is the active member of its group."
    case .nextTier:
      "The active member could not take the request, so the next member does: first those after it, then those before."
    case .failbackPending:
      "A better member is up again, but must stay up longer before it takes over."
    case .failbackForced:
      "The active member is down and no member after it is up, so a better member takes over early."
    case .failbackRamp:
      "Load moves back to the better member gradually; this request still goes to the current one."
    case .spillover:
      "Too little capacity of the earlier tiers is up, so a share of the requests goes to this one."
    case .balanced: "The group's balancing policy chose this member."
    case .halfOpenProbe:
      "The breaker's cooldown is over; this request tests whether the endpoint has recovered."
    case .ejectionCapped:
      "The breaker is open, but no more members may be ejected; the result does not count."
    case .panic: "So few members are up that breakers and probes are ignored."
    case .coolingShared:
      "The endpoint shares a pause that another one was asked for, and there is no other candidate."
    case .selected: "The matching arm of `select` leads here."
    case .sameEndpoint: "The same endpoint is tried again after its wait."
    case .failover: "The request moves to the next candidate."
    case .rotateCredential: "The same endpoint is tried with its next credential."
    case .reroute: "The request goes to the target that the rule names."
    case .resume: "Another endpoint continues the answer that was cut."
    case .reconcile:
      "The request may have been executed, so the far end is asked before anything is sent again."
    case .degrade: "The request moves to the steps of the ladder."
    case .fail: "The rule for this failure ends the request without the ladder."
    case .timesUsed: "The response has reached its limit of repetitions for this endpoint."
    case .attemptsUsed: "The request has used all its attempts."
    case .budgetSpent: "The route's retry budget is used up."
    case .noTimeLeft: "Too little time is left before the main path ends."
    case .hintTooLong: "The far end asks for a longer pause than the policy accepts."
    case .farEndRefuses: "The far end forbids repeating the request there."
    case .noCandidate: "No endpoint can take the request."
    case .noOtherCredential: "All credentials of the endpoint have been tried."
    case .notCommitted:
      "No part of the answer has been passed on yet, so there is nothing to resume."
    case .committed:
      "Part of the answer has already been passed on, so the request can only be resumed or fail."
    case .notEligible: "The endpoint cannot take the request again, now or after the wait."
    case .outOfResponses: "Every response of the rule was used or skipped."
    case .noRule: "No rule of the policy names this class, and `otherwise` does not cover it."
    case .waiting:
      "No endpoint is eligible now, but one will be in time, so the request waits for it."
    case .waitsOn: "The request found no candidate yet and keeps waiting."
    case .waitFull: "The route already has as many waiting requests as it may have."
    case .waitOver: "The request waited for a candidate, and none became eligible in time."
    case .succeeded: "The attempt returned a complete, useful answer."
    case .failed: "The attempt failed."
    case .clipped:
      "The attempt started too late in its request to get its full time, so no endpoint is blamed."
    case .lateResult:
      "The attempt started before the breaker changed state, so its result no longer counts."
    case .cancelled: "The caller gave up; no endpoint is blamed."
    case .leaseExpired: "A probe request did not return in time, which counts as a failure."
    case .hedgeLost: "Another attempt of the request was faster, so this one was cancelled."
    case .attemptOverran:
      "The attempt exceeded its time; the request waited for it and used its result."
    case .breakerOpened:
      "Failures reached a trip of the breaker; the endpoint gets no requests during the cooldown."
    case .breakerHalfOpen:
      "The cooldown is over; a few requests test whether the endpoint has recovered."
    case .breakerClosed:
      "The breaker's probes succeeded, or its cooldown ended and it needs none; all requests may pass."
    case .cooled: "The failure asks for a pause, or its class defines one; all requests honour it."
    case .holderMoved: "The active member of the group is down, and another member takes over."
    case .failedBack: "The better member of the group has been up long enough and takes over again."
    case .budgetReserved: "This attempt takes a token of the retry budget."
    case .budgetReturned: "The attempt was not sent after all, and its token is returned."
    case .brownoutEntered:
      "Too many requests fail on the main path; requests now go straight to the ladder."
    case .brownoutLeft: "The main path answers again, and requests use it."
    case .wentDown: "Enough probes failed for the endpoint to count as down."
    case .cameUp: "Enough probes succeeded for the endpoint to count as up."
    case .restored: "The operator has restored the endpoint."
    case .cleared: "The operator has ended the endpoint's pauses and closed its breakers."
    case .reloaded: "A new policy has taken over."
    case .carried: "State from the old policy carries over to the new one."
    case .notCarried: "State from the old policy does not fit the new one and starts afresh."
    case .brownout: "The route is in a brownout: requests go straight to the ladder."
    case .brownoutProbe:
      "One request a second takes the main path to test whether the brownout may end."
    case .routeLimit: "The route's own limit is full."
    case .notThisCause: "The step is for other causes."
    case .stepUnavailable: "The step could not answer, so the next one follows."
    case .maybeExecuted: "The request may have been executed, so nothing is sent a second time."
    case .told: "The handler is notified; the request does not wait for it."
    case .toldTooOften: "The handler has already been notified as often as allowed."
    case .shed: "The request's priority is below those served now."
    case .ladderFail: "The ladder ends the request with a failure here."
    case .served: "A step of the ladder answered."
    case .answered: "The main path answered."
    case .hedged: "There was no first byte in time, so a second endpoint is asked as well."
    case .hedgeWon: "The hedge answered before the first attempt."
    case .landed: "The far end says that the request was executed; that is the answer."
    case .stillUnknown: "Nobody can say whether the request was executed."
    case .notAsked:
      "Nobody could be asked whether the request was executed: no endpoint that could tell is eligible, or no time is left."
    case .exhausted: "No endpoint is left that could answer."
    case .truncated:
      "The answer was cut after part of it had been passed on, and no endpoint could continue it."
    }
  }
}
