import "./all";
import { type Answer, answerAt, type Question, type TargetKey } from "./model";
import { pluginOf } from "./registry";
import { contextOf, type Sheet, slotsOf } from "./remaining";

/** One answer in a line of plain text. */
export function summarizeAnswer(sheet: Sheet, question: Question, target: TargetKey, answer: Answer): string {
  if (answer.state !== "answered") return answer.state === "not_applicable" ? "Not applicable" : "Cannot assess";
  const plugin = pluginOf(question.kind);
  const value = plugin.readValue(answer.value);
  if (value === null) return "";
  return plugin.summarize(
    value,
    contextOf(sheet, { question, target, settings: plugin.readSettings(question.settings) }),
  );
}

/** All answers in a line: "Better: A · Why: …". */
export function summarizeAnswers(sheet: Sheet): string {
  return slotsOf(sheet)
    .flatMap((slot) => {
      const answer = answerAt(sheet.answers, slot.question.name, slot.target);
      const said = answer ? summarizeAnswer(sheet, slot.question, slot.target, answer) : "";
      return said ? [slot.place ? `${slot.place}: ${said}` : said] : [];
    })
    .join(" · ");
}
