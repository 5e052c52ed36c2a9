import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/kit/cx";
import { type Message, messagesOf, type ToolCall } from "../model";
import { Prose } from "../Prose";
import type { FieldViewerProps } from "../plugin";
import { ToolCallCard, ToolResultCard } from "./ToolCards";

const names: Record<Message["role"], string> = { system: "System", user: "User", assistant: "Assistant", tool: "Tool" };

export function ChatViewer({ field, value, renderText, renderBeside, compact }: FieldViewerProps) {
  const messages = messagesOf(value);
  const plain = field.settings?.format === "plain";
  const calls = messages.flatMap((message) => message.tool_calls ?? []);
  return (
    <ol className="flex flex-col">
      {messages.map((message, index) => {
        const lastOfTurn = messages[index + 1]?.turn !== message.turn;
        const turn = lastOfTurn ? renderBeside?.(`t:${message.turn}`) : null;
        return (
          <li
            key={message.id}
            className={cx("border-line not-last:border-b", message.role === "user" && index > 0 && "border-t-0")}
          >
            <MessageRow message={message} compact={compact ?? false} beside={renderBeside?.(`m:${message.id}`)}>
              <div data-spot={message.id} className="min-w-0 empty:hidden">
                {renderText?.({ text: message.content, message: message.id }) ?? (
                  <MessageBody message={message} plain={plain} calls={calls} />
                )}
              </div>
            </MessageRow>
            {turn ? <div className="mb-3 max-w-xl border-l-2 border-line-strong pl-3 md:ml-22">{turn}</div> : null}
          </li>
        );
      })}
    </ol>
  );
}

function MessageRow({
  message,
  compact,
  beside,
  children,
}: {
  message: Message;
  compact: boolean;
  beside: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      className={cx(
        "grid gap-x-4 gap-y-1 py-3 in-[li:first-child]:pt-0.5",
        compact ? "grid-cols-1" : "grid-cols-1 md:grid-cols-[72px_minmax(0,1fr)]",
      )}
    >
      <div className="flex items-baseline gap-2 md:block">
        <span
          className={cx(
            "text-xs leading-6 font-medium",
            message.role === "assistant" ? "text-accent" : message.role === "user" ? "text-ink" : "text-ink-3",
          )}
        >
          {names[message.role]}
        </span>
        {message.name && message.role !== "tool" ? (
          <span className="block truncate text-2xs text-ink-3">{message.name}</span>
        ) : null}
      </div>
      <div className={cx("min-w-0", Boolean(beside) && "grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_280px]")}>
        <div className="flex min-w-0 flex-col gap-2">
          {children}
          {message.tool_calls?.map((call, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: calls may come without an id; their order is fixed.
            <ToolCallCard key={index} call={call} />
          ))}
        </div>
        {beside ? <aside className="min-w-0">{beside}</aside> : null}
      </div>
    </div>
  );
}

function MessageBody({ message, plain, calls }: { message: Message; plain: boolean; calls: readonly ToolCall[] }) {
  if (message.role === "tool") {
    const call = message.tool_call_id ? calls.find((one) => one.id === message.tool_call_id) : undefined;
    return <ToolResultCard message={message} name={message.name ?? call?.name} />;
  }
  if (message.role === "system") return <Folded text={message.content} plain={plain} />;
  return message.content === "" && message.tool_calls?.length ? null : <Prose text={message.content} plain={plain} />;
}

/** The system message: there when it is wanted, out of the way when it is not. */
function Folded({ text, plain }: { text: string; plain: boolean }) {
  if (text.length < 120 && !text.includes("\n")) return <Prose text={text} plain={plain} className="text-ink-2" />;
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none items-center gap-1 rounded-sm leading-6 text-ink-2 hover:text-ink">
        <ChevronRight size={14} aria-hidden className="shrink-0 text-ink-3 transition-transform group-open:rotate-90" />
        <span className="truncate">{text.replace(/\s+/g, " ").slice(0, 160)}</span>
      </summary>
      <Prose text={text} plain={plain} className="mt-1 pl-5 text-ink-2" />
    </details>
  );
}
