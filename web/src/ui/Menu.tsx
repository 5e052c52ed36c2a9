import { DropdownMenu } from "radix-ui";
import { Fragment, type ReactNode } from "react";
import { cx } from "@/kit/cx";

export type MenuItem =
  | { label: ReactNode; icon?: ReactNode; hint?: ReactNode; onSelect: () => void; danger?: boolean; disabled?: boolean }
  | "line"
  | false
  | null;

/** A list of acts behind one button (`children` is that button). */
export function Menu({
  items,
  children,
  align = "end",
  side = "bottom",
  open,
  onOpenChange,
}: {
  items: MenuItem[];
  children: ReactNode;
  align?: "start" | "end";
  side?: "top" | "bottom";
  /** For a menu that a key opens too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-48 max-w-80 animate-[fade-in_80ms] overflow-y-auto rounded-md bg-surface p-1 shadow-float"
        >
          {items.map((item, index) => {
            // biome-ignore lint/suspicious/noArrayIndexKey: the place in the menu is what a line or an act is.
            if (item === "line") return <DropdownMenu.Separator key={index} className="my-1 h-px bg-line" />;
            if (!item) return null;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the menu is what a line or an act is.
              <Fragment key={index}>
                <DropdownMenu.Item
                  disabled={item.disabled}
                  onSelect={item.onSelect}
                  className={cx(
                    "flex min-h-8 select-none items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-hover",
                    item.danger ? "text-bad" : "text-ink",
                  )}
                >
                  {item.icon ? <span className="text-ink-3">{item.icon}</span> : null}
                  <span className="truncate">{item.label}</span>
                  {item.hint ? <span className="ml-auto pl-4 text-xs text-ink-3">{item.hint}</span> : null}
                </DropdownMenu.Item>
              </Fragment>
            );
          })}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
