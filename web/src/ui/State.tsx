import { Badge, StateDot } from "@/ui/Badge";
import { stateWord } from "@/ui/words";

export function State({ of }: { of: string }) {
  const { text, tone } = stateWord(of);
  return <StateDot tone={tone}>{text}</StateDot>;
}

export function StateBadge({ of }: { of: string }) {
  const { text, tone } = stateWord(of);
  return <Badge tone={tone}>{text}</Badge>;
}
