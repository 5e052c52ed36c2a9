import { describe, expect, it } from "vitest";
import { inWords } from "@/features/truth/CostCurve";
import { drawn } from "@/features/truth/concerns";
import { askedMore } from "@/features/truth/TruthSection";
import { answerName, partName, placeName, valueName } from "@/questions/names";
import { summarizeAway } from "@/questions/summary";

describe("what a fit shows, in words", () => {
  it("says how many answers would have been enough", () => {
    expect(inWords({ answers: 2.14, risk: 0.1 }, 3)).toBe(
      "2.1, asked one by one at an accepted risk of 10%; 3.0 answers a label were given.",
    );
    expect(inWords(undefined, 3)).toContain("less than 95 %");
  });

  it("says what asking more people came to", () => {
    expect(askedMore({ sure: 1, most: 1, asking: 0, answers: 7 })).toContain("1 of 2 items are sure enough");
    expect(askedMore({ sure: 0, most: 0, asking: 0, answers: 0 })).toContain("nothing was answered yet");
  });

  it("says on which side responses were preferred", () => {
    const bar = drawn("one_side", { chosen: 30, answers: 40, usual_share: 0.52, place: 2 });
    expect(bar).toMatchObject({ value: 0.75, reference: 0.52, says: "30 of 40 on the second side" });
    expect(drawn("says_nothing", { agreement: 0.4, by_chance: 0.3, answers: 50, labels: 2 }).says).toBe("40% alike");
  });

  it("calls labels what people call them", () => {
    expect(answerName("yes", { kind: "flags" } as never)).toBe("Raised");
    expect(answerName("not_met", { kind: "rubric" } as never)).toBe("Not met");
    const options = [{ id: "a", title: "Sea", options: [{ id: "b", title: "Bay" }] }];
    expect(answerName("a, b, r2", { settings: { options } } as never)).toBe("Sea, Bay, Response B");
  });

  it("calls steps and places what people call them, without the item at hand", () => {
    const question = { name: "s", kind: "steps", title: "Steps", settings: { field: "steps", labels: [] } } as never;
    const steps = ["r1", "r2", "r3"].map((step, at) => ({
      step,
      place: at ? 2 : 1,
      label: "okay",
      rating: at ? -1 : 0,
    }));
    const said = { state: "answered" as const, value: { steps, onward: [] } };
    expect(partName("r3", question, [{ item: said }])).toBe("Step 2b");
    expect(partName("r4", question, [])).toBe("Step 4");
    expect(partName("onward_2", question, [])).toBe("Where step 2 goes on");
    expect(valueName("from_1", question)).toBe("From candidate a");
    expect(["item", "m:m3", "t:t0", "r:r2"].map(placeName)).toEqual(["", "Message 4", "Turn 1", "Response B"]);
    expect(summarizeAway(question, { item: said })).toBe("First error in step 2");
    const pair = { name: "p", kind: "pairwise", title: "Which?", settings: { field: "responses" } } as never;
    const value = { verdict: "prefer", winner: "r2" };
    expect(summarizeAway(pair, { item: { state: "answered", value } })).toBe("B is better");
    expect(summarizeAway(undefined, { item: said })).toBe("–");
  });
});
