/** Where a question hangs: the item, a message, a turn or a response. One answer per target. */
import { type Content, letterOf, messagesOf, responsesOf } from "../fields/model";
import { ITEM, type Question, type TargetKey } from "./model";

export interface Place {
  key: TargetKey;
  /** What people call it: "Response A", "Message 3". Empty for the item. */
  label: string;
}

export type Orders = Record<string, readonly string[]>;

/** Every place the question asks about, in reading order. */
export function placesOf(question: Pick<Question, "target">, content: Content, orders: Orders = {}): Place[] {
  const target = question.target;
  if (!target || target.level === "item") return [{ key: ITEM, label: "" }];
  if (target.level === "response") {
    return responsesOf(content, target.field, orders[target.field]).map((response, index) => ({
      key: `r:${response.id}`,
      label: `Response ${letterOf(index)}`,
    }));
  }
  const messages = messagesOf(content[target.field]);
  if (target.level === "turn") {
    return [...new Set(messages.map((message) => message.turn))].map((turn, index) => ({
      key: `t:${turn}`,
      label: `Turn ${index + 1}`,
    }));
  }
  return messages
    .map((message, index) => ({ message, label: `Message ${index + 1}` }))
    .filter(({ message }) => !target.roles?.length || target.roles.includes(message.role))
    .map(({ message, label }) => ({ key: `m:${message.id}`, label }));
}

/** The id behind a target key: "r:r1" → "r1"; the item has none. */
export function idOf(key: TargetKey): string | null {
  const at = key.indexOf(":");
  return at < 0 ? null : key.slice(at + 1);
}
