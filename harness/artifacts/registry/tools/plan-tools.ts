import { join } from 'node:path';
import type { runCommand } from '../../../process/run-command.ts';
import type { Unit } from '../../cache/unit.ts';
import type { RegistryAccess } from '../registry-access.ts';
import { bookinfoUnit } from '../units/bookinfo-unit.ts';
import { toolUnit } from '../units/tool-unit.ts';
import type { PublishedVersions } from '../versions/resolve-published.ts';
import { findTool, suits, type ToolName } from './find-tool.ts';
import {
  type HostPlatform,
  publishedHelm,
  publishedIstio,
  publishedKind,
  publishedKubectl,
} from './published-tools.ts';

/** A tool of a run: installed already, or to be fetched. */
export interface PlannedTool {
  readonly needs: readonly Unit[];
  /** Absolute path, once the needs are there. */
  path(outputOf: (unit: Unit) => string): string;
}

export interface PlannedTools {
  readonly tools: Readonly<Record<ToolName, PlannedTool>>;
  /** Istio's release archive, which has Bookinfo's manifest whatever istioctl is used. */
  readonly istio: Unit;
  /** Bookinfo's manifest, with its images in Istio's hub. */
  readonly bookinfo: Unit;
}

export interface PlanToolsOptions {
  readonly versions: PublishedVersions;
  readonly helmVersion: string;
  readonly access: RegistryAccess;
  readonly host: HostPlatform;
  readonly run: typeof runCommand;
  readonly signal: AbortSignal;
  /** Told which installed tools do, and which do not. */
  readonly say: (line: string) => void;
  readonly searchPath: string | undefined;
}

/** Takes each tool from the PATH where it is there in a version that does, and else from where it is published. */
export async function planTools(options: PlanToolsOptions): Promise<PlannedTools> {
  const { versions, access, host } = options;
  const { endpoints, http } = access;
  const istio = toolUnit({
    name: 'istio',
    version: versions.istio.base,
    published: publishedIstio(endpoints, versions.istio.base, host),
    http,
  });
  const fetched = (name: ToolName, version: string, published: ReturnType<typeof publishedKind>) =>
    fromUnit(toolUnit({ name, version, published, http }), name);
  const [kind, kubectl, helm, istioctl] = await Promise.all([
    choose('kind', versions.kind, () => fetched('kind', versions.kind, publishedKind(endpoints, versions.kind, host))),
    choose('kubectl', versions.kubernetes, () =>
      fetched('kubectl', versions.kubernetes, publishedKubectl(endpoints, versions.kubernetes, host)),
    ),
    choose('helm', options.helmVersion, () =>
      fetched('helm', options.helmVersion, publishedHelm(endpoints, options.helmVersion, host)),
    ),
    // A distribution's istioctl is not published everywhere; the project's of the same release installs its images too.
    choose('istioctl', versions.istio.version, () => fromUnit(istio, 'istioctl')),
  ]);
  return { tools: { kind, kubectl, helm, istioctl }, istio, bookinfo: bookinfoUnit(istio, endpoints.istioImages) };

  async function choose(name: ToolName, wanted: string, fetch: () => PlannedTool): Promise<PlannedTool> {
    const installed = await findTool(name, options);
    if (installed === undefined) return fetch();
    if (suits[name](installed.version, wanted)) {
      options.say(`${name} ${installed.version} is installed (${installed.path})`);
      return { needs: [], path: () => installed.path };
    }
    options.say(`${name} ${installed.version} is installed, which does not do for ${wanted}`);
    return fetch();
  }
}

function fromUnit(unit: Unit, name: ToolName): PlannedTool {
  return { needs: [unit], path: (outputOf) => join(outputOf(unit), 'bin', name) };
}
