import type { ReactNode } from "react";
import { useTitle } from "@/kit/title";
import { Mark } from "@/ui/Mark";

/** One quiet column: the pages before somebody is signed in. */
export function DoorFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useTitle(title);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div className="flex items-center gap-2.5">
        <Mark size={24} />
        <span className="text-base font-semibold">Armslength</span>
      </div>
      <div>
        <h1 className="text-xl">{title}</h1>
        {lead ? <p className="mt-1 text-ink-2">{lead}</p> : null}
      </div>
      {children}
    </main>
  );
}
