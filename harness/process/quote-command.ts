const needsNoQuotes = /^[\w@%+=:,./-]+$/;

/** An argument vector as one line that can be pasted into a POSIX shell. */
export function quoteCommand(argv: readonly string[]): string {
  return argv
    .map((argument) => (needsNoQuotes.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
