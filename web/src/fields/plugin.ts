/** The contract of a field kind: how one kind of content is shown. It gets the content as props and reads nothing else. */
import type { ComponentType, ReactNode } from "react";
import type { Field, FieldKind } from "./model";

export interface TextSpot {
  text: string;
  message?: string;
}

export interface FieldViewerProps {
  field: Field;
  value: unknown;
  /** Draws a text instead of the viewer (marked spans); null leaves it to the viewer. */
  renderText?: (spot: TextSpot) => ReactNode | null;
  /** What hangs beside a message or below a turn: "m:m1", "t:t0". */
  renderBeside?: (key: string) => ReactNode | null;
  /** Less room: a response in a row of several. */
  compact?: boolean;
}

export interface FieldSettingsFormProps {
  value: Record<string, unknown>;
  onChange: (value: Record<string, unknown>) => void;
  field: Field;
}

export interface FieldPlugin {
  kind: FieldKind;
  title: string;
  summary: string;
  icon: ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
  /** What a question may hang on inside one value. */
  targets: readonly ("message" | "turn")[];
  defaultSettings(): Record<string, unknown>;
  /** Absent: there is nothing to set. */
  SettingsForm?: ComponentType<FieldSettingsFormProps>;
  Viewer: ComponentType<FieldViewerProps>;
  /** One delivered value, for previews and the conformance suite. */
  example(): unknown;
  /** Text of one delivered value, for search, copies and diffs. */
  text(value: unknown): string;
}
