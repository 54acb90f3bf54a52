/** Does the tasks in order, so many at a time; the results come in the order of the tasks. */
export async function sideBySide<Task, Result>(
  tasks: readonly Task[],
  width: number,
  work: (task: Task) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = tasks.entries();
  const worker = async () => {
    for (const [at, task] of queue) results[at] = await work(task);
  };
  await Promise.all(Array.from({ length: Math.max(1, width) }, worker));
  return results;
}
