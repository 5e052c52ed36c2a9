import type { VariantExample } from "@/api/types";

/** Where two forms first differ, one under the other. */
export function Examples({ examples }: { examples: VariantExample[] }) {
  if (!examples.length) return null;
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {examples.map((each) => (
        <li key={`${each.external_id} ${each.field} ${each.original}`} className="px-3 py-2">
          <p className="text-xs text-ink-2">
            {each.external_id ? `${each.external_id}, ` : ""}
            {each.field}
          </p>
          <p>{each.original}</p>
          <p className="font-medium">{each.other}</p>
        </li>
      ))}
    </ul>
  );
}
