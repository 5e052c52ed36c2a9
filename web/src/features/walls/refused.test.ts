import { expect, test } from "vitest";
import type { RefusedOn } from "@/api/types";
import { byFirm, days } from "@/features/walls/refused";

const NOW = new Date("2026-11-26T23:30:00Z");
const at = (day: string, times: number, reason: RefusedOn["reason"] = "person"): RefusedOn => ({
  day,
  organization: { id: "f", name: "Fairlabel" },
  reason,
  times,
});

test("every one of 90 days has its place, in UTC", () => {
  const found = days([at("2026-11-26", 2), at("2026-11-26", 1, "employer"), at("2026-08-29", 4)], NOW);
  expect(found).toHaveLength(90);
  expect(found[0]).toEqual({ day: "2026-08-29", times: 4 });
  expect(found.at(-1)).toEqual({ day: "2026-11-26", times: 3 });
});

test("seven days are today and the six before", () => {
  const found = byFirm([at("2026-11-20", 1), at("2026-11-19", 2), at("2026-10-28", 4), at("2026-10-27", 8)], NOW);
  expect(found).toEqual([{ firm: { id: "f", name: "Fairlabel" }, reason: "person", week: 1, month: 7, all: 15 }]);
});
