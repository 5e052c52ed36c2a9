import { expect, it } from "vitest";
import type { Answer, Candidate } from "@/api/types";
import { agreed } from "./agreed";

const chose = (id: string): Answer => ({ state: "answered", value: { selected: [id] } });
const candidate = (number: number, topic: string, tone?: string): Candidate => ({
  number,
  answers: { topic: { item: chose(topic) }, ...(tone ? { tone: { item: chose(tone) } } : {}) },
});

it("starts from what all answers say alike, target by target", () => {
  expect(agreed([candidate(1, "sea", "calm"), candidate(2, "land", "calm")])).toEqual({
    tone: { item: chose("calm") },
  });
  expect(agreed([candidate(1, "sea", "calm"), candidate(2, "sea")])).toEqual({ topic: { item: chose("sea") } });
  expect(agreed([])).toEqual({});
});
