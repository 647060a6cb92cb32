import pc from 'picocolors';

/** Marks and colours of the terminal report. NO_COLOR and a stream that is no terminal turn the colours off. */
export interface Style {
  readonly passed: string;
  readonly failed: string;
  readonly skipped: string;
  readonly interrupted: string;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

/** @see https://no-color.org */
export function styleFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Style {
  const wanted = env['FORCE_COLOR']
    ? env['FORCE_COLOR'] !== '0'
    : stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const colors = pc.createColors(wanted);
  return {
    passed: colors.green('✓'),
    failed: colors.red('✗'),
    skipped: colors.dim('○'),
    interrupted: colors.yellow('■'),
    bold: colors.bold,
    dim: colors.dim,
    red: colors.red,
    green: colors.green,
    yellow: colors.yellow,
  };
}
