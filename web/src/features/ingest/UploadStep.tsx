import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { failureMessage } from "@/api/failure";
import { keys } from "@/api/keys";
import type { Import, Project } from "@/api/types";
import { DropZone } from "@/features/ingest/DropZone";
import { rememberedFile, rememberFile, uploadFile } from "@/features/ingest/upload";
import { bytes } from "@/kit/format";
import { Button } from "@/ui/Button";
import { Panel } from "@/ui/Page";
import { Progress } from "@/ui/Progress";

/** Sends the file; an upload that broke off goes on where it stopped, also in another tab or on another day. */
export function UploadStep({ project, data }: { project: Project; data: Import }) {
  const [file, setFile] = useState(() => rememberedFile(data.id));
  const [wrong, setWrong] = useState("");
  if (file) return <Upload key={file.lastModified} project={project} data={data} file={file} />;
  return (
    <div className="max-w-2xl">
      <p className="mb-3">
        {bytes(data.upload?.offset ?? 0)} of {bytes(data.bytes)} have arrived. Choose the same file, and the upload goes
        on from there.
      </p>
      {wrong ? (
        <p role="alert" className="mb-3 text-bad">
          {wrong}
        </p>
      ) : null}
      <DropZone
        title={`Drop ${data.file_name} here`}
        accept=""
        hint="Nothing that has arrived is sent again."
        onFile={(next) => {
          if (next.size !== data.bytes)
            return setWrong(
              `This file has ${bytes(next.size)}, the import was begun with ${bytes(data.bytes)}. It is not the same file.`,
            );
          rememberFile(data.id, next);
          setFile(next);
        }}
      />
    </div>
  );
}

function Upload({ project, data, file }: { project: Project; data: Import; file: File }) {
  const [sent, setSent] = useState(data.upload?.offset ?? 0);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const client = useQueryClient();
  const from = useRef(data.upload?.offset ?? 0);
  const path = `/projects/${project.id}/imports/${data.id}`;
  const chunk = data.upload?.chunk_bytes;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt starts the upload anew from where it is.
  useEffect(() => {
    const stop = new AbortController();
    setError(null);
    const onProgress = (offset: number) => {
      from.current = offset;
      setSent(offset);
    };
    uploadFile(path, file, { from: from.current, chunk, signal: stop.signal, onProgress })
      .then(() => client.invalidateQueries({ queryKey: keys.in(project.id, "import", data.id) }))
      .catch((reason) => !stop.signal.aborted && setError(reason));
    return () => stop.abort();
  }, [attempt, path, file, chunk]);

  return (
    <Panel className="max-w-2xl">
      <h2 className="mb-3 text-base">{error ? "The upload stopped" : "Uploading"}</h2>
      <Progress label="Upload" done={sent} total={file.size} showText={false} tone={error ? "bad" : "accent"} />
      <p className="tabular mt-2 text-ink-2">
        {bytes(sent)} of {bytes(file.size)}
      </p>
      {error ? (
        <div className="mt-3 flex items-center gap-3">
          <p role="alert" className="flex-1 text-bad">
            {failureMessage(error)} What has arrived is kept.
          </p>
          <Button onClick={() => setAttempt(attempt + 1)}>Go on</Button>
        </div>
      ) : (
        <p className="mt-1 text-xs text-ink-3">
          You may leave this page; come back with the same file, and it goes on.
        </p>
      )}
    </Panel>
  );
}
