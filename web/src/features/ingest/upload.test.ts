import { afterEach, expect, test, vi } from "vitest";
import { formatOf, uploadFile } from "@/features/ingest/upload";

afterEach(() => vi.unstubAllGlobals());

/** A server that keeps what it gets, and once loses its answer after having kept the part. */
function keeper({ loseAt = -1 } = {}) {
  const kept: number[] = [];
  let calls = 0;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    calls += 1;
    const offset = Number(new URL(url, "http://x").searchParams.get("offset"));
    const part = new Uint8Array(await (init.body as Blob).arrayBuffer());
    if (offset === kept.length) kept.push(...part);
    if (calls === loseAt) throw new TypeError("connection reset");
    return new Response(JSON.stringify({ offset: kept.length }));
  });
  return kept;
}

const bytes = Uint8Array.from({ length: 25 }, (_, index) => index);
const file = new File([bytes], "rows.jsonl");

test("a file goes up in parts, in order", async () => {
  const kept = keeper();
  const seen: number[] = [];
  await uploadFile("/imports/1", file, {
    from: 0,
    chunk: 10,
    signal: new AbortController().signal,
    onProgress: (at) => seen.push(at),
  });
  expect(kept).toEqual([...bytes]);
  expect(seen).toEqual([10, 20, 25]);
});

test("a part whose answer was lost is not kept twice", async () => {
  const kept = keeper({ loseAt: 2 });
  await uploadFile("/imports/1", file, {
    from: 0,
    chunk: 10,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(kept).toEqual([...bytes]);
});

test("an upload goes on from where the server has it, and stops when told", async () => {
  const kept = keeper();
  kept.push(...bytes.slice(0, 20));
  await uploadFile("/imports/1", file, {
    from: 20,
    chunk: 10,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  expect(kept).toEqual([...bytes]);
  await expect(
    uploadFile("/imports/1", file, { from: 0, chunk: 10, signal: AbortSignal.abort(), onProgress: () => {} }),
  ).rejects.toThrow();
});

test("the format is told by the ending", () => {
  expect(formatOf("a.JSONL")).toBe("jsonl");
  expect(formatOf("a.ndjson")).toBe("jsonl");
  expect(formatOf("ted_ende.tsv")).toBe("csv");
  expect(formatOf("harmless.jsonl.GZ")).toBe("jsonl");
  expect(formatOf("a.b.parquet")).toBe("parquet");
  expect(formatOf("a.pdf")).toBeNull();
});
