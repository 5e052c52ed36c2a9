/** The letter a response goes by on this screen. */
export function Letter({ children }: { children: string }) {
  return (
    <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-pressed text-xs font-semibold">
      {children}
    </span>
  );
}
