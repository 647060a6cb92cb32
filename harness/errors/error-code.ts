/** Whether an error of the system has one of these codes (`ENOENT`, `EEXIST`, …). */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  // Not `instanceof Error`: what Node's own modules throw inside jest belongs to another realm.
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

/** What was looked up, or undefined when looking failed with one of these codes: where absence is an answer. */
export async function unless<T>(codes: readonly string[], looked: Promise<T>): Promise<T | undefined> {
  try {
    return await looked;
  } catch (error) {
    if (hasErrorCode(error, ...codes)) return undefined;
    throw error;
  }
}
