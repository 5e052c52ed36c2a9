import { Failure } from "@/api/failure";
import { heardTime } from "@/api/serverTime";

const BASE = "/api/v1";
const UNSENT = "Your session had ended: nothing was changed. Once you are signed in again, send this again.";

export type Query = Record<string, string | number | boolean | null | undefined>;
type Options = { query?: Query; signal?: AbortSignal; keepalive?: boolean };

/** Path of the API with its query; `undefined`, `null` and empty values are left out. */
export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ""}`;
}

async function readFailure(response: Response): Promise<Failure> {
  const after = Number(response.headers.get("retry-after"));
  const retryAfter = Number.isFinite(after) && after > 0 ? after : undefined;
  try {
    const { error } = (await response.json()) as {
      error: { code: string; message: string; field?: string; details?: unknown };
    };
    return new Failure(response.status, error.code, error.message, { ...error, retryAfter });
  } catch {
    const message =
      response.status >= 500
        ? `The server could not answer (${response.status}). Nothing was changed; try again.`
        : `The server refused (${response.status}).`;
    return new Failure(response.status, "http.unreadable", message, { retryAfter });
  }
}

let tellElsewhere: (workingIn: string | null) => void = () => {};

/** `listener` hears that the session works in another project than the one asked for, and in which if that is known. */
export function onWorksElsewhere(listener: (workingIn: string | null) => void): void {
  tellElsewhere = listener;
}

let tellSignedOut: () => void = () => {};

/** `listener` hears that the server no longer knows the session. Who reads `/me`, "who is there?", is told by the answer. */
export function onSignedOut(listener: () => void): void {
  tellSignedOut = listener;
}

/** One call. Resolves with the parsed body (`undefined` for 204) or throws a `Failure`. */
export async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  { query, signal, keepalive }: Options = {},
): Promise<T> {
  const raw = body instanceof Blob || body instanceof ArrayBuffer || ArrayBuffer.isView(body);
  const headers: Record<string, string> = { Accept: "application/json" };
  // Says that our own page asks: a form on another site cannot set this header.
  if (method !== "GET") headers["X-Armslength"] = "1";
  if (body !== undefined) headers["Content-Type"] = raw ? "application/octet-stream" : "application/json";
  let response: Response;
  try {
    response = await fetch(apiUrl(path, query), {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? undefined : raw ? (body as BodyInit) : JSON.stringify(body),
      signal,
      keepalive,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure(0, "http.offline", "The server cannot be reached. Check the connection; your work is kept here.");
  }
  heardTime(response.headers.get("date"));
  if (!response.ok) {
    const failure = await readFailure(response);
    if (failure.worksElsewhere)
      tellElsewhere((failure.details as { working_in: string | null } | null)?.working_in ?? null);
    if (failure.code === "identity.not_signed_in") {
      if (method !== "GET" || path !== "/me") tellSignedOut();
      if (method !== "GET") throw new Failure(failure.status, failure.code, UNSENT);
    }
    throw failure;
  }
  if (response.status === 204 || response.headers.get("content-length") === "0") return undefined as T;
  return (await response.json()) as T;
}

export const api = {
  get: <T>(path: string, options?: Options) => request<T>("GET", path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: Options) => request<T>("POST", path, body ?? {}, options),
  put: <T>(path: string, body?: unknown, options?: Options) => request<T>("PUT", path, body ?? {}, options),
  patch: <T>(path: string, body?: unknown, options?: Options) => request<T>("PATCH", path, body ?? {}, options),
  delete: <T = void>(path: string, options?: Options) => request<T>("DELETE", path, undefined, options),
};
