import "./all";
import type { Content } from "@/fields/model";
import type { Answers, LabelSchema } from "./model";
import { QuestionColumn } from "./sheet/QuestionColumn";
import { SheetContext, useSheet } from "./sheet/useSheet";
import type { Orders } from "./targets";
import { useControlledStore } from "./useControlledStore";

/** All questions at all their targets, with conditions, help and required marks; no content. */
export function AnswerForm({
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
  return (
    <SheetContext value={api}>
      <QuestionColumn all />
    </SheetContext>
  );
}
