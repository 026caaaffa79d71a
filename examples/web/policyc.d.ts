/** Bytes, or where to read them: Node reads `file:` URLs too. */
export type Source = ArrayBuffer | ArrayBufferView | URL | string;

export interface Note {
  at: bigint;
  value: bigint;
  request: bigint;
  route?: string;
  endpoint?: string;
  class?: string;
  kind: string;
  reason: string;
  attempt: number;
  breaker: number;
  group: number;
  credential: number;
  step: number;
  response: number;
  scope: number;
}

export interface HandlerCall {
  endpoint?: string;
  facts: Facts;
}

export interface EngineOptions {
  /** The module, if it does not lie beside policyc.js. */
  wasm?: Source;
  /** Shares one WebAssembly memory between engines. */
  runtime?: Runtime;
  /** Gives the value of a source such as `env OPENAI_KEY`; by default reads process.env. */
  values?: (source: string) => string | undefined;
  /** By name: `cache`, `reconcile`, `call NAME`, `notify NAME`. `reconcile` gives `landed` or
   * `cannot-land`; the others give what is served, or undefined. */
  handlers?: Record<string, (call: HandlerCall) => unknown>;
  /** Told of every decision with its reason. */
  onNote?: (note: Note) => void;
  seed?: bigint;
}

export interface Facts {
  size?: number;
  /** 0 to 9, 9 the highest. */
  priority?: number;
  delivery?: "whole" | "shown" | "held";
  tags?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Evidence {
  status?: number;
  headers?: Iterable<[string, string]>;
  body?: string | Uint8Array;
  transport?: string;
}

export interface Attempt {
  number: number;
  endpoint: string;
  isResume: boolean;
  /** Aborted when the attempt is given up. */
  signal: AbortSignal;
  /** Whether the credential is part of the URL. */
  holdsCredential: boolean;
  isLive(): boolean;
  /** Holds the secret where the credential goes into it: not for logs. */
  url(path?: string): string;
  secret(): string | undefined;
  /** What the endpoint calls the value of a tag. */
  nameOf(tag: string, value?: string): string | undefined;
  /** Tells that the first byte came; true if bytes may be shown now. */
  commit(): boolean;
  /** Throws if the policy takes this for a failure. */
  check(evidence: Evidence): void;
}

export interface Answer<T> {
  value?: T;
  /** What a handler gave. */
  served?: unknown;
  /** The text of `serve text`. */
  text?: string;
  /** Its status, where the policy states one. */
  status?: number;
  step?: string;
  endpoint?: string;
  reason: string;
  executed: "no" | "maybe" | "yes";
  /** Seconds. */
  retryAfter?: number;
}

export interface Route {
  readonly name: string;
  run<T>(call: (attempt: Attempt) => Promise<T> | T, facts?: Facts): Promise<Answer<T>>;
}

export class RequestFailed extends Error {
  reason: string;
  executed: "no" | "maybe" | "yes";
  endpoint?: string;
  step?: string;
  retryAfter?: number;
}

export class AttemptFailed extends Error {
  constructor(evidence: Evidence);
}

export class Runtime {
  static load(source?: Source): Promise<Runtime>;
}

export class Engine {
  static load(artifact: Source, options?: EngineOptions): Promise<Engine>;
  readonly routes: string[];
  route(name: string): Route;
  match(method: string, path: string, headers?: Iterable<[string, string]>): Route | undefined;
  reload(artifact: Source): Promise<void>;
  snapshot(): unknown;
  metrics(): string;
  close(): void;
  [Symbol.dispose](): void;
}

export interface FetchOptions {
  route?: string;
  /** Puts a secret into the headers; by default as a bearer token, or into `x-api-key`. */
  credential?: (headers: Headers, secret: string, attempt: Attempt) => void;
  fetch?: typeof fetch;
  size?: (json: unknown, bytes?: Uint8Array) => number;
}

export function createFetch(engine: Engine, options?: FetchOptions): typeof fetch;
