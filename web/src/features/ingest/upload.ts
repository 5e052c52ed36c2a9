import { api } from "@/api/client";
import { untilAnswered } from "@/api/retry";
import type { Id } from "@/api/types";

const CHUNK = 4 * 1024 * 1024;

/** Sends the rest of a file, part by part, from where the server has it. Each part is repeated until it is answered. */
export async function uploadFile(
  path: string,
  file: File,
  {
    from,
    chunk = CHUNK,
    signal,
    onProgress,
  }: { from: number; chunk?: number; signal: AbortSignal; onProgress: (offset: number) => void },
): Promise<void> {
  let offset = from;
  while (offset < file.size) {
    signal.throwIfAborted();
    const at = offset;
    const part = file.slice(at, at + chunk);
    const answer = await untilAnswered(() =>
      api.put<{ offset: number }>(`${path}/content`, part, { query: { offset: at }, signal }),
    );
    if (answer.offset <= at) throw new Error("The upload does not move on. Try again.");
    offset = answer.offset;
    onProgress(offset);
  }
}

/** Files chosen in this tab, by import: the page of the import goes on with them. */
const chosen = new Map<Id, File>();
export const rememberFile = (id: Id, file: File) => chosen.set(id, file);
export const rememberedFile = (id: Id) => chosen.get(id);

const ENDINGS: Record<string, Format> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  parquet: "parquet",
  pq: "parquet",
};
export type Format = "jsonl" | "csv" | "parquet" | "json";

/** What a file's name may end with, as a file chooser wants it. */
export const ACCEPTED = [...Object.keys(ENDINGS), "gz"].map((ending) => `.${ending}`).join(",");

/** The format that a file's name says, a last `.gz` aside. */
export function formatOf(name: string): Format | null {
  const ending = name.toLowerCase().replace(/\.gz$/, "").split(".").pop() ?? "";
  return ENDINGS[ending] ?? null;
}
