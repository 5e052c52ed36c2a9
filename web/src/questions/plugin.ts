/**
 * The contract of a question kind. A plug-in gets content, settings and value as props and emits operations; it never
 * imports the API or a feature, so the same folder serves the bench, the review, a preview and a read-only page.
 */
import type { ComponentType, ReactNode } from "react";
import type { Content, Field } from "@/fields/model";
import type { Answer, Answers, LabelSchema, Level, Question, QuestionKindName, TargetKey } from "./model";
import type { Scratch } from "./scratch";
import type { Orders } from "./targets";

/** What the question hangs on, as delivered to this person. */
export interface Subject {
  content: Content;
  fields: readonly Field[];
  target: TargetKey;
  orders: Orders;
  /** Another question of the schema, as it is asked. */
  asked(question: string): Question | undefined;
  /** The answer to another question: on the same target when there is one, else on the item. */
  answerTo(question: string): Answer | undefined;
}

export interface Context<S> {
  question: Question;
  settings: S;
  subject: Subject;
}

export type Completeness = { complete: true } | { complete: false; hint: string };
export const COMPLETE: Completeness = { complete: true };
export const missing = (hint: string): Completeness => ({ complete: false, hint });

export interface EditorProps<V, S, O> extends Context<S> {
  value: V;
  emit: (op: O) => void;
  /** Selection, active label and the like: shared by Editor, Overlay and commands, never saved. */
  scratch: Scratch;
  /** This question has the keyboard. */
  active: boolean;
}

export interface ViewerProps<V, S> extends Context<S> {
  value: V;
}

export interface DiffProps<V, S> extends Context<S> {
  before: V;
  after: V;
}

/** One text a field viewer is about to draw, offered to the overlay of a question that marks it. */
export interface TextPlace {
  field: string;
  text: string;
  message?: string;
  response?: string;
}

export interface OverlayProps<V, S, O> extends EditorProps<V, S, O> {
  place: TextPlace;
  readOnly?: boolean;
}

export interface BesideProps<V, S, O> extends EditorProps<V, S, O> {
  /** The message, turn or response it stands beside: "r:r1". */
  at: TargetKey;
  readOnly?: boolean;
}

export interface SettingsFormProps {
  /** The settings as the server takes them. */
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
  schema: LabelSchema;
  question: Question;
}

/** One thing a person can do with the question that has the keyboard. */
export interface QuestionCommand<V, S, O> {
  id: string;
  title: string;
  /** As in the command registry: "1", "Shift+ArrowUp", "Mod+Enter". */
  keys: readonly string[];
  /** Pressed several times in a row: the question keeps the keyboard although it is answered. */
  stay?: boolean;
  /** Also while somebody types in one of its boxes. */
  whenTyping?: boolean;
  /** Why it cannot be done now; null when it can. */
  disabled?(state: CommandState<V, S, O>): string | null;
  run(state: CommandState<V, S, O>): void;
}

export interface CommandState<V, S, O> extends Context<S> {
  value: V;
  scratch: Scratch;
  emit(op: O): void;
}

/** A whole little life of the kind, kept beside it: the conformance suite runs on it. */
export interface Sample<V, S, O> {
  title: string;
  question: Question;
  settings: S;
  content: Content;
  fields: Field[];
  orders?: Orders;
  /** Other questions that this one speaks of, asked before it, and what was said to them. */
  before?: Question[];
  given?: Answers;
  value: V;
  ops: O[];
  /** Keys that, pressed in order from an empty answer, complete it. */
  keyboard: string[];
  scratch?: Record<string, unknown>;
}

export interface QuestionPlugin<V, S, O> {
  kind: QuestionKindName;
  title: string;
  summary: string;
  icon: ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
  /** What it may hang on. */
  targets: readonly Level[];
  /** "wide" asks for half the screen (writing), "side" for a column. */
  room(settings: S): "side" | "wide";

  /** Settings of a new question in the wizard. */
  defaultSettings(schema: LabelSchema): Record<string, unknown>;
  /** Settings with every default filled in; never throws. */
  readSettings(raw: Record<string, unknown> | null | undefined): S;
  empty(settings: S): V;
  /** A stored value, or null when it is not one of this kind. */
  readValue(raw: unknown): V | null;
  apply(value: V, op: O): V;
  /** The operation that undoes `op` once it was applied to `value`. */
  invert(value: V, op: O): O;
  /** Two neighbouring operations as one step of undo (typing), or null. */
  merge?(earlier: O, later: O): O | null;
  /** In what distances between answers are told; without it answers are the same or not. */
  distance?(settings: S): string;
  isComplete(value: V, context: Context<S>): Completeness;
  /** What conditions compare with. */
  scalar(value: V): string | number | readonly string[] | null;
  summarize(value: V, context: Context<S>): string;

  Editor: ComponentType<EditorProps<V, S, O>>;
  Viewer: ComponentType<ViewerProps<V, S>>;
  Diff: ComponentType<DiffProps<V, S>>;
  SettingsForm: ComponentType<SettingsFormProps>;
  /** Draws over the text of a field instead of the field's own viewer; null leaves the text alone. */
  Overlay?: ComponentType<OverlayProps<V, S, O>>;
  /** The fields whose texts the overlay draws. */
  overlayFields?(settings: S, schema: LabelSchema): readonly string[];
  /** The question whose marks the overlay draws too: unless that one has the keyboard, this overlay stands for both. */
  alsoDraws?(settings: S): string;
  /** Stands beside every part of a field, though the question hangs on the item. */
  Beside?: ComponentType<BesideProps<V, S, O>>;
  /** The field it stands beside. */
  besideField?(settings: S): string;
  /** Fields that the question shows itself: the content leaves them out. */
  shows?(settings: S): readonly string[];
  /** One act answers it: the keyboard then goes on to the next question. */
  quick?(settings: S): boolean;
  /** The responses it compares: the screen keeps them side by side. */
  compares?(settings: S): string | null;
  commands(context: Context<S>): QuestionCommand<V, S, O>[];
}

export type AnyQuestionPlugin = QuestionPlugin<unknown, unknown, unknown>;

/** Closes the types of one kind: from here on its values are opaque to everybody else. */
export function defineQuestion<V, S, O>(plugin: QuestionPlugin<V, S, O>): AnyQuestionPlugin {
  return plugin as unknown as AnyQuestionPlugin;
}

export type RenderText = (place: TextPlace) => ReactNode | null;
