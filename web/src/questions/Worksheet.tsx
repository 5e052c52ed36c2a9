import "./all";
import type { Content } from "@/fields/model";
import type { Answers, LabelSchema } from "./model";
import { QuestionColumn } from "./sheet/QuestionColumn";
import { isBeside, SheetContent } from "./sheet/SheetContent";
import { SheetContext, useSheet } from "./sheet/useSheet";
import type { Orders } from "./targets";
import { useControlledStore } from "./useControlledStore";

/** Content and questions together, as on the bench but without its commands: previews and read-only pages. */
export function Worksheet({
  schema,
  content,
  answers,
  orders,
  onChange,
  readOnly = false,
}: {
  schema: LabelSchema;
  content: Content;
  answers: Answers;
  orders?: Orders;
  onChange?: (answers: Answers) => void;
  readOnly?: boolean;
}) {
  const store = useControlledStore(schema, answers, onChange);
  const api = useSheet({ store, content, orders, readOnly: readOnly || !onChange });
  const column = api.slots.some((slot) => !isBeside(slot));
  return (
    <SheetContext value={api}>
      <div className="@container">
        <div className={column ? "grid grid-cols-[minmax(0,1fr)] gap-4 @3xl:grid-cols-[minmax(0,1fr)_320px]" : ""}>
          <SheetContent />
          {column ? (
            <div className="rounded-lg border border-line bg-surface">
              <QuestionColumn />
            </div>
          ) : null}
        </div>
      </div>
    </SheetContext>
  );
}
