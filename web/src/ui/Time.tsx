import { dateTime, relative } from "@/kit/format";

/** How long ago, with the exact time one hover away. */
export function Ago({ at }: { at: string | null }) {
  if (!at) return <span className="text-ink-3">–</span>;
  return (
    <time dateTime={at} title={dateTime(at)} className="whitespace-nowrap">
      {relative(at)}
    </time>
  );
}
