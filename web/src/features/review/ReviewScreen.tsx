export function ReviewScreen({ projectId }: { projectId: string }) {
  return <p>{projectId}</p>;
}
