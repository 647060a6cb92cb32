import type { ComponentVersions } from '../versions.ts';
import { minorLine, minorsBetween } from './minor-line.ts';

/** The components that a run which stands can be given another version of. */
export const upgradableComponents = ['certManager', 'issuer', 'istio'] as const;
export type UpgradableComponent = (typeof upgradableComponents)[number];

/** What its project documents of changing a component's version in place. */
interface DocumentedSteps {
  readonly name: string;
  readonly source: string;
  /** Said of a step over several minor releases, in either direction. */
  readonly manyMinors: string;
  /** Said of a step to an older minor release; undefined where the project has nothing against it. */
  readonly back?: string;
}

const documentedSteps: Readonly<Partial<Record<UpgradableComponent, DocumentedSteps>>> = {
  certManager: {
    name: 'cert-manager',
    source: 'https://cert-manager.io/docs/installation/upgrade/',
    manyMinors: 'its project recommends one minor release at a time',
    back: 'its project documents the way to a newer release alone; the CRDs go back with it, and what only they know is lost',
  },
  istio: {
    name: 'Istio',
    source: 'https://istio.io/latest/docs/setup/upgrade/in-place/',
    manyMinors: 'its project supports one minor release at a time, up or down',
    back: 'until their pods are restarted, sidecars are newer than istiod, which its project does not support for longer',
  },
};

/**
 * What of a change from one set of versions to another the components' projects do not say that they support, one
 * sentence each, with its source. Never a reason to stop.
 */
export function upgradeWarnings(from: ComponentVersions, to: ComponentVersions): readonly string[] {
  return upgradableComponents.flatMap((component) => {
    const documented = documentedSteps[component];
    const [before, after] = [minorLine(from[component]), minorLine(to[component])];
    if (documented === undefined || before === undefined || after === undefined) return [];
    const minors = minorsBetween(before, after);
    const { name, source, manyMinors, back } = documented;
    const change = `${name} ${from[component]} to ${to[component]}`;
    return [
      ...(Math.abs(minors) > 1 ? [`${change}: ${manyMinors} (${source}).`] : []),
      ...(minors < 0 && back !== undefined ? [`${change}: ${back} (${source}).`] : []),
    ];
  });
}
