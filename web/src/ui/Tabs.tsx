import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "@/kit/cx";

export function Tabs<Value extends string>({
  value,
  onChange,
  label,
  tabs,
  className,
}: {
  value: Value;
  onChange: (value: Value) => void;
  label: string;
  tabs: readonly { value: Value; label: ReactNode; count?: number; content: ReactNode }[];
  className?: string;
}) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} className={className}>
      <Radix.List aria-label={label} className="flex gap-4 border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={cx(
              "-mb-px h-9 border-b-2 border-transparent text-ink-2 hover:text-ink",
              "data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink",
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="tabular ml-1.5 text-xs font-normal text-ink-3">{tab.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4 focus-visible:outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
