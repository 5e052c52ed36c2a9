import { expect, test } from "vitest";
import { whileMoving } from "@/api/jobs";

test("what moves is asked for soon, then less often, and anew when it moves again", () => {
  const query = { state: { dataUpdateCount: 7 } };
  expect(whileMoving(query, false)).toBe(false);
  expect(whileMoving(query, true)).toBe(100);
  expect(whileMoving(query, true)).toBe(100);
  query.state.dataUpdateCount = 8;
  expect(whileMoving(query, true)).toBe(150);
  query.state.dataUpdateCount = 30;
  expect(whileMoving(query, true)).toBe(1000);
  expect(whileMoving(query, undefined)).toBe(false);
  expect(whileMoving(query, true)).toBe(100);
});
