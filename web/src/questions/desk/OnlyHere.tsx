import { useEffect } from "react";

/** Said, and asked before the page is closed, while it holds what neither the browser's storage nor the server has. */
export function OnlyHere() {
  useEffect(() => {
    const handleLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", handleLeave);
    return () => window.removeEventListener("beforeunload", handleLeave);
  }, []);
  return (
    <div role="alert" className="border-b border-line bg-bad-soft px-4 py-2">
      <span className="font-medium">This browser cannot keep what you type: its storage is full or switched off.</span>{" "}
      It is on this page alone until the server has it. Do not close the page before that.
    </div>
  );
}
