import { CornerDownRight, Wrench } from "lucide-react";
import { cx } from "@/kit/cx";
import { isRecord, type Message, type ToolCall } from "../model";
import { Prose } from "../Prose";
import { useRawText } from "../rawText";
import { JsonTree } from "../table/JsonTree";

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const isSmall = (value: unknown) =>
  isRecord(value) && Object.values(value).every((one) => typeof one !== "object" || one === null);

export function ToolCallCard({ call }: { call: ToolCall }) {
  const raw = useRawText();
  const given = typeof call.arguments === "string" ? (parsed(call.arguments) ?? call.arguments) : call.arguments;
  const isBare = isRecord(given) && Object.keys(given).length === 0;
  return (
    <section aria-label={`Tool call: ${call.name}`} className="rounded-md border border-line bg-sunken">
      <header className={cx("flex items-center gap-2 px-2.5 py-1 text-xs", !isBare && "border-b border-line")}>
        <Wrench size={12} aria-hidden className="text-ink-3" />
        <span className="font-mono font-medium">{call.name}</span>
        {call.id ? <span className="ml-auto truncate exact font-mono text-2xs text-ink-3">{call.id}</span> : null}
      </header>
      <div hidden={isBare} className="px-2.5 py-1.5">
        {raw || typeof given === "string" ? (
          <pre className="exact font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {typeof given === "string" ? given : JSON.stringify(given, null, 2)}
          </pre>
        ) : isSmall(given) ? (
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 exact font-mono text-xs leading-5">
            {Object.entries(given as Record<string, unknown>).map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-ink-3">{name}</dt>
                <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">
                  {typeof value === "string" ? value : JSON.stringify(value)}
                </dd>
              </div>
            ))}
          </dl>
        ) : (
          <JsonTree value={given} />
        )}
      </div>
    </section>
  );
}

/** `name`: of the tool, as the message or the call that it answers has it. */
export function ToolResultCard({ message, name }: { message: Message; name: string | undefined }) {
  const raw = useRawText();
  const json = raw ? undefined : parsed(message.content);
  return (
    <section
      aria-label={`Result of ${name ?? "a tool"}`}
      className="rounded-md border border-dashed border-line-strong"
    >
      <header className="flex items-center gap-2 px-2.5 pt-1 text-xs text-ink-3">
        <CornerDownRight size={12} aria-hidden />
        <span className="font-mono">{name ?? "result"}</span>
      </header>
      <div className="max-h-72 overflow-auto px-2.5 pt-0.5 pb-1.5">
        {json !== undefined ? (
          <JsonTree value={json} open={message.content.length < 600 ? 3 : 1} />
        ) : message.content.length > 400 || message.content.includes("\n") ? (
          <pre className="exact font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
            {message.content}
          </pre>
        ) : (
          <Prose text={message.content} plain />
        )}
      </div>
    </section>
  );
}
