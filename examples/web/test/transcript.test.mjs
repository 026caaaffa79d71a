// The trace corpus through policyc.wasm (Tests/C/transcript.md): the decisions of Swift.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Runtime } from "../policyc.js";

const wasm = readFileSync(process.env.POLICYC_WASM);
const lines = readFileSync(process.env.POLICYC_TRANSCRIPT, "utf8").split("\n");
const NONE = 0xffffffff, NEVER = (1n << 63n) - 1n;
const dash = (value, none) => (value === none ? "-" : String(value));

async function replay(quiet) {
  const r = await Runtime.load(wasm), c = r.c;
  let cases = 0, title = "", policies = [], engines = [], requests = new Map(), notes = [], at = 0;
  r.listeners.set(1, (n) => notes.push([
    "note", dash(n.at, NEVER), dash(n.value, NEVER), n.request,
    ...[n.route, n.endpoint, n.breaker, n.group, n.class, n.credential, n.step]
      .map((i) => dash(i, NONE)),
    n.attempt, n.kind, n.reason, dash(n.response, 255), dash(n.scope, 255)].join(" ")));
  const spell = (a, engine) => {
    const name = r.names(c.policyc_engine_policy(engine), 7)[a.handler] ?? "-";
    return ["action", ...[a.until, a.wakeAt, a.hedgeAt, a.retryAfter].map((t) => dash(t, NEVER)),
      ...[a.endpoint, a.credential, a.step].map((i) => dash(i, NONE)), a.attempt, a.leg, a.kind,
      a.reason, a.executed, a.commits, a.cancels, a.timedOut, name].join(" ");
  };
  const compare = (action) => {
    const given = [...notes.splice(0), ...(action ? [action] : [])], wanted = [];
    while (/^(note|action) /.test(lines[at + 1] ?? "")) {
      at++;
      if (!quiet || !lines[at].startsWith("note ")) wanted.push(lines[at]);
    }
    assert.deepEqual(given, wanted, `${title}, line ${at + 1}`);
  };
  const forget = () => {
    for (const { request } of requests.values()) c.policyc_request_free(request);
    for (const engine of engines) c.policyc_engine_free(engine);
    for (const policy of policies) c.policyc_policy_free(policy);
    policies = []; engines = []; requests = new Map();
  };
  for (at = 0; at < lines.length; at++) {
    const line = lines[at], [word, first, second] = line.split(" ");
    const field = (name, other) => {
      const found = new RegExp(` ${name}=(-?\\d+)`).exec(line)?.[1];
      return found === undefined ? other : BigInt(found);
    };
    const u = (name, other) => Number(field(name, BigInt(other)));
    if (word === "") continue;
    r.scratch((take) => {
      const out = take(64), box = take(16), error = take(512);
      switch (word) {
        case "case": forget(); title = line.slice(5); cases++; break;
        case "policy": {
          const bytes = Buffer.from(second, "base64"), text = take(8);
          r.put(take, text, bytes);
          const from = r.view().getUint32(text, true);
          assert.equal(c.policyc_load(from, bytes.length, box, error, 512), 0, line);
          policies[first] = r.view().getUint32(box, true);
          break;
        }
        case "engine": {
          const options = take(32), v = r.view();
          if (!quiet) {
            v.setUint32(options + 8, c.policyc_wasm_listener(), true);
            v.setUint32(options + 12, 1, true);
          }
          v.setUint8(options + 25, 1);
          assert.equal(c.policyc_engine_new(
            policies[first], options, engines.at(-1) ?? 0, field("at", 0n), box, error, 512), 0);
          engines.push(r.view().getUint32(box, true));
          compare();
          break;
        }
        case "draws": {
          const values = line.split(" ").slice(1).map(BigInt), list = take(values.length * 8);
          values.forEach((value, i) => r.view().setBigInt64(list + i * 8, value, true));
          const next = lines[at + 1].split(" ");
          const engine = next[0] === "step" ? requests.get(next[1]).engine : engines.at(-1);
          assert.equal(c.policyc_draws(engine, list, values.length), 0);
          break;
        }
        case "begin": {
          const tags = [...line.matchAll(/ tag=([^=]*)=([^ ]*)/g)].map((m) => [m[1], m[2]]);
          const facts = take(32), list = r.pairs(take, tags), v = r.view();
          v.setBigInt64(facts, field("size", 0n), true);
          v.setBigUint64(facts + 8, field("number", 0n), true);
          v.setUint32(facts + 16, list, true);
          v.setUint32(facts + 20, tags.length, true);
          v.setUint8(facts + 24, u("priority", 5));
          v.setUint8(facts + 25, u("delivery", 1));
          const engine = engines.at(-1);
          assert.equal(
            c.policyc_begin(engine, u("route", 0), facts, field("at", 0n), box, out), 0, line);
          requests.set(first, { request: r.view().getUint32(box, true), engine });
          compare(spell(r.action(out), engine));
          break;
        }
        case "step": {
          const event = take(32), v = r.view(), { request, engine } = requests.get(first);
          v.setBigInt64(event, field("hint", -1n), true);
          v.setBigInt64(event + 8, field("usage", -1n), true);
          v.setUint32(event + 16, u("class", NONE), true);
          ["executed", "scope", "never", "answered"]
            .forEach((name, i) => v.setUint8(event + 20 + i, u(name, 0)));
          v.setUint16(event + 24, u("attempt", 0), true);
          ["leg", "kind", "result"].forEach((name, i) => v.setUint8(event + 26 + i, u(name, 0)));
          assert.equal(c.policyc_step(request, event, field("at", 0n), out), 0, line);
          compare(spell(r.action(out), engine));
          break;
        }
        case "operate":
          assert.equal(c.policyc_operate(engines.at(-1), +first, +second, field("at", 0n)), 0);
          compare();
          break;
        default: assert.fail(`line ${at + 1}: nobody knows this line: ${line}`);
      }
    });
  }
  forget();
  assert.ok(cases > 0);
}

test("the trace corpus, heard", () => replay(false));
test("the trace corpus, unheard", () => replay(true));
