import { useLayoutEffect, useState } from "react";
import { appCommands } from "@/commands/app";
import { HelpSheet } from "@/commands/HelpSheet";
import { Palette } from "@/commands/Palette";
import { commandStore } from "@/commands/store";
import { useCommands } from "@/commands/useCommands";

/** Listens for keys and shows the palette and the help sheet. Mounted once. */
export function CommandHost() {
  const [shown, setShown] = useState<"palette" | "help" | null>(null);
  useLayoutEffect(() => {
    const handleKeyDown = (event: KeyboardEvent) => commandStore.handle(event);
    // Capture: a command decides before the element that happens to have the focus.
    window.addEventListener("keydown", handleKeyDown, true);
    return () => window.removeEventListener("keydown", handleKeyDown, true);
  }, []);
  useCommands(appCommands, {
    "app.palette": () => setShown("palette"),
    "app.help": () => setShown("help"),
  });
  return (
    <>
      <Palette open={shown === "palette"} onOpenChange={(open) => setShown(open ? "palette" : null)} />
      <HelpSheet open={shown === "help"} onOpenChange={(open) => setShown(open ? "help" : null)} />
    </>
  );
}
