import { chainLabel } from './chain-member.ts';

export interface SplitFile {
  /** `cert-aa`, `cert-ab`, … */
  readonly name: string;
  /** The exact bytes of the chain that belong to it, line breaks included. */
  readonly text: string;
}

const pattern = '-----BEGIN CERTIFICATE-----';

/**
 * The files of the guide's `split -p "-----BEGIN CERTIFICATE-----" chain.pem cert-`, BSD's split(1): every line that
 * holds the pattern begins a new file, and whatever stands before the first such line is a file of its own. The texts
 * put together are the chain, byte for byte; whether they are certificates is not asked.
 */
export function splitAsGuide(chainPem: string): SplitFile[] {
  const texts: string[] = [];
  for (const line of chainPem.split(/(?<=\n)/).filter((piece) => piece !== '')) {
    if (line.includes(pattern)) texts.push(line);
    else texts.push(`${texts.pop() ?? ''}${line}`);
  }
  return texts.map((text, index) => ({ name: `cert-${chainLabel(index)}`, text }));
}
