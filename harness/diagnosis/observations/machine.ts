import type { EvidenceLine } from '../evidence-line.ts';
import type { Observer } from './observer.ts';

/** What a kind node takes as root, who has 128 by default: the fifth node is one too many. */
const instancesPerNode = 26;
const watchesPerNode = 8_192;

/** Limits of inotify that are too low for the nodes that run here, and for one more. */
export const observeMachine: Observer = ({ machine }): readonly EvidenceLine[] => {
  if (machine === null) return [];
  const { inotifyInstances, inotifyWatches, nodeContainers } = machine;
  const nodes = (nodeContainers ?? 0) + 1;
  const low = [
    ...tooLow('fs.inotify.max_user_instances', inotifyInstances, instancesPerNode * nodes),
    ...tooLow('fs.inotify.max_user_watches', inotifyWatches, watchesPerNode * nodes),
  ];
  if (low.length === 0) return [];
  return [
    {
      kind: 'relation',
      subject: 'This machine',
      text: `${low.join(', ')}: too low for ${nodes} kind ${nodes === 1 ? 'node' : 'nodes'}`,
    },
  ];
};

const tooLow = (setting: string, actual: number | null, wanted: number): readonly string[] =>
  actual === null || actual >= wanted ? [] : [`${setting} = ${actual}`];
