export function MyAnswersScreen({ projectId }: { projectId: string }) {
  return <p>{projectId}</p>;
}
