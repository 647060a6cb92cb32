import { randomUUID } from 'node:crypto';
import type { ListedTags } from './tags.ts';

/** How the tags of what an account has are looked at. */
export interface TagReading {
  readonly signal: AbortSignal;
  /** Called with what these credentials may not look at: it is taken for another's. */
  readonly onUnreadable?: ((arns: readonly string[]) => void) | undefined;
}

/** Requests at a time: enough for hundreds of CAs within seconds, below the request rates of AWS. */
const concurrency = 8;

/**
 * The tags of things that were listed, by ARN. What is gone since has none, nor has what may not be looked at: what a
 * run makes can be, by the permissions with which it makes it.
 *
 * @throws The refusal, when not even what does not exist may be looked at: then the permission is missing.
 */
export async function readTags(
  arns: readonly string[],
  tagsOf: (arn: string) => Promise<ListedTags | undefined>,
  { signal, onUnreadable }: TagReading,
): Promise<ReadonlyMap<string, ListedTags>> {
  const tags = new Map<string, ListedTags>();
  const refusals = new Map<string, Error>();
  const waiting = arns.values();
  const work = async (): Promise<void> => {
    for (const arn of waiting) {
      signal.throwIfAborted();
      try {
        tags.set(arn, (await tagsOf(arn)) ?? []);
      } catch (error) {
        if (isDenied(error)) refusals.set(arn, error);
        else if (!isGone(error)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, arns.length) }, work));
  if (refusals.size === 0) return tags;
  if (refusals.size === arns.length) await requirePermission(arns[0] ?? '', tagsOf);
  onUnreadable?.([...refusals.keys()]);
  return tags;
}

/** AWS looks at the permission before it looks for what is named: "not found" means that the call is allowed. */
async function requirePermission(arn: string, tagsOf: (arn: string) => Promise<unknown>): Promise<void> {
  await unlessGone(tagsOf(arn.replace(/[^/]+$/, randomUUID())));
}

/** AWS's answer to a call; undefined for what is deleted, or not known yet where it is asked for. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

const isDenied = (error: unknown): error is Error => /^AccessDenied(Exception)?$/.test((error as Error).name);

const isGone = (error: unknown): boolean =>
  /^(NoSuchEntity|ResourceNotFound|InvalidState)(Exception)?$/.test((error as Error).name);
