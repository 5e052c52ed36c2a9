import { describe, expect, it } from "vitest";
import { questionPlugins } from "./all";
import { isRequired, shownIn } from "./conditions";
import { describeQuestion } from "./testing/describeQuestion";
import { conditionExamples } from "./testing/examples";

for (const plugin of Object.values(questionPlugins)) describeQuestion(plugin);

describe("conditions", () => {
  const examples = conditionExamples();
  it.runIf(examples.length > 0).each(examples)("agree with the server: $name", ({ example }) => {
    const world = shownIn(example.schema, example.content, example.answers);
    for (const question of example.schema.questions) {
      const shown = [...(world.shown.get(question.name) ?? [])];
      expect(shown, question.name).toEqual(example.shown[question.name]);
      expect(
        shown.filter((target) => isRequired(question, world, target)),
        question.name,
      ).toEqual(example.required[question.name]);
    }
  });
});
