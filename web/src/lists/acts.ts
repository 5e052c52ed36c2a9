import type { Query } from "@/api/client";
import type { BulkAct, Id } from "@/api/types";
import { count, plural } from "@/kit/format";

export type ActName = BulkAct["act"];
/** Of which list an act is asked: what it is done to are its rows, or what belongs to them. */
export type ActedOn = "item" | "answer";

/** What each act is called, what it does, and of what. */
export const acts: { name: ActName; title: string; hint: string; of: "items" | "answers" }[] = [
  {
    name: "ask_first",
    title: "Ask first",
    hint: "Open items come before all that nobody has been asked about yet.",
    of: "items",
  },
  {
    name: "ask_more",
    title: "Ask for one more answer",
    hint: "Full items go back to the queue for one more person.",
    of: "items",
  },
  { name: "retire", title: "Retire", hint: "Nobody is asked any more; leases end. Answers stay.", of: "items" },
  { name: "restore", title: "Restore", hint: "Retired items ask for what was left.", of: "items" },
  {
    name: "accept",
    title: "Accept answers",
    hint: "Those that wait for review are accepted, in your name.",
    of: "answers",
  },
  {
    name: "reject",
    title: "Send answers back",
    hint: "Those that wait for review are rejected, in your name.",
    of: "answers",
  },
];

/** What is selected in a list, or all that fits its filters: as bulk acts and releases are told. */
export function chosenIn(of: ActedOn, chosen: readonly Id[], filters: Query) {
  if (of === "item") return chosen.length > 0 ? { item_ids: [...chosen] } : { filters };
  return chosen.length > 0 ? { annotation_ids: [...chosen] } : { answer_filters: filters };
}

/** The acts that a list offers, those on its own rows first. */
export function actsOf(of: ActedOn) {
  const own = acts.filter((each) => each.of === `${of}s`);
  const others = acts.filter((each) => each.of !== `${of}s`);
  if (of === "item") return [...own, ...others];
  return [...own, ...others.map((each) => ({ ...each, title: `On their items: ${each.title.toLowerCase()}` }))];
}

export function actTitle(name: ActName): string {
  return acts.find((each) => each.name === name)?.title ?? name;
}

/** "48,213 items", "1 answer". */
export function howMany(act: Pick<BulkAct, "of" | "total">): string {
  return plural(act.total, act.of === "items" ? "item" : "answer");
}

export const reasons: Record<string, string> = {
  "assignment.not_asked": "It asks for nobody: it is full, retired or gold",
  "ingest.batch_ended": "Its batch was cancelled",
  "ingest.is_gold": "It is gold; gold is retired under Gold",
  "ingest.item_unchanged": "It is so already, or not in a state that this begins from",
  "kit.conflict": "It asks for a hundred answers already",
  "review.decided": "It was decided meanwhile",
  "review.in_hand": "A reviewer has it in hand",
  "review.not_for_you": "You gave or answered it, or may not review it",
  "review.withdrawn": "Its answer does not stand any more",
};

/** "1,204 of 48,213". */
export function progressText(act: BulkAct): string {
  return `${count(act.done + act.skipped)} of ${count(act.total)}`;
}

export const over = (act: BulkAct) => act.state === "done" || act.state === "cancelled" || act.state === "failed";
export const moving = (act: BulkAct) => act.state === "choosing" || act.state === "waiting" || act.state === "running";
