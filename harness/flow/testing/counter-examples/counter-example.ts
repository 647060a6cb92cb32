import type { Check } from '../../../pki/check.ts';

type Checks = Check | readonly Check[] | Promise<readonly Check[]>;

/** What shows that a check distinguishes its claim from the claim's opposite. */
export interface CounterExample {
  /** The check where its claim is true. */
  readonly held: () => Checks;
  /** The check where its claim is false, by what makes it so. */
  readonly broken: Readonly<Record<string, () => Checks>>;
}
