// Failover policies in JavaScript: the interpreter is policyc.wasm; this module keeps the timers,
// makes the attempts and reports what they came to. It decides nothing of a policy itself.

const NONE = 0xffffffff;
const NEVER = (1n << 63n) - 1n;
const WAIT = 0, ATTEMPT = 1, RESUME = 2, RECONCILE = 3, DEGRADE = 4, NOTIFY = 5, ANSWER = 6;
const FIRST_BYTE = 0, FINISHED = 1, TIMER = 2, RECONCILED = 3, STEP_FINISHED = 4, PROCEED = 5;
const CANCEL = 6;
const WORDS = { reason: 0, kind: 3, executed: 4, transport: 7, delivery: 8 };
const TABLES = { routes: 0, endpoints: 1, classes: 4, steps: 5, handlers: 7, sources: 8 };
const utf8 = new TextEncoder();
const text = new TextDecoder();
const now = () => BigInt(Math.round(performance.now() * 1e6));
const seconds = (ns) => (ns === NEVER ? undefined : Number(ns) / 1e9);

/** Why a request has no answer. Holds neither URLs nor credentials. */
export class RequestFailed extends Error {
  name = "RequestFailed";
}

/** What an attempt failed of: a status with headers and body, or a word for the transport. */
export class AttemptFailed extends Error {
  name = "AttemptFailed";
  constructor({ status = 0, headers = [], body = "", transport = "none" }) {
    super(status ? `status ${status}` : transport);
    Object.assign(this, { status, headers: [...headers], body, transport });
  }
}

/** The WebAssembly module: one memory for all policies and engines that were made with it. */
export class Runtime {
  listeners = new Map();
  words = {};
  constructor(module) {
    const instance = new WebAssembly.Instance(module, {
      policyc: { note: (data, at) => this.listeners.get(data)?.(this.note(at)) },
    });
    this.c = instance.exports;
    this.registry = new FinalizationRegistry((free) => free());
    for (const [name, set] of Object.entries(WORDS)) {
      this.words[name] = [];
      for (let i = 0, at; (at = this.c.policyc_word(set, i)) !== 0; i++) {
        const bytes = new Uint8Array(this.c.memory.buffer, at);
        this.words[name].push(text.decode(bytes.subarray(0, bytes.indexOf(0))));
      }
    }
  }
  /** Reads policyc.wasm from bytes or a URL; without either, from beside this module. */
  static async load(source = new URL("policyc.wasm", import.meta.url)) {
    return new Runtime(await WebAssembly.compile(await bytesOf(source)));
  }
  view() { return new DataView(this.c.memory.buffer); }
  /** Runs `body` with a function that hands out zeroed memory until `body` returns. */
  scratch(body) {
    const taken = [];
    const take = (size) => {
      const at = this.c.policyc_alloc(Math.max(size, 16));
      if (at === 0) throw new RangeError("policyc.wasm has no memory left");
      taken.push(at);
      new Uint8Array(this.c.memory.buffer, at, size).fill(0);
      return at;
    };
    try { return body(take); } finally { for (const at of taken) this.c.policyc_dealloc(at); }
  }
  /** Writes a text or bytes where `at` points; leaves NULL for undefined. */
  put(take, at, value) {
    if (value === undefined) return;
    const bytes = typeof value === "string" ? utf8.encode(value) : value;
    const place = take(bytes.length);
    new Uint8Array(this.c.memory.buffer, place, bytes.length).set(bytes);
    this.view().setUint32(at, place, true);
    this.view().setUint32(at + 4, bytes.length, true);
  }
  pairs(take, list) {
    const at = take(list.length * 16);
    list.forEach(([name, value], i) => {
      this.put(take, at + i * 16, String(name));
      this.put(take, at + i * 16 + 8, String(value));
    });
    return at;
  }
  text(at) {
    const v = this.view(), bytes = v.getUint32(at, true);
    if (bytes === 0) return undefined;
    return text.decode(new Uint8Array(this.c.memory.buffer, bytes, v.getUint32(at + 4, true)));
  }
  /** The whole of a text that a function writes into a buffer. */
  filled(take, call) {
    const length = call(0, 0), at = take(length);
    call(at, length);
    return text.decode(new Uint8Array(this.c.memory.buffer, at, length));
  }
  names(policy, table) {
    return this.scratch((take) => {
      const out = take(8);
      return Array.from({ length: this.c.policyc_count(policy, table) }, (_, i) => {
        this.c.policyc_name(policy, table, i, out);
        return this.text(out);
      });
    });
  }
  note(at) {
    const v = this.view(), u = (o) => v.getUint32(at + o, true), b = (o) => v.getUint8(at + o);
    return {
      at: v.getBigInt64(at, true), value: v.getBigInt64(at + 8, true),
      request: v.getBigUint64(at + 16, true), route: u(24), endpoint: u(28), breaker: u(32),
      group: u(36), class: u(40), credential: u(44), step: u(48),
      attempt: v.getUint16(at + 52, true), kind: b(54), reason: b(55), response: b(56),
      scope: b(57),
    };
  }
  action(at) {
    const v = this.view(), t = (o) => v.getBigInt64(at + o, true), b = (o) => v.getUint8(at + o);
    const u = (o) => v.getUint32(at + o, true);
    return {
      until: t(0), wakeAt: t(8), hedgeAt: t(16), retryAfter: t(24), endpoint: u(32),
      credential: u(36), step: u(40), handler: u(44), attempt: v.getUint16(at + 48, true),
      leg: b(50), kind: b(51), reason: b(52), executed: b(53), commits: b(54), cancels: b(55),
      timedOut: b(56),
    };
  }
}

async function bytesOf(source) {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return source;
  const url = new URL(source, import.meta.url);
  if (url.protocol === "file:") return (await import("node:fs/promises")).readFile(url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`cannot load ${url.pathname}: status ${response.status}`);
  return response.arrayBuffer();
}

const failable = (runtime, call) => runtime.scratch((take) => {
  const out = take(16), error = take(512);
  const status = call(take, out, error);
  if (status === 0) return runtime.view().getUint32(out, true);
  const bytes = new Uint8Array(runtime.c.memory.buffer, error, 512);
  throw new Error(text.decode(bytes.subarray(0, bytes.indexOf(0))) || `policyc: status ${status}`);
});

/** A policy at work. Close it when it is replaced for good; the collector does so otherwise. */
export class Engine {
  #free;
  #next = 1n;
  #options;
  /** Loads an artifact (bytes or URL). */
  static async load(source, options = {}) {
    const runtime = options.runtime ?? (await Runtime.load(options.wasm));
    return new Engine(runtime, await bytesOf(source), options);
  }
  constructor(runtime, artifact, options = {}) {
    this.runtime = runtime;
    this.#options = options;
    this.#start(artifact, 0);
  }
  #start(artifact, previous) {
    const { runtime } = this, c = runtime.c, options = this.#options;
    const bytes = ArrayBuffer.isView(artifact)
      ? new Uint8Array(artifact.buffer, artifact.byteOffset, artifact.byteLength)
      : new Uint8Array(artifact);
    const policy = failable(runtime, (take, out, error) => {
      const at = take(8);
      runtime.put(take, at, bytes);
      const v = runtime.view();
      return c.policyc_load(v.getUint32(at, true), bytes.length, out, error, 512);
    });
    let engine;
    const key = options.onNote ? (runtime.nextKey = (runtime.nextKey ?? 0) + 1) : 0;
    const names = Object.fromEntries(
      Object.entries(TABLES).map(([name, table]) => [name, runtime.names(policy, table)]));
    const read = options.values ?? ((source) =>
      source.startsWith("env ") ? globalThis.process?.env[source.slice(4)] : undefined);
    if (key) runtime.listeners.set(key, (note) => options.onNote({
      ...note, kind: runtime.words.kind[note.kind], reason: runtime.words.reason[note.reason],
      route: names.routes[note.route], endpoint: names.endpoints[note.endpoint],
      class: names.classes[note.class],
    }));
    try {
      engine = failable(runtime, (take, out, error) => {
        const at = take(32), values = take(names.sources.length * 8);
        names.sources.forEach((source, i) => runtime.put(take, values + i * 8, read(source)));
        const v = runtime.view();
        v.setUint32(at, values, true);
        v.setUint32(at + 4, names.sources.length, true);
        v.setUint32(at + 8, key ? c.policyc_wasm_listener() : 0, true);
        v.setUint32(at + 12, key, true);
        const seed = crypto.getRandomValues(new BigUint64Array(1))[0];
        v.setBigUint64(at + 16, options.seed ?? seed, true);
        return c.policyc_engine_new(policy, at, previous, now(), out, error, 512);
      });
    } catch (error) {
      runtime.listeners.delete(key);
      throw error;
    } finally {
      c.policyc_policy_free(policy);
    }
    const last = this.#free;
    // Requests in flight hold the generation that they began on; its handle stays until then.
    const generation = { handle: engine, names, users: 0, retired: false };
    generation.release = () => {
      if (!generation.retired || generation.users > 0 || generation.handle === 0) return;
      c.policyc_engine_free(generation.handle);
      generation.handle = 0;
      runtime.listeners.delete(key);
    };
    this.generation = generation;
    this.#free = () => { generation.retired = true; generation.release(); };
    runtime.registry.unregister(this);
    runtime.registry.register(this, this.#free, this);
    last?.();
  }
  /** Puts another artifact to work, with the live state of the present one. */
  async reload(source) {
    const bytes = await bytesOf(source);
    this.#handle();
    this.#start(bytes, this.generation.handle);
  }
  #handle() {
    if (this.generation.retired) throw new Error("the engine is closed");
    return this.generation.handle;
  }
  get routes() { return this.generation.names.routes; }
  /** The route that takes a request by its `match` statements, or undefined. */
  match(method, path, headers = []) {
    const { runtime } = this, list = [...headers], handle = this.#handle();
    const index = runtime.scratch((take) => {
      const a = take(8), b = take(8);
      runtime.put(take, a, method);
      runtime.put(take, b, path);
      const policy = runtime.c.policyc_engine_policy(handle);
      return runtime.c.policyc_match(policy, a, b, runtime.pairs(take, list), list.length) >>> 0;
    });
    return index === NONE ? undefined : this.route(this.routes[index]);
  }
  route(name) {
    if (!this.routes.includes(name)) throw new RangeError(`the policy has no route ${name}`);
    return { name, run: (call, facts) => this.#run(name, call, facts ?? {}) };
  }
  #text(call) { return this.runtime.scratch((take) => this.runtime.filled(take, call)); }
  snapshot() {
    const engine = this.#handle(), at = now();
    return JSON.parse(this.#text((b, n) => this.runtime.c.policyc_snapshot(engine, at, b, n)));
  }
  metrics() {
    const engine = this.#handle(), at = now();
    return this.#text((b, n) => this.runtime.c.policyc_metrics(engine, at, b, n));
  }
  async #run(name, call, facts) {
    this.#handle();
    const generation = this.generation;
    const route = generation.names.routes.indexOf(name);
    if (route < 0) throw new RangeError(`the policy has no route ${name}`);
    generation.users++;
    try {
      const number = this.#next++;
      return await new Run(this.runtime, generation, route, call, facts, this.#options, number)
        .done;
    } finally {
      generation.users--;
      generation.release();
    }
  }
  close() {
    this.runtime.registry.unregister(this);
    this.#free();
  }
}
if (Symbol.dispose) Engine.prototype[Symbol.dispose] = Engine.prototype.close;

/** One request: events go in one after the other, each action is carried out at once. */
class Run {
  live = new Map();
  constructor(runtime, generation, route, call, facts, options, number) {
    Object.assign(this, { runtime, generation, route, call, facts, options, number });
    this.done = new Promise((answer, fail) => Object.assign(this, { answer, fail }));
    this.abort = () => this.step(CANCEL);
    facts.signal?.throwIfAborted();
    const { action, request } = runtime.scratch((take) => {
      const tags = Object.entries(facts.tags ?? {}), at = take(32), out = take(64), box = take(16);
      const list = runtime.pairs(take, tags), v = runtime.view();
      v.setBigInt64(at, BigInt(Math.max(0, Math.round(facts.size ?? 0))), true);
      v.setBigUint64(at + 8, number, true);
      v.setUint32(at + 16, list, true);
      v.setUint32(at + 20, tags.length, true);
      v.setUint8(at + 24, facts.priority ?? 5);
      const delivery = runtime.words.delivery.indexOf(facts.delivery ?? "whole");
      if (delivery < 0) throw new RangeError(`no such delivery: ${facts.delivery}`);
      v.setUint8(at + 25, delivery);
      const status = runtime.c.policyc_begin(generation.handle, route, at, now(), box, out);
      if (status !== 0) throw new RangeError("the facts of the request are out of range");
      return { request: runtime.view().getUint32(box, true), action: runtime.action(out) };
    });
    this.request = request;
    facts.signal?.addEventListener("abort", this.abort, { once: true });
    this.heed(action);
  }
  step(kind, { attempt, leg = 0, result = 0, outcome } = {}) {
    if (this.request === 0) return { commits: 0 };
    const { runtime } = this;
    const action = runtime.scratch((take) => {
      const at = take(32), out = take(64), v = runtime.view();
      if (outcome) new Uint8Array(v.buffer, at, 24).set(outcome);
      else {
        v.setBigInt64(at, -1n, true);
        v.setBigInt64(at + 8, -1n, true);
        v.setUint32(at + 16, NONE, true);
        v.setUint8(at + 23, 1);
      }
      v.setUint16(at + 24, attempt ?? 0, true);
      v.setUint8(at + 26, leg);
      v.setUint8(at + 27, kind);
      v.setUint8(at + 28, result);
      runtime.c.policyc_step(this.request, at, now(), out);
      return runtime.action(out);
    });
    this.heed(action);
    return action;
  }
  heed(action) {
    clearTimeout(this.timer);
    for (const [leg, controller] of this.live) {
      if (!(action.cancels >> leg & 1)) continue;
      this.live.delete(leg);
      controller.abort();
    }
    if (action.kind >= ANSWER) return this.end(action);
    if (action.wakeAt !== NEVER) {
      const wait = Math.min(Math.max(0, Math.ceil(Number(action.wakeAt - now()) / 1e6)), 2 ** 30);
      this.timer = setTimeout(() => this.step(TIMER), wait);
    }
    if (action.kind === ATTEMPT || action.kind === RESUME) this.attempt(action);
    else if (action.kind !== WAIT) this.handle(action);
  }
  async attempt(action) {
    const { runtime, generation } = this, c = runtime.c, controller = new AbortController();
    const id = { attempt: action.attempt, leg: action.leg };
    this.live.set(action.leg, controller);
    const isLive = () => this.live.get(action.leg) === controller;
    const attempt = {
      number: action.attempt, endpoint: generation.names.endpoints[action.endpoint],
      isResume: action.kind === RESUME, signal: controller.signal, isLive,
      url: (path = "") => runtime.scratch((take) => {
        const p = take(8);
        runtime.put(take, p, path);
        return runtime.filled(take, (b, n) => c.policyc_url(
          generation.handle, action.endpoint, action.credential, p, b, n));
      }),
      /** A function, so that logging an attempt shows no key. */
      secret: () => action.credential === NONE ? undefined : runtime.scratch((take) => {
        const out = take(8);
        c.policyc_secret(generation.handle, action.credential, out);
        return runtime.text(out);
      }),
      holdsCredential: runtime.scratch((take) => {
        const out = take(40);
        c.policyc_endpoint_at(c.policyc_engine_policy(generation.handle), action.endpoint, out);
        return runtime.view().getUint8(out + 37) === 1;
      }),
      nameOf: (tag, value) => runtime.scratch((take) => {
        const a = take(8), b = take(8), out = take(8);
        runtime.put(take, a, tag);
        runtime.put(take, b, value);
        const policy = c.policyc_engine_policy(generation.handle);
        c.policyc_value(policy, action.endpoint, a, b, out);
        return runtime.text(out);
      }),
      commit: () => isLive() && this.step(FIRST_BYTE, id).commits === 1,
      check: (evidence) => {
        const outcome = this.classify(action.endpoint, evidence, 0);
        if (new DataView(outcome.buffer).getUint32(16, true) !== NONE)
          throw new AttemptFailed(evidence);
      },
    };
    let event = id, value;
    try {
      value = await this.call(attempt);
    } catch (error) {
      if (!isLive()) return;
      const evidence = error instanceof AttemptFailed ? error : { transport: "cut" };
      try {
        event = { ...id, outcome: this.classify(action.endpoint, evidence, 1) };
      } catch (wrong) {
        this.fail(wrong);
        return void this.step(CANCEL);
      }
    }
    if (!isLive()) return;
    this.live.delete(action.leg);
    if (!event.outcome) this.value = value;
    this.step(FINISHED, event);
  }
  classify(endpoint, { status = 0, headers = [], body = "", transport = "none" }, isFailure) {
    const { runtime } = this;
    return runtime.scratch((take) => {
      const list = [...headers].slice(0, 256), at = take(32), out = take(24);
      const pairs = runtime.pairs(take, list);
      runtime.put(take, at + 8, body);
      const v = runtime.view(), word = runtime.words.transport.indexOf(transport);
      v.setUint32(at, pairs, true);
      v.setUint32(at + 4, list.length, true);
      v.setUint32(at + 16, status, true);
      v.setInt32(at + 20, -1, true);
      if (word < 0) throw new RangeError(`no such transport word: ${transport}`);
      v.setUint8(at + 24, word);
      v.setUint8(at + 26, isFailure);
      const epoch = BigInt(Date.now()) * 1000000n;
      runtime.c.policyc_classify(this.generation.handle, this.route, endpoint, at, epoch, out);
      return new Uint8Array(runtime.c.memory.buffer, out, 24).slice();
    });
  }
  async handle(action) {
    const name = this.generation.names.handlers[action.handler];
    const handler = this.options.handlers?.[name];
    const about = { endpoint: this.generation.names.endpoints[action.endpoint], facts: this.facts };
    if (action.kind === NOTIFY) {
      Promise.resolve().then(() => handler?.(about)).catch(() => {});
      return void this.step(PROCEED);
    }
    let given;
    try { given = await handler?.(about); } catch { given = undefined; }
    if (action.kind === RECONCILE) {
      const result = { landed: 0, "cannot-land": 1 }[given] ?? 2;
      return void this.step(RECONCILED, { result });
    }
    if (given !== undefined) this.served = given;
    this.step(STEP_FINISHED, { result: given === undefined ? 0 : 1 });
  }
  end(action) {
    const { runtime, generation, facts } = this;
    runtime.c.policyc_request_free(this.request);
    this.request = 0;
    for (const controller of this.live.values()) controller.abort();
    facts.signal?.removeEventListener("abort", this.abort);
    const about = {
      reason: runtime.words.reason[action.reason],
      executed: runtime.words.executed[action.executed],
      endpoint: generation.names.endpoints[action.endpoint],
      step: generation.names.steps[action.step], retryAfter: seconds(action.retryAfter),
    };
    if (action.kind === ANSWER) {
      const made = action.step === NONE || action.endpoint !== NONE;
      if (!made && this.served === undefined) Object.assign(about, this.stepText(action.step));
      return this.answer({ ...about, value: made ? this.value : undefined, served: this.served });
    }
    if (facts.signal?.aborted) return this.fail(facts.signal.reason);
    const route = generation.names.routes[this.route];
    this.fail(Object.assign(new RequestFailed(`${route}: ${about.reason}`), about));
  }
  stepText(step) {
    const { runtime } = this;
    return runtime.scratch((take) => {
      const out = take(24), policy = runtime.c.policyc_engine_policy(this.generation.handle);
      runtime.c.policyc_step_at(policy, step, out);
      const status = runtime.view().getUint32(out + 16, true);
      return { text: runtime.text(out), status: status === 0 ? undefined : status };
    });
  }
}

const isStream = (headers) => (headers.get("content-type") ?? "").startsWith("text/event-stream");

/**
 * A drop-in `fetch`. The host of the URL does not count: the policy says where a request goes.
 *
 * An event stream is passed on as it arrives, once the policy commits. One that is
 * cut afterwards fails: this function does not edit bodies to continue it elsewhere.
 */
export function createFetch(engine, options = {}) {
  const { route, credential = bearer, fetch: send = globalThis.fetch, size } = options;
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url), path = pathname + search;
    const chosen = route === undefined
      ? engine.match(request.method, path, request.headers) : engine.route(route);
    if (!chosen) throw new TypeError(`no route of the policy takes ${request.method} ${pathname}`);
    const bytes = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
    const json = jsonOf(request.headers, bytes), model = json?.model;
    const gaveUp = new AbortController();
    const signal = AbortSignal.any([request.signal, gaveUp.signal]);
    return new Promise((resolve, reject) => {
      let writer;
      const make = async (attempt) => {
        if (attempt.isResume) {
          gaveUp.abort(new TypeError("the stream was cut"));
          return undefined;
        }
        const headers = new Headers(request.headers), secret = attempt.secret();
        if (secret !== undefined && !attempt.holdsCredential) credential(headers, secret, attempt);
        let body = bytes;
        if (typeof model === "string")
          body = JSON.stringify({ ...json, model: attempt.nameOf("model", model) ?? model });
        let response;
        try {
          const { method } = request;
          const { signal } = attempt;
          response = await send(attempt.url(path), { method, headers, body, signal });
        } catch (error) {
          // The cause may name a URL that holds a key: only its code decides, and nothing is kept.
          throw new AttemptFailed({ transport: transportOf(error) });
        }
        const evidence = { status: response.status, headers: response.headers };
        const answer = (content) => new Response(
          [204, 205, 304].includes(response.status) ? null : content,
          { status: response.status, headers: cleaned(response.headers) });
        try {
          if (!response.ok || !response.body || !isStream(response.headers)) {
            const content = new Uint8Array(await response.arrayBuffer());
            attempt.check({ ...evidence, body: content });
            return answer(content);
          }
          let shows, held = [];
          for await (const piece of response.body) {
            if (!attempt.isLive()) return undefined;
            if (shows === undefined && (shows = attempt.commit())) {
              const readable = new ReadableStream({
                start: (controller) => { writer = controller; },
                cancel: (why) => gaveUp.abort(why),
              });
              resolve(answer(readable));
            }
            if (!attempt.isLive()) return undefined;
            if (shows) writer.enqueue(piece);
            else held.push(piece);
          }
          return shows ? undefined : answer(await new Blob(held).arrayBuffer());
        } catch (error) {
          if (error instanceof AttemptFailed) throw error;
          throw new AttemptFailed({ transport: "cut" });
        }
      };
      const tags = typeof model === "string" ? { model } : {};
      const facts = { signal, tags,
        size: size?.(json, bytes) ?? Math.ceil((bytes?.length ?? 0) / 4),
        delivery: json?.stream === true ? "shown" : "whole" };
      chosen.run(make, facts).then((answer) => {
        if (writer) return writer.close();
        if (answer.value ?? answer.served) return resolve(answer.value ?? answer.served);
        resolve(new Response(answer.text ?? "", { status: answer.status ?? 200 }));
      }).catch((error) => {
        try { writer?.error(error); } catch { /* the reader has gone */ }
        reject(error);
      });
    });
  };
}

function bearer(headers, secret) {
  if (headers.has("x-api-key")) headers.set("x-api-key", secret);
  else headers.set("authorization", `Bearer ${secret}`);
}

function jsonOf(headers, bytes) {
  if (!bytes || !(headers.get("content-type") ?? "").includes("json")) return undefined;
  try { return JSON.parse(text.decode(bytes)); } catch { return undefined; }
}

/** `fetch` has decoded the body already. */
function cleaned(headers) {
  const kept = new Headers(headers);
  for (const name of ["content-encoding", "content-length"]) kept.delete(name);
  return kept;
}

/** The word for an error code of Node; a browser tells none. */
const CODES = {
  ECONNREFUSED: "refused", ENOTFOUND: "dns", EAI_AGAIN: "dns", EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable", UND_ERR_CONNECT_TIMEOUT: "connect-timeout", ECONNRESET: "reset",
};

function transportOf(error) {
  return CODES[error?.cause?.code] ?? "cut";
}
