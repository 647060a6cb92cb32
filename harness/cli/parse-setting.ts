import { InvalidArgumentError, type Option } from 'commander';
import { UsageError } from '../errors/harness-error.ts';

/**
 * Reads what the environment or a file gives for an option, as the command line would.
 *
 * @param texts - One value, or several for an option that may be given again.
 * @param where - Where they come from, as it begins an error message.
 * @returns undefined for a switch that is set to off.
 * @throws UsageError saying what is accepted.
 */
export function parseSetting(option: Option, texts: readonly string[], where: string): unknown {
  const [text = '', ...more] = texts;
  if (option.isBoolean() || (option.optional && isSwitch(text))) return switchOf(text, more, where);
  const parse = (value: string, before: unknown): unknown => {
    try {
      return option.parseArg ? option.parseArg(value, before as never) : value;
    } catch (error) {
      if (error instanceof InvalidArgumentError) throw new UsageError(`${where}: ${error.message}`);
      throw error;
    }
  };
  const values = texts.reduce<unknown>((before, value) => parse(value, before), option.defaultValue);
  const lastAlone = parse(texts.at(-1) ?? '', option.defaultValue);
  // An option that may be given again collects; for any other one the last value would hide the rest.
  if (more.length > 0 && JSON.stringify(values) === JSON.stringify(lastAlone)) {
    throw new UsageError(`${where}: expected one value, got ${texts.length}: ${texts.join(', ')}`);
  }
  return values;
}

const on = ['true', 'yes', '1'];
const off = ['false', 'no', '0'];

const isSwitch = (text: string) => [...on, ...off].includes(text.toLowerCase());

function switchOf(text: string, more: readonly string[], where: string): true | undefined {
  if (more.length === 0 && on.includes(text.toLowerCase())) return true;
  if (more.length === 0 && off.includes(text.toLowerCase())) return undefined;
  throw new UsageError(`${where}: expected true or false, got ${[text, ...more].join(', ')}`);
}
