import { Prose } from "../Prose";
import type { FieldViewerProps } from "../plugin";

export function TextViewer({ field, value, renderText }: FieldViewerProps) {
  const text = typeof value === "string" ? value : "";
  return (
    <div data-spot="">{renderText?.({ text }) ?? <Prose text={text} plain={field.settings?.format === "plain"} />}</div>
  );
}
