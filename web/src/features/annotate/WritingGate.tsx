import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@/api/client";
import type { Id, WritingNotice } from "@/api/types";
import { writingNoticeQuery } from "@/api/writing";
import { plural } from "@/kit/format";
import { Button, buttonLook } from "@/ui/Button";
import { FormError } from "@/ui/States";

/** Said before the first item: what is recorded, what is not, who sees it, for how long. */
export function WritingGate({ projectId, name, notice }: { projectId: Id; name: string; notice: WritingNotice }) {
  const client = useQueryClient();
  const read = useMutation({
    mutationFn: () => api.post<WritingNotice>(`/projects/${projectId}/work/writing`, {}),
    onSuccess: (next) => client.setQueryData(writingNoticeQuery(projectId).queryKey, next),
  });
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-180 flex-col justify-center gap-4 px-6 py-10 text-md">
      <p className="text-xs text-ink-3">{name}</p>
      <h1 className="text-2xl">Here it is recorded how you write</h1>
      <p>
        While you fill a text box, this page counts: characters typed, deleted, pasted, dropped or inserted without a
        key, where pasted text came from (the item, your answer, elsewhere), how long you wrote, pauses, and how even
        the rhythm was. The counts go to the server with your answer.
      </p>
      <ul className="flex list-disc flex-col gap-1.5 pl-6">
        <li>
          <strong>Never the text.</strong> No letter, no key and no clipboard is recorded; only your answer itself is.
        </li>
        <li>
          <strong>Nothing follows by itself.</strong> Counts that stand out are something for a human being to look at.
          No answer is rejected and no pay changes because of them. Where they stand out in many of your answers, it is
          noted for somebody to look into; if they uphold it, you read it and may appeal.
        </li>
        <li>
          <strong>You see what others see</strong>, under My answers. Others are those who run the project.
        </li>
        <li>
          <strong>Kept for {plural(notice.keep_days, "day")}</strong>, then deleted; sooner if who runs the project is
          asked to.
        </li>
      </ul>
      <FormError error={read.error} />
      <div className="mt-2 flex flex-wrap gap-2">
        <Button tone="primary" size="lg" busy={read.isPending} onClick={() => read.mutate()}>
          I know, to the work
        </Button>
        <Link to="/" className={buttonLook({ tone: "quiet", size: "lg" })}>
          Not now
        </Link>
      </div>
    </main>
  );
}
