import type { Webhook } from "@/api/types";
import { plural } from "@/kit/format";
import { StateDot, type Tone } from "@/ui/Badge";

/** How a webhook does, in a word. */
export function HookState({ hook }: { hook: Webhook }) {
  const { text, tone } = word(hook);
  return <StateDot tone={tone}>{text}</StateDot>;
}

function word(hook: Webhook): { text: string; tone: Tone } {
  if (hook.state === "paused") return { text: "Paused", tone: "neutral" };
  if (hook.state === "failing") return { text: "Paused: it failed for too long", tone: "bad" };
  if (hook.failures > 0) return { text: `${plural(hook.failures, "failure")} in a row`, tone: "warn" };
  return { text: "Active", tone: "good" };
}
