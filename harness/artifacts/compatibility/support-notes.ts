import { endOfSupport } from '../current-releases.ts';
import type { ComponentVersions } from '../versions.ts';
import { minorLine } from './minor-line.ts';

type SupportedComponent = keyof typeof endOfSupport;

const names: Readonly<Record<SupportedComponent, string>> = {
  kubernetes: 'Kubernetes',
  certManager: 'cert-manager',
  istio: 'Istio',
};

/** Which of these versions their projects do not support any more, one sentence each. Never a reason to stop. */
export function supportNotes(versions: Partial<ComponentVersions>, today: Date): readonly string[] {
  return (Object.keys(names) as SupportedComponent[]).flatMap((component) => {
    const line = minorLine(versions[component] ?? '');
    const ends: Readonly<Record<string, string>> = endOfSupport[component];
    const end = line === undefined ? undefined : ends[line];
    if (end === undefined || today < new Date(end)) return [];
    return [`${names[component]} ${line} is past its project's support, which ended on ${end}.`];
  });
}
