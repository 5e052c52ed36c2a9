import { useEffect, useState } from "react";

/** What the desk knows of the guideline and of what its reader has read of it. */
export interface DeskGuideline {
  version: number;
  markdown: string;
  read_at: string | null;
  read_before: { version: number; read_at: string } | null;
  changes: { version: number; note: string; created_at: string }[];
}

export type OpenVersion = (version: number) => Promise<string>;

/** The text of the version read before; null until it is there or when it is not asked for. */
export function useBefore(guideline: DeskGuideline, open: OpenVersion, wanted: boolean) {
  const version = guideline.read_before?.version ?? null;
  const [loaded, setLoaded] = useState<{ version: number; text: string } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted || version === null || loaded?.version === version) return;
    let live = true;
    setFailed(false);
    open(version).then(
      (text) => live && setLoaded({ version, text }),
      () => live && setFailed(true),
    );
    return () => {
      live = false;
    };
  }, [wanted, version, loaded, open]);
  return { text: loaded && loaded.version === version ? loaded.text : null, failed };
}
