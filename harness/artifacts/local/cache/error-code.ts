/** Whether an error of the system has this code (`ENOENT`, `EEXIST`, …). */
export function hasErrorCode(error: unknown, code: string): boolean {
  // Not `instanceof Error`: what Node's own modules throw inside jest belongs to another realm.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
