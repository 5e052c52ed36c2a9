import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { cx } from "@/kit/cx";
import { Button } from "@/ui/Button";

export function DropZone({
  onFile,
  accept,
  title,
  hint,
}: {
  onFile: (file: File) => void;
  accept: string;
  title: string;
  hint: string;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  function handleDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button inside is everybody's.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={handleDrop}
      className={cx(
        "flex min-h-56 flex-col items-center justify-center gap-3 rounded-lg border border-dashed px-6 py-10 text-center",
        over ? "border-accent bg-accent-soft" : "border-line-strong",
      )}
    >
      <FileUp size={24} strokeWidth={1.5} aria-hidden className="text-ink-3" />
      <p className="text-base font-medium">{title}</p>
      <Button onClick={() => input.current?.click()}>Choose a file</Button>
      <p className="max-w-md text-ink-3">{hint}</p>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={title}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
          event.target.value = "";
        }}
      />
    </div>
  );
}
