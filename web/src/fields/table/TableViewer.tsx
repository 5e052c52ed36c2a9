import { isRecord, type TableValue } from "../model";
import type { FieldViewerProps } from "../plugin";
import { useRawText } from "../rawText";
import { GridTable } from "./GridTable";
import { JsonTree } from "./JsonTree";

export function TableViewer({ value }: FieldViewerProps) {
  const raw = useRawText();
  const json = isRecord(value) && "json" in value ? value.json : value;
  if (raw)
    return (
      <pre className="max-h-[62vh] overflow-auto exact font-mono text-xs leading-5">
        {JSON.stringify(json, null, 2)}
      </pre>
    );
  if (isRecord(value) && Array.isArray(value.columns) && Array.isArray(value.rows))
    return <GridTable value={value as unknown as TableValue} />;
  return <JsonTree value={json} className="rounded-md border border-line bg-surface p-2" />;
}
