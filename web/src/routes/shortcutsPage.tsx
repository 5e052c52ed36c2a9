import { appCommands } from "@/commands/app";
import { listCommands } from "@/commands/useListCommands";
import { benchCommands, lessonCommands } from "@/features/annotate/commands";
import { ShortcutsScreen } from "@/features/identity/shortcuts/ShortcutsScreen";
import { itemsCommands } from "@/features/ingest/items/ItemFilters";
import { adjudicationCommands } from "@/features/review/adjudicate/commands";
import { reviewCommands } from "@/features/review/commands";
import { filterCommands } from "@/lists/filters";
import { selectionCommands } from "@/lists/SelectionBar";
import { viewCommands } from "@/lists/ViewBar";
import { gateCommands } from "@/questions/desk/guideline/gate.commands";
import { veilCommands } from "@/questions/desk/veil.commands";
import { contentCommands, sheetCommands } from "@/questions/sheet/useQuestionCommands";

const SPECS = [
  benchCommands,
  sheetCommands,
  contentCommands,
  veilCommands,
  lessonCommands,
  gateCommands,
  reviewCommands,
  adjudicationCommands,
  listCommands,
  itemsCommands,
  filterCommands,
  viewCommands,
  selectionCommands,
  appCommands,
].flatMap((group) => Object.values(group));

/** The only place that knows the commands of all features. */
export function ShortcutsPage() {
  return <ShortcutsScreen specs={SPECS} />;
}
