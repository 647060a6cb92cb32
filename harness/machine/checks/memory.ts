import type { Check, CheckContext } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { fatal, ok, warning } from '../finding.ts';
import { formatGibibytes, requirements } from '../requirements.ts';

const { leastMemoryBytes, comfortableMemoryBytes } = requirements;

export const memoryCheck: Check = {
  id: 'memory',
  title: 'Memory',
  askedFor: 'docker',
  async run(context) {
    const expected = `${formatGibibytes(comfortableMemoryBytes)} available (${formatGibibytes(leastMemoryBytes)} at the very least)`;
    const memory = await memoryForContainers(context);
    if (memory === undefined) return undefined;
    const observed = `${formatGibibytes(memory.bytes)} ${memory.of}`;
    if (memory.bytes >= comfortableMemoryBytes) return ok(expected, observed);
    const assess = memory.bytes < leastMemoryBytes ? fatal : warning;
    return assess(expected, observed, memory.remedy);
  },
};

interface Memory {
  readonly bytes: number;
  readonly of: string;
  readonly remedy: string;
}

async function memoryForContainers(context: CheckContext): Promise<Memory | undefined> {
  const daemon = placeOfDaemon(context.probe, context.docker);
  if (daemon.kind === 'elsewhere') {
    return {
      bytes: daemon.info.memoryBytes,
      of: `in Docker's machine (${daemon.info.operatingSystem})`,
      remedy: "Raise the memory limit in Docker's settings.",
    };
  }
  const bytes = parseAvailableMemory((await context.probe.readText('/proc/meminfo')) ?? '');
  return bytes === undefined
    ? undefined
    : { bytes, of: 'available', remedy: 'End programs that hold memory, or use a larger machine.' };
}

/** `MemAvailable` of /proc/meminfo (proc(5)), which counts what the page cache would give back. */
export function parseAvailableMemory(meminfo: string): number | undefined {
  const kibibytes = /^MemAvailable:\s*(\d+) kB$/m.exec(meminfo)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
