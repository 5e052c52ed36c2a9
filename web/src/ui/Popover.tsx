import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/kit/cx";

export function Popover({
  trigger,
  open,
  onOpenChange,
  align = "start",
  className,
  onClosed,
  children,
}: {
  trigger: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: "start" | "center" | "end";
  className?: string;
  /** Called when it has closed, before the focus goes back to its trigger; `preventDefault` lets it go elsewhere. */
  onClosed?: (event: Event) => void;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={onClosed}
          className={cx("z-50 max-w-sm animate-[fade-in_80ms] rounded-md bg-surface p-3 shadow-float", className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
