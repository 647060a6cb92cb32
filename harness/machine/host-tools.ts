import type { HostTool } from './check.ts';
import type { MachineProbe } from './machine.ts';

/** The tools that PATH does not hold. */
export async function missingTools(probe: MachineProbe, tools: readonly HostTool[]): Promise<readonly HostTool[]> {
  const found = await Promise.all(tools.map(({ command }) => probe.findCommand(command)));
  return tools.filter((_, index) => found[index] === undefined);
}
