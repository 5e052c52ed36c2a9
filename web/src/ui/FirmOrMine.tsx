import { type ReactNode, useState } from "react";
import { Tabs } from "@/ui/Tabs";

/** What a firm's people did, for those who steer them, beside one's own; to everybody else their own alone. */
export function FirmOrMine({
  steers,
  firm,
  mine,
}: {
  steers: boolean;
  firm: { label: string; content: ReactNode };
  mine: ReactNode;
}) {
  const [tab, setTab] = useState<"firm" | "mine">("firm");
  if (!steers) return mine;
  return (
    <Tabs
      label="Whose work"
      value={tab}
      onChange={setTab}
      tabs={[
        { value: "firm", ...firm },
        { value: "mine", label: "My own", content: mine },
      ]}
    />
  );
}
