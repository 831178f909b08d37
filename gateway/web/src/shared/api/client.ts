/** The one HTTP client: typed by the gateway's OpenAPI document, throws ApiError for every refusal. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema';

export interface FieldProblem {
  field: string;
  reason: string;
  description: string;
}

export interface Problem {
  title: string;
  status: number;
  reason: string;
  detail?: string;
  metadata?: Record<string, string>;
  fields?: FieldProblem[];
  request_id?: string;
  service?: string;
}

export class ApiError extends Error {
  constructor(public readonly problem: Problem) {
    super(problem.title);
  }
  get reason() {
    return this.problem.reason;
  }
  get status() {
    return this.problem.status;
  }
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export function cookie(name: string): string {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

/** Sends the browser to the sign-in page, which brings it back here afterwards. */
export function toSignIn() {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** Headers that any request of ours carries; uploads that need progress use them too. */
export function ownHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = {
    'Accept-Language': document.documentElement.lang || 'ru',
    // What a person does on a screen is told from a program's calls in the audit trail.
    'X-Source': 'UI',
  };
  if (!SAFE.has(method)) headers['X-CSRF-Token'] = cookie('crm_csrf');
  return headers;
}

const conventions: Middleware = {
  onRequest({ request }) {
    for (const [key, value] of Object.entries(ownHeaders(request.method))) request.headers.set(key, value);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) toSignIn();
    return response;
  },
  onError() {
    return new ApiError({ title: 'offline', status: 0, reason: 'OFFLINE' });
  },
};

export const http = createClient<paths>({ baseUrl: '/' });
http.use(conventions);

export function asProblem(body: unknown, status: number): Problem {
  const given = (body && typeof body === 'object' ? body : {}) as Partial<Problem>;
  const fallback = status >= 500 || status === 0 ? 'SERVICE_UNAVAILABLE' : 'UNKNOWN';
  return { ...given, title: given.title ?? `HTTP ${status}`, status, reason: given.reason ?? fallback };
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** openapi-fetch returns {data, error}; queries want a value or a throw. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new ApiError(asProblem(error, response.status));
  return (data ?? {}) as T;
}

/** Has the browser download an address as a file. */
export function saveAs(address: string, fileName = '') {
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
}

/** The last part of a resource name, which is what a path parameter takes. */
export const idOf = (name: string) => name.slice(name.lastIndexOf('/') + 1);

const MOMENT_MS = 1500;
let latest = { wish: '', id: '', time: 0 };

/** The same wish within a moment is the same request: a button pressed twice makes one thing. */
export function requestId(wish?: unknown): string {
  const made = () => crypto.randomUUID?.() ?? fallbackUuid();
  if (wish === undefined) return made();
  const text = JSON.stringify(wish);
  const now = Date.now();
  if (text !== latest.wish || now - latest.time > MOMENT_MS) latest = { wish: text, id: made(), time: now };
  return latest.id;
}

/** crypto.randomUUID exists only on https and localhost; offices also run plain http inside. */
function fallbackUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 15) | 64;
  bytes[8] = (bytes[8]! & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
