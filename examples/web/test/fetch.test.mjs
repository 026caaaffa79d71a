// createFetch and run over real sockets, with providers that fail.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, beforeEach, test } from "node:test";
import { AttemptFailed, createFetch, Engine } from "../policyc.js";

const wasm = readFileSync(process.env.POLICYC_WASM);
const artifact = readFileSync(process.env.POLICYC_ARTIFACT);
const count = Number(process.env.POLICYC_REQUESTS ?? 2000);
const secrets = { ONE_KEY: "sk-first-secret", TWO_KEY: "sk-second-secret" };
const seen = [], notes = [], closers = [];
let plans = {};

async function provider(name) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    seen.push({ name, path: request.url, key: request.headers.authorization, body });
    (plans[name] ?? well(name))(response, request);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  closers.push(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${server.address().port}`;
}
const well = (name) => (response) => {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ from: name }));
};
const status = (code, headers = {}) => (response) => {
  response.writeHead(code, { "content-type": "application/json", ...headers });
  response.end("{}");
};
const stream = (pieces, isCut) => (response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const piece of pieces) response.write(`data: ${piece}\n\n`);
  setTimeout(() => (isCut ? response.destroy() : response.end()), 20);
};
const urls = { ONE_URL: await provider("one"), TWO_URL: await provider("two") };
const load = (other = {}, handlers = {}) => Engine.load(artifact, {
  wasm, handlers, onNote: (note) => notes.push(note),
  values: (source) => ({ ...urls, ...secrets, ...other })[source.slice(4)],
});
const post = (fetch, more = {}) => fetch("https://any.example.com/v1/chat/completions", {
  method: "POST", headers: { "content-type": "application/json" },
  body: JSON.stringify({ model: "large", stream: more.stream }), signal: more.signal,
});
const from = async (response) => (await response.json()).from;

beforeEach(() => { plans = {}; seen.length = 0; notes.length = 0; });
after(() => { for (const close of closers) close(); });

test("a calm request has the endpoint's model and key", async () => {
  const engine = await load();
  assert.equal(await from(await post(createFetch(engine))), "one");
  assert.equal(seen[0].key, "Bearer sk-first-secret");
  assert.equal(JSON.parse(seen[0].body).model, "one-large");
  assert.equal(seen[0].path, "/v1/chat/completions");
  engine.close();
  assert.throws(() => engine.snapshot(), /closed/);
});

for (const [title, plan] of [["503", status(503)], ["429", status(429, { "retry-after": "5" })],
  ["a cut connection", (response) => response.destroy()]])
  test(`${title} fails over`, async () => {
    const engine = await load();
    plans.one = plan;
    assert.equal(await from(await post(createFetch(engine))), "two");
    assert.deepEqual(seen.map((s) => s.name), ["one", "two"]);
    assert.equal(JSON.parse(seen[1].body).model, "two-large");
    engine.close();
  });

test("a refused connection fails over", async () => {
  const closed = createServer();
  await new Promise((ready) => closed.listen(0, "127.0.0.1", ready));
  const ONE_URL = `http://127.0.0.1:${closed.address().port}`;
  await new Promise((done) => closed.close(done));
  const engine = await load({ ONE_URL });
  assert.equal(await from(await post(createFetch(engine, { route: "chat" }))), "two");
  engine.close();
});

test("a stream arrives as it is sent; one that is cut never looks whole", async () => {
  const engine = await load(), fetch = createFetch(engine);
  plans.one = stream(["a", "b"], false);
  assert.equal(await (await post(fetch, { stream: true })).text(), "data: a\n\ndata: b\n\n");
  plans.one = stream(["a", "b"], true);
  const cut = await post(fetch, { stream: true });
  await assert.rejects(cut.text());
  engine.close();
});

test("an abort ends the attempt and the request", async () => {
  const engine = await load(), stop = new AbortController();
  let hungUp;
  const gone = new Promise((resolve) => { hungUp = resolve; });
  plans.one = (response) => { response.on("close", hungUp); stop.abort(); };
  await assert.rejects(post(createFetch(engine), { signal: stop.signal }), { name: "AbortError" });
  await gone;
  assert.equal(seen.length, 1);
  engine.close();
});

test("no error, note, snapshot or metric holds a key", async () => {
  const engine = await load();
  plans.one = plans.two = status(503);
  const error = await post(createFetch(engine)).catch((e) => e);
  assert.equal(error.name, "RequestFailed");
  const said = JSON.stringify([error, error.stack, notes, engine.snapshot(), engine.metrics()],
    (_, value) => (typeof value === "bigint" ? String(value) : value));
  assert.ok(notes.length > 0);
  assert.doesNotMatch(said, /sk-|secret/);
  engine.close();
});

test("a reload keeps requests in flight", async () => {
  const engine = await load();
  let open;
  const gate = new Promise((resolve) => { open = resolve; });
  const running = engine.route("chat").run(async () => { await gate; return "done"; });
  await engine.reload(artifact);
  open();
  assert.equal((await running).value, "done");
  assert.equal((await engine.route("chat").run(() => "new")).value, "new");
  engine.close();
});

test(`${count} requests under faults: nothing lost, nothing twice, memory flat`, async () => {
  const executed = new Map();
  let current;
  const engine = await load({}, {
    reconcile: () => (executed.has(current) ? "landed" : "cannot-land"),
  });
  let state = 7, size;
  const random = () => (state = (state * 48271) % 0x7fffffff) / 0x7fffffff;
  let answers = 0, failures = 0;
  for (let i = 0; i < count; i++) {
    const route = i % 2 ? "order" : "chat";
    current = i;
    await engine.route(route).run(async () => {
      const luck = random();
      if (luck < 0.25) throw new AttemptFailed({ transport: "refused" });
      if (route === "order") executed.set(i, (executed.get(i) ?? 0) + 1);
      if (luck < 0.4) throw new AttemptFailed({ transport: "cut" });
      return i;
    }).then((answer) => { 
      if (answer.reason !== "landed") assert.equal(answer.value, i);
      else assert.equal(executed.get(i), 1);
      answers++;
     }, (error) => {
      assert.equal(error.name, "RequestFailed");
      failures++;
    });
    notes.length = 0;
    if (i === count >> 1) size = engine.runtime.c.memory.buffer.byteLength;
  }
  assert.equal(answers + failures, count);
  assert.ok(answers > count / 2 && failures > 0);
  assert.deepEqual([...executed].filter(([, times]) => times > 1), []);
  assert.equal(engine.runtime.c.memory.buffer.byteLength, size);
  engine.close();
});
