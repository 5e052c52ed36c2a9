import { api } from "@/api/client";
import type { JudgeFacts } from "@/api/generated/schemas";
import type { AddedSuggestions, Id } from "@/api/types";

const ROWS = 500;
const BYTES = 2_000_000;
const PROBLEMS = 200;

export type Sent = AddedSuggestions & { lines: number; refused: number };

/** The lines of a file with their numbers, as they come off the disk; empty ones are passed over. */
export async function* linesOf(file: Blob): AsyncGenerator<[number, string]> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let number = 0;
  for (;;) {
    const { done, value } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) {
      number += 1;
      if (line.trim()) yield [number, line];
    }
    if (done) return;
  }
}

/** Sends a JSONL file some lines at a time. What is there already is unchanged, so that sending again is safe. */
export async function sendSuggestions(
  project: Id,
  file: Blob,
  of: { source: string; version: string; judge?: JudgeFacts },
  onSent: (sent: Sent) => void,
): Promise<Sent> {
  const sent: Sent = { created: 0, unchanged: 0, problems: [], lines: 0, refused: 0 };
  let rows: unknown[] = [];
  let numbers: number[] = [];
  let size = 0;
  const refuse = (problem: Sent["problems"][number]) => {
    sent.refused += 1;
    if (sent.problems.length < PROBLEMS) sent.problems.push(problem);
  };
  const flush = async () => {
    if (rows.length > 0) {
      const added = await api.post<AddedSuggestions>(`/projects/${project}/suggestions`, { ...of, rows });
      sent.created += added.created;
      sent.unchanged += added.unchanged;
      for (const problem of added.problems) refuse({ ...problem, line: numbers[problem.line - 1] ?? problem.line });
    }
    rows = [];
    numbers = [];
    size = 0;
    onSent({ ...sent });
  };
  for await (const [number, line] of linesOf(file)) {
    sent.lines = number;
    try {
      rows.push(JSON.parse(line));
      numbers.push(number);
      size += line.length;
    } catch {
      refuse({ line: number, field: "", reason: "This line is not JSON." });
    }
    if (rows.length === ROWS || size > BYTES) await flush();
  }
  await flush();
  return sent;
}
