import { afterEach, expect, test, vi } from "vitest";
import { api, apiUrl } from "@/api/client";
import { Failure, fieldError, otherError } from "@/api/failure";
import { retryDelay, shouldRetry, untilAnswered } from "@/api/retry";

function answer(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}
function serve(...answers: (Response | Error)[]) {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetch = vi.fn(async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    const next = answers.shift() ?? answer({});
    if (next instanceof Error) throw next;
    return next;
  });
  vi.stubGlobal("fetch", fetch);
  return calls;
}
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("a write says that our own page asks; a read does not", async () => {
  const calls = serve(answer({ id: 1 }), answer({ id: 1 }));
  await api.post("/things", { a: 1 });
  await api.get("/things", { query: { limit: 5, cursor: undefined, state: "" } });
  expect(calls[0]?.init.headers).toMatchObject({ "X-Armslength": "1", "Content-Type": "application/json" });
  expect(calls[1]?.init.headers).not.toHaveProperty("X-Armslength");
  expect(calls[1]?.url).toBe("/api/v1/things?limit=5");
  expect(apiUrl("/x")).toBe("/api/v1/x");
});

test("a refusal keeps its code, field and details", async () => {
  serve(answer({ error: { code: "projects.bad_name", message: "Too long.", field: "name", details: [1] } }, 422));
  const failure = await api.post("/projects").catch((error) => error as Failure);
  expect(failure).toMatchObject({ status: 422, code: "projects.bad_name", field: "name", details: [1] });
  expect(fieldError(failure, "name")).toBe("Too long.");
  expect(otherError(failure, ["name"])).toBeNull();
  expect(otherError(failure, ["email"])).toBe(failure);
});

test("an answer that is no JSON and a server that is away are failures too", async () => {
  serve(new Response("<html>bad gateway</html>", { status: 502 }), new TypeError("network"));
  expect(await api.get("/a").catch((error) => error)).toMatchObject({ status: 502, code: "http.unreadable" });
  expect(await api.get("/a").catch((error) => (error as Failure).offline)).toBe(true);
});

test("no content is undefined", async () => {
  serve(answer(undefined, 204));
  expect(await api.delete("/a")).toBeUndefined();
});

test("reads are asked again when the server is away, never after a refusal", () => {
  expect(shouldRetry(0, new Failure(0, "http.offline", ""))).toBe(true);
  expect(shouldRetry(0, new Failure(503, "x", ""))).toBe(true);
  expect(shouldRetry(3, new Failure(503, "x", ""))).toBe(false);
  expect(shouldRetry(0, new Failure(409, "x", ""))).toBe(false);
  expect(retryDelay(2, new Failure(429, "x", "", { retryAfter: 7 }))).toBe(7000);
});

test("a keyed write is repeated until it is answered, and not after a refusal", async () => {
  vi.useFakeTimers();
  const write = vi.fn(async () => {
    if (write.mock.calls.length < 3) throw new Failure(0, "http.offline", "away");
    return "ok";
  });
  const done = untilAnswered(write);
  await vi.runAllTimersAsync();
  expect(await done).toBe("ok");
  expect(write).toHaveBeenCalledTimes(3);
  const refused = vi.fn(async () => {
    throw new Failure(409, "annotation.lease_expired", "too late");
  });
  await expect(untilAnswered(refused)).rejects.toThrow("too late");
  expect(refused).toHaveBeenCalledTimes(1);
});
