/** What is shown: the fields of a label schema and the content delivered for them. Mirrors the wire; knows no network. */

export type FieldKind = "text" | "chat" | "image" | "code" | "table";

export interface Field {
  name: string;
  kind: FieldKind;
  title?: string | null;
  required?: boolean;
  /** The value is a list of responses, delivered in this person's display order. */
  many?: boolean;
  /** The responses are steps or paragraphs: numbered, in their own order, one below the other. */
  ordered?: boolean;
  searchable?: boolean;
  settings?: Record<string, unknown>;
}

export interface ToolCall {
  id?: string;
  name: string;
  arguments: unknown;
}

export interface Message {
  id: string;
  turn: string;
  role: "system" | "user" | "assistant" | "tool";
  content: string;
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
}

export interface ChatValue {
  messages: Message[];
}
export interface ImageValue {
  url: string;
  width?: number | null;
  height?: number | null;
  alt?: string | null;
}
export interface CodeValue {
  code: string;
  language?: string | null;
}
export interface TableValue {
  columns: string[];
  rows: unknown[][];
}
export interface JsonValue {
  json: unknown;
}

/** One of several responses in a `many` field. */
export interface Response {
  id: string;
  value: unknown;
  /** The number of the step whose candidate it is, where a step has several. */
  place?: number;
}

export type Content = Record<string, unknown>;

export function titleOf(field: Pick<Field, "name" | "title">): string {
  if (field.title) return field.title;
  const words = field.name.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The responses of a `many` field in display order; the order given wins over the order delivered. */
export function responsesOf(content: Content, field: string, order?: readonly string[]): Response[] {
  const raw = content[field];
  if (!Array.isArray(raw)) return [];
  const responses = raw.filter((one): one is Response => isRecord(one) && typeof one.id === "string");
  if (!order) return responses;
  const place = new Map(order.map((id, index) => [id, index]));
  const last = order.length;
  return [...responses].sort((a, b) => (place.get(a.id) ?? last) - (place.get(b.id) ?? last));
}

export function messagesOf(value: unknown): Message[] {
  if (!isRecord(value) || !Array.isArray(value.messages)) return [];
  return value.messages.filter((one): one is Message => isRecord(one) && typeof one.id === "string");
}

/** A, B, C … AA: what people call a response, by its place on their screen. */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

/** What people call a step, by its place among all: "3", or of several candidates "3b". */
export function stepName(steps: readonly Response[], index: number): string {
  const place = steps[index]?.place;
  if (place === undefined) return `${index + 1}`;
  const first = steps.findIndex((one) => one.place === place);
  const alone = steps[first + 1]?.place !== place;
  return alone ? `${place}` : `${place}${letterOf(index - first).toLowerCase()}`;
}

/** Plain text of one delivered value: what spans count in, what a rewrite starts from. */
export function plainText(value: unknown): string {
  if (typeof value === "string") return value;
  if (!isRecord(value)) return "";
  if (typeof value.code === "string") return value.code;
  if (typeof value.alt === "string") return value.alt;
  if (Array.isArray(value.messages)) {
    return messagesOf(value)
      .map((message) => message.content)
      .join("\n\n");
  }
  return "json" in value ? JSON.stringify(value.json, null, 2) : "";
}
