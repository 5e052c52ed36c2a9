import { EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Keys } from "@/commands/Keys";
import { useCommands } from "@/commands/useCommands";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";
import { HARMS, type Harm } from "@/ui/harms";
import { veilCommands } from "./veil.commands";

/** Content that may do harm is blurred, and out of reach of keys and screen readers, until its reader wants it. */
export function Veil({
  warnings,
  skippable = false,
  children,
}: {
  warnings: readonly Harm[];
  /** Whether this may be skipped: at the bench it may; what is reviewed goes to somebody else when its lease ends. */
  skippable?: boolean;
  children: ReactNode;
}) {
  const [shown, setShown] = useState(false);
  const toggle = () => setShown((now) => !now);
  useCommands(veilCommands, { "field.veil": toggle });
  const what = warnings.map((harm) => HARMS[harm]).join(", ");
  return (
    <>
      {shown ? (
        <div className="mx-auto mb-4 flex max-w-[1400px] flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
          <span className="rounded-sm bg-warn-soft px-1.5 py-0.5 text-warn">{what}</span>
          <Button size="sm" onClick={toggle}>
            <EyeOff size={13} aria-hidden />
            Veil it
            <Keys to="field.veil" of="KeyV" />
          </Button>
        </div>
      ) : null}
      <div className={cx("relative", !shown && "min-h-80 overflow-hidden")}>
        <div inert={!shown} aria-hidden={!shown} className={cx(!shown && "pointer-events-none blur-xl select-none")}>
          {children}
        </div>
        {shown ? null : (
          <section aria-label="Content warning" className="absolute inset-0 flex justify-center bg-bg/60 px-4 pt-16">
            <div className="h-fit max-w-md rounded-lg border border-line bg-surface p-5 shadow-float">
              <h2 className="mb-1 text-base">This may be hard to look at</h2>
              <p className="text-ink-2">{what}.</p>
              <p className="mt-2 mb-4 text-ink-3">
                Take your time.{" "}
                {skippable
                  ? "You may skip it, and you may choose under My account not to be given such items; neither counts against you."
                  : "If you would rather not look, leave this page: in a while it goes to somebody else. Under My account you may choose not to be given such content. Neither counts against you."}
              </p>
              <Button tone="primary" onClick={toggle}>
                Show it
                <Keys
                  to="field.veil"
                  of="KeyV"
                  className="[&_kbd]:border-accent-ink/30 [&_kbd]:bg-transparent [&_kbd]:text-accent-ink"
                />
              </Button>
            </div>
          </section>
        )}
      </div>
    </>
  );
}
