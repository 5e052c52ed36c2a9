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

export function formatOf(name: string): "jsonl" | "csv" | "parquet" | "json" | null {
  const ending = name.toLowerCase().split(".").pop() ?? "";
  if (ending === "ndjson") return "jsonl";
  return ending === "jsonl" || ending === "csv" || ending === "parquet" || ending === "json" ? ending : null;
}
