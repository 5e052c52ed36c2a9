export function AnnotateScreen({ projectId }: { projectId: string }) {
  return <p>{projectId}</p>;
}
