const marks = { passed: '✅', failed: '❌', skipped: '⚪', interrupted: '⏹️' } as const;

/** A mark that GitHub shows in colour. */
export function markOf(outcome: keyof typeof marks): string {
  return marks[outcome];
}
