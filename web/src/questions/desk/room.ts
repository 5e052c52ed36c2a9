import type { Slot } from "../remaining";
import { isBeside } from "../sheet/SheetContent";

/** Half the screen for the questions when something long must be written and no responses are to be compared. */
export function wantsRoom(slots: readonly Slot[]): boolean {
  if (slots.some((slot) => slot.plugin.compares?.(slot.settings))) return false;
  return slots.some((slot) => !isBeside(slot) && slot.required && slot.plugin.room(slot.settings) === "wide");
}
