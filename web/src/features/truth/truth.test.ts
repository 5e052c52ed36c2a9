import { describe, expect, it } from "vitest";
import { inWords } from "@/features/truth/CostCurve";
import { drawn } from "@/features/truth/concerns";
import { answerName } from "@/features/truth/names";
import { askedMore } from "@/features/truth/TruthSection";

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
    expect(answerName("a, r2", { settings: { options: [{ id: "a", title: "Sea" }] } } as never)).toBe(
      "Sea, Response B",
    );
  });
});
