import { QuestionCard } from "./QuestionCard";
import { isBeside } from "./SheetContent";
import { useSheetApi } from "./useSheet";

/** The cards of the item's own questions; with `all`, also those that would stand beside their targets. */
export function QuestionColumn({ all = false }: { all?: boolean }) {
  const api = useSheetApi();
  const slots = all ? api.slots : api.slots.filter((slot) => !isBeside(slot));
  return (
    <div className="flex flex-col divide-y divide-line">
      {slots.map((slot) => (
        <QuestionCard key={slot.id} slot={slot} />
      ))}
    </div>
  );
}
