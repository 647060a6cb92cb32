import { HarnessError } from '../errors/harness-error.ts';
import { hideSecrets } from '../process/hide-secrets.ts';

/** What happened in the error's own words, and below it every cause in turn. No stack, and no secret. */
export function errorText(error: unknown): string {
  return hideSecrets(errorsOf(error).map(messageOf).join('\nbecause: '));
}

/** What the error and its causes tell the user to do, each remedy once; undefined where none of them knows. */
export function remedyText(error: unknown): string | undefined {
  const remedies = errorsOf(error).flatMap((each) => (each instanceof HarnessError && each.remedy) || []);
  return remedies.length === 0 ? undefined : [...new Set(remedies)].join('\n');
}

function errorsOf(error: unknown): readonly unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? [error] : [error, ...errorsOf(cause)];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
