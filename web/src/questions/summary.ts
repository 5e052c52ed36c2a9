import { type Content, isRecord } from "../fields/model";
import "./all";
import { type Answer, answerAt, type Question, type TargetKey } from "./model";
import { placeName } from "./names";
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

const LETTERS = 26;

/** Answers to one question in a line, where the item is not at hand: responses have the letters they came with. */
export function summarizeAway(question: Question | undefined, answers: Record<TargetKey, Answer>): string {
  if (!question) return "–";
  const schema = { fields: [], questions: [question] };
  const said = Object.entries(answers).flatMap(([target, answer]) => {
    const sheet = { schema, content: contentOf(question, answer), orders: {}, answers: {} };
    const words = summarizeAnswer(sheet, question, target, answer);
    const place = placeName(target);
    return words ? [place ? `${place}: ${words}` : words] : [];
  });
  return said.join(" · ") || "–";
}

/** What of the item an answer tells by itself: its steps, or that there were responses. */
function contentOf(question: Question, { value }: Answer): Content {
  const field = question.settings?.field;
  if (typeof field !== "string" || !["pairwise", "ranking", "steps"].includes(question.kind)) return {};
  const steps = isRecord(value) && Array.isArray(value.steps) ? value.steps.filter(isRecord) : null;
  const told = steps?.map(({ step, place }) => ({ id: step, place, value: "" }));
  return { [field]: told ?? Array.from({ length: LETTERS }, (_, index) => ({ id: `r${index + 1}`, value: "" })) };
}
