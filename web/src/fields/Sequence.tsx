import { cx } from "@/kit/cx";
import type { ContentSlots } from "./ItemContent";
import { type Field, type Response, stepName } from "./model";
import { ResponseBody } from "./Responses";

/** Steps or paragraphs: numbered, one below the other, what hangs on each at its side; candidates of a step together. */
export function Sequence({ field, responses, slots }: { field: Field; responses: Response[]; slots: ContentSlots }) {
  if (responses.length === 0) return <p className="text-ink-3">No steps</p>;
  return (
    <ol className="@container flex flex-col border-b border-line">
      {responses.map((response, index) => {
        const beside = slots.renderBeside?.(field, `r:${response.id}`);
        return (
          <li
            key={response.id}
            data-response={response.id}
            className={cx(
              "flex gap-3 border-line border-t py-2",
              index > 0 && response.place !== undefined && responses[index - 1]?.place === response.place
                ? "border-dashed"
                : "",
            )}
          >
            <span className="tabular w-6 shrink-0 pt-0.5 text-right text-xs text-ink-3">
              {stepName(responses, index)}
            </span>
            <div className="flex min-w-0 flex-1 flex-col gap-2 @2xl:flex-row @2xl:gap-5">
              <div className="min-w-0 flex-1">
                <ResponseBody field={field} response={response} slots={slots} />
              </div>
              {beside ? <div className="shrink-0 @2xl:w-72">{beside}</div> : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
