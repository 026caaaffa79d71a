extension Reason {
  /// What the code means, in a sentence for a person.
  public var sentence: StaticString {
    switch self {
    case .none: "There is nothing to say."
    case .failedOver: "This request has already moved on from the endpoint, or is about to."
    case .inFlight: "Another attempt of this request is under way there."
    case .notServed: "The endpoint does not serve the value of a tag that the request carries."
    case .notSupported:
      "The endpoint does not support what the route requires, or cannot continue another's answer."
    case .tooLarge: "The request is larger than the endpoint takes."
    case .notLarger:
      "The request was too large elsewhere, and the endpoint takes no more than that one."
    case .excluded:
      "None of the endpoint's credentials was there when the policy was loaded, so nothing is sent there."
    case .isolated: "An operator has taken the endpoint out."
    case .probeDown: "The health probes of the endpoint failed so often that it counts as down."
    case .breakerOpen:
      "The breaker is open after too many failures; nobody is sent there until its cooldown is over."
    case .halfOpenFull: "The breaker is half-open, and all its probes are under way."
    case .onceNoProbe:
      "A request that may be executed only once is no probe while there is another candidate."
    case .cooling:
      "The endpoint, or what it shares with others, was asked to be left alone for a while."
    case .limitFull: "A limit of the policy has no room: requests, tokens or concurrency."
    case .otherDomain: "The endpoint lies in another fault domain than the failover asks for."
    case .drained: "The member is drained: it is asked only where nobody else is left."
    case .direct: "The route or the response names this endpoint itself."
    case .holder: "The holder of its group serves."
    case .nextTier:
      "The holder could not serve, and the next member in order does: those behind it, then those before."
    case .failbackPending: "A better member is up again, but its time to take over has not come."
    case .failbackForced:
      "The holder is down and nobody behind it is up, so a better member takes over before its time."
    case .failbackRamp:
      "Load moves back to the better member little by little; this request still goes to the one before."
    case .spillover:
      "Too little of the tiers before is up, and a share of the requests goes on to this one."
    case .balanced: "The balance of its group chose this member."
    case .halfOpenProbe:
      "The breaker's cooldown is over, and this request finds out whether the endpoint is well again."
    case .ejectionCapped:
      "The breaker is open, but no more members may be taken out; the result does not count."
    case .panic: "So little of the group is up that breakers and probes are ignored."
    case .coolingShared:
      "The endpoint shares a pause that another was asked for, and there is no other candidate."
    case .selected: "The arm of `select` that holds for this request leads here."
    case .sameEndpoint: "The same endpoint is asked once more, after its wait."
    case .failover: "The request moves on to the next candidate."
    case .rotateCredential: "The same endpoint is asked with its next credential."
    case .reroute: "The request is sent to the target that the rule names."
    case .resume: "The answer that was cut is continued elsewhere."
    case .reconcile:
      "The request may have been executed, so the far end is asked before anything is sent again."
    case .degrade: "The request goes on to the steps of the ladder."
    case .fail: "The rule for this failure ends the request, and the ladder does not run."
    case .timesUsed: "The response was used as often as it may be for this endpoint."
    case .attemptsUsed: "The request has made all its attempts."
    case .budgetSpent: "The route's retry budget has no token left."
    case .noTimeLeft: "Too little time is left before the end of the path."
    case .hintTooLong: "The far end asks for a longer pause than the policy waits for."
    case .farEndRefuses: "The far end forbids repeating the request there."
    case .noCandidate: "No endpoint can take the request."
    case .noOtherCredential: "The endpoint has no credential left that was not tried."
    case .notCommitted:
      "Nothing of the answer has been passed on yet, so there is nothing to resume."
    case .committed:
      "Part of the answer has been passed on already, so it can only be resumed or fail."
    case .notEligible: "The endpoint cannot take the request again, now or when the wait is over."
    case .outOfResponses: "All responses of the rule were carried out or passed over."
    case .noRule: "No rule of the policy names this class, and `otherwise` is not for it."
    case .waiting:
      "No endpoint is eligible now, but one will be in time, and the request waits for it."
    case .waitsOn: "The request looked for a candidate, found none yet, and waits on."
    case .waitFull: "As many requests of the route wait for a candidate as may at once."
    case .waitOver: "The request waited for a candidate, and none became eligible in time."
    case .succeeded: "The attempt gave a whole and useful answer."
    case .failed: "The attempt failed."
    case .clipped:
      "The attempt began too late in its request to be given its time, so nobody is blamed."
    case .lateResult:
      "The attempt began before the breaker changed, so its result does not count any more."
    case .cancelled: "The caller gave up; nobody is blamed."
    case .leaseExpired:
      "A probe did not come back in its time, which counts as a failure at the end of that time."
    case .hedgeLost: "Another attempt of the request was faster, and this one was given up."
    case .attemptOverran:
      "The attempt took longer than it was given; the request waited for it, and its result was taken."
    case .breakerOpened:
      "The failures reached a trip of the breaker; the endpoint is left alone for the cooldown."
    case .breakerHalfOpen:
      "The cooldown is over; a few requests find out whether the endpoint is well again."
    case .breakerClosed:
      "Its probes succeeded, or its cooldown is over and it asks for none; all requests may pass."
    case .cooled: "The failure asks for a pause, or its class has one; everybody keeps to it."
    case .holderMoved: "The holder of the group is down, and another member serves from now on."
    case .failedBack: "The better member of the group is up again for long enough, and takes over."
    case .budgetReserved: "A token of the retry budget is taken for this attempt."
    case .budgetReturned: "The attempt was not sent after all, and its token is given back."
    case .brownoutEntered:
      "Too many requests find no answer on the main path; they go straight to the ladder now."
    case .brownoutLeft: "The main path answers again, and requests take it."
    case .wentDown: "So many probes failed that the endpoint counts as down."
    case .cameUp: "So many probes succeeded that the endpoint counts as up."
    case .restored: "The operator has put the endpoint back."
    case .cleared: "The operator has ended the endpoint's coolings and closed its breakers."
    case .reloaded: "A new policy has taken over."
    case .carried: "What was learnt under the old policy holds under the new one."
    case .notCarried:
      "What was learnt under the old policy does not fit the new one, and begins anew."
    case .brownout: "The route is in a brownout: requests go straight to the ladder."
    case .brownoutProbe:
      "One request a second takes the main path, to find out whether the brownout may end."
    case .routeLimit: "The route's own limit has no room."
    case .notThisCause: "The step is for other causes."
    case .stepUnavailable: "The step could not answer, and the next one follows."
    case .maybeExecuted: "The request may have been executed, so nothing is sent a second time."
    case .told: "The handler is told, and not waited for."
    case .toldTooOften: "The handler was told often enough already."
    case .shed: "The request is less important than what is served now."
    case .ladderFail: "The ladder says that the request fails here."
    case .served: "A step of the ladder answered."
    case .answered: "The main path answered."
    case .hedged: "There was no first byte in time, so a second endpoint is asked as well."
    case .hedgeWon: "The hedge answered before the first attempt."
    case .landed: "The far end says that the request was executed: that is the answer."
    case .stillUnknown: "Nobody can say whether the request was executed."
    case .notAsked:
      "Nobody could be asked whether the request was executed: no endpoint that may tell is eligible, or no time is left."
    case .exhausted: "Nothing of the policy was left that could have answered."
    case .truncated:
      "The answer was cut after a part of it was passed on, and nobody could continue it."
    }
  }
}
