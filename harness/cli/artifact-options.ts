import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parse } from 'yaml';
import {
  type ArtifactSettings,
  type IstioDistribution,
  istioDistributions,
  readArtifactSettings,
} from '../artifacts/artifact-settings.ts';
import { compatibilityWarnings } from '../artifacts/compatibility/compatibility-warnings.ts';
import { supportNotes } from '../artifacts/compatibility/support-notes.ts';
import { publishedDefaults } from '../artifacts/current-releases.ts';
import { type ArtifactSourceName, chooseSource } from '../artifacts/select-source.ts';
import { UsageError } from '../errors/harness-error.ts';
import { defaultRunOptions } from '../flow/run.ts';
import { folderOf, type VersionFlags, versionsOf } from './version-options.ts';

/** Options about where artifacts come from, as commander hands them over. */
export interface ArtifactFlags {
  readonly nodeImage?: string;
  readonly istioDistribution?: IstioDistribution;
  readonly istioHub?: string;
  readonly istioTag?: string;
  readonly registryMirror?: Readonly<Record<string, string>>;
  readonly artifactsConfig?: string;
}

/**
 * Adds the options that say where artifacts come from. Once the command line is read, the source is chosen where none was given, and
 * what is remarkable about the versions is said; the command's action sees the outcome.
 */
export function addArtifactOptions(command: Command): Command {
  return addSourceOption(command)
    .option('--node-image <image>', 'image of the kind node')
    .addOption(
      new Option('--istio-distribution <name>', "Istio's own builds, or Tetrate's").choices(istioDistributions),
    )
    .option('--istio-hub <hub>', "where Istio's images are")
    .option('--istio-tag <tag>', "tag of Istio's images")
    .hook('preAction', (_, action) => warnAboutVersions(action));
}

/** Adds the options that choose the source alone: for commands that only ask the machine. */
export function addSourceOption(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--artifacts <source>',
        'where images, charts and tools come from: as published, or built here (default: registry where one answers)',
      ).choices(['registry', 'local']),
    )
    .option('--registry-mirror <host=url>', 'take images of a registry from elsewhere; may be given again', mirror)
    .option('--artifacts-config <file>', 'YAML file with registryMirrors and endpoints')
    .hook('preAction', (_, action) => settleSource(action));
}

/** @throws UsageError for a configuration that cannot be used. */
export function artifactSettingsOf(flags: ArtifactFlags & Partial<VersionFlags>): ArtifactSettings {
  const { nodeImage, istioDistribution, istioHub, istioTag, registryMirror, artifactsConfig } = flags;
  const configured = artifactsConfig === undefined ? {} : readConfiguration(artifactsConfig);
  return {
    ...(nodeImage === undefined ? {} : { nodeImage }),
    ...(istioDistribution === undefined ? {} : { istioDistribution }),
    ...(istioHub === undefined ? {} : { istioHub }),
    ...(istioTag === undefined ? {} : { istioTag }),
    checkouts: {
      ...folderOf('certManager', flags.certManager),
      ...folderOf('issuer', flags.issuer),
      ...folderOf('istio', flags.istio),
    },
    registryMirrors: { ...configured.registryMirrors, ...registryMirror },
    endpoints: { ...configured.endpoints },
  };
}

/** A registry that is reached answers within this; where the network swallows the question, the user is told what is waited for. */
const slowAnswerMs = 200;

async function settleSource(command: Command): Promise<void> {
  const flags = command.opts<ArtifactFlags & Partial<VersionFlags> & { artifacts?: ArtifactSourceName }>();
  let source = flags.artifacts;
  if (source === undefined) {
    // A plan and a policy are made without the network: by the default, where the source is not given.
    if (isPlanned(command)) {
      command.setOptionValueWithSource('artifacts', defaultRunOptions.artifacts, 'implied');
      return;
    }
    // Nothing has been made yet: an interruption ends the process as it is.
    const asking = setTimeout(() => say(command, 'Artifacts: asking whether a registry answers.'), slowAnswerMs);
    const choosing = chooseSource(artifactSettingsOf(flags), new AbortController().signal);
    const chosen = await choosing.finally(() => clearTimeout(asking));
    say(command, chosen.reason);
    source = chosen.name;
    command.setOptionValueWithSource('artifacts', source, 'implied');
  }
  if (source !== 'registry') return;
  for (const [component, version] of Object.entries(publishedDefaults)) {
    if (command.getOptionValueSource(component) === 'default') {
      command.setOptionValueWithSource(component, version, 'default');
    }
  }
}

/** Lists of versions, as a matrix has them, are no single combination that could be remarked upon. */
function warnAboutVersions(command: Command): void {
  const flags = command.opts<VersionFlags>();
  const given = [flags.certManager, flags.issuer, flags.istio, flags.kubernetes];
  if (given.some((version) => version === undefined || version.includes(','))) return;
  const versions = versionsOf(flags);
  // Of defaults it is said in the documents: Kubernetes 1.34 is built because it runs everywhere.
  const chosen = Object.entries(versions).filter(
    ([component]) => command.getOptionValueSource(component) !== 'default',
  );
  const notes = [...compatibilityWarnings(versions), ...supportNotes(Object.fromEntries(chosen), new Date())];
  for (const note of notes) say(command, `Note: ${note}`);
}

/** `up --dry-run` and `up --policy` */
function isPlanned(command: Command): boolean {
  const { dryRun, policy, until } = command.opts<{ dryRun?: boolean; policy?: boolean; until?: string }>();
  return (dryRun === true || policy === true) && until !== undefined;
}

/** On standard error: standard output may be one JSON document. */
function say(command: Command, line: string): void {
  if (command.opts<{ quiet?: boolean }>().quiet) return;
  command.configureOutput().writeErr?.(`${line}\n`);
}

function readConfiguration(file: string): Partial<ArtifactSettings> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${file} cannot be read as YAML`, { cause, remedy: 'Correct --artifacts-config.' });
  }
  return readArtifactSettings(content ?? {}, file);
}

function mirror(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, host, url] = /^([\w.:-]+)=(\S+)$/.exec(text) ?? [];
  if (host !== undefined && url !== undefined) return { ...before, [host]: url };
  throw new InvalidArgumentError('expected HOST=URL, such as docker.io=https://harbor.example/dockerhub');
}
