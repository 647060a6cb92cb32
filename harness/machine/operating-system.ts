import type { MachineProbe } from './machine.ts';

/** A Linux distribution, as /etc/os-release describes it (os-release(5)). */
export interface Distribution {
  /** For example `debian`. */
  readonly id: string;
  /** The distributions it derives from, nearest first. */
  readonly idLike: readonly string[];
  /** For people: `Debian GNU/Linux 12 (bookworm)`. */
  readonly name: string;
}

/** The machine's distribution; undefined where there is no os-release file, as on macOS. */
export async function distributionOf(probe: MachineProbe): Promise<Distribution | undefined> {
  const osRelease = await probe.readText('/etc/os-release');
  return osRelease === undefined ? undefined : parseOsRelease(osRelease);
}

/** Reads shell-like `NAME=value` lines, with or without quotes. */
export function parseOsRelease(osRelease: string): Distribution {
  const values = new Map<string, string>();
  for (const line of osRelease.split('\n')) {
    const [, name, quoted, plain] = /^([A-Z_]+)=(?:["'](.*)["']|(.*))$/.exec(line.trim()) ?? [];
    if (name !== undefined) values.set(name, quoted ?? plain ?? '');
  }
  const id = values.get('ID') ?? 'linux';
  return {
    id,
    idLike: (values.get('ID_LIKE') ?? '').split(' ').filter(Boolean),
    name: values.get('PRETTY_NAME') ?? values.get('NAME') ?? id,
  };
}

/** Whether packages come from apt, under Debian's names. */
export function isDebianLike(distribution: Distribution): boolean {
  return [distribution.id, ...distribution.idLike].some((id) => id === 'debian' || id === 'ubuntu');
}
