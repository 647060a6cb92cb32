import { randomBytes, randomInt } from 'node:crypto';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
type IdPrefix = 'AIDA' | 'AROA' | 'ANPA' | 'AKIA' | 'ASIA';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A unique id as IAM makes them: the prefix tells what it identifies. */
export function newId(prefix: IdPrefix): string {
  let id: string = prefix;
  for (let length = 0; length < 16; length += 1) id += alphabet[randomInt(alphabet.length)];
  return id;
}

/** 40 characters, as AWS's secret access keys have. */
export const newSecret = (): string => randomBytes(30).toString('base64');
