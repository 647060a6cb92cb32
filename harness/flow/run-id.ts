import { randomBytes, randomInt } from 'node:crypto';
import { UsageError } from '../errors/harness-error.ts';

const suffixAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const suffixLength = 4;

/** A new run's id: the local date and time, so that ids sort by age, and four characters that set apart runs of one second. */
export function newRunId(now: Date = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const suffix = Array.from({ length: suffixLength }, () => suffixAlphabet[randomInt(suffixAlphabet.length)]).join('');
  return `${date}-${time}-${suffix}`;
}

/** A new run's random value, 128 bits in hex: two runs of one id have different ones. */
export const newRunInstance = (): string => randomBytes(16).toString('hex');

/** Leaves room for what is put before and after it in host names, which may have 63 characters (RFC 1035 §2.3.4). */
const maxLength = 32;

/**
 * Checks an id that the user gave: it becomes part of host names and of Docker's and Kubernetes' labels.
 *
 * @throws UsageError saying what an id may look like.
 */
export function validateRunId(id: string): string {
  if (id.length <= maxLength && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(id)) return id;
  throw new UsageError(
    `"${id}" is no run id: expected at most ${maxLength} of a-z, 0-9 and -, a letter or digit first and last`,
    {
      remedy: 'Give --run-id such a name, or leave it out.',
    },
  );
}
