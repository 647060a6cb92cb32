import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command, Option } from 'commander';
import { nearestName } from '../config/nearest-name.ts';
import { type FileSetting, readSettings } from '../config/settings-file.ts';
import { unless } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';
import { NotOwnError, readOwnFileAnywhere } from '../process/own-file.ts';
import type { Io } from './io.ts';
import { parseSetting } from './parse-setting.ts';

/** The file that is read when none is named. */
export const defaultSettingsFile = 'pca-e2e.yaml';

/** Environment variables with this in front of an option's name give that option: `PCA_E2E_CERT_MANAGER`. */
const variablePrefix = 'PCA_E2E_';

/**
 * Fills in the options that were not given as flags: from the environment, then from the settings file. What neither of
 * them gives stays at its default.
 *
 * @param allNames - Options of every command: the file may hold ones that this command does not have.
 * @throws UsageError naming variable, or file, line and column, of what cannot be taken.
 */
export async function applySettings(io: Io, command: Command, allNames: () => Promise<ReadonlySet<string>>) {
  const file = await settingsOf(io, command);
  await refuseUnknown(file, command, allNames);
  refuseInFile(file);
  for (const option of command.options) {
    const source = command.getOptionValueSource(option.attributeName());
    if (source === 'cli' || option.name() === 'config' || conflictsWithGiven(option, command)) continue;
    const variable = variableOf(option);
    const inEnvironment = io.env[variable];
    const inFile = file.find(({ name }) => name === option.name());
    if (inEnvironment) {
      set(command, option, parseSetting(option, inEnvironment.split('\n').filter(Boolean), variable), 'env');
    } else if (inFile) {
      set(command, option, parseSetting(option, inFile.values, `${inFile.where}: ${inFile.name}`), 'config');
    }
  }
}

export const variableOf = (option: Option): string =>
  `${variablePrefix}${option.name().toUpperCase().replaceAll('-', '_')}`;

/** A value of lower precedence must not be at odds with one that was given. */
function conflictsWithGiven(option: Option, command: Command): boolean {
  return command.options.some(
    (other) =>
      command.getOptionValueSource(other.attributeName()) === 'cli' &&
      (conflictsOf(option).includes(other.attributeName()) || conflictsOf(other).includes(option.attributeName())),
  );
}

const conflictsOf = (option: Option) => (option as Option & { conflictsWith?: readonly string[] }).conflictsWith ?? [];

function set(command: Command, option: Option, value: unknown, source: 'env' | 'config'): void {
  if (value !== undefined) command.setOptionValueWithSource(option.attributeName(), value, source);
}

async function settingsOf(io: Io, command: Command): Promise<readonly FileSetting[]> {
  const named = command.opts<{ config?: string }>().config ?? io.env[`${variablePrefix}CONFIG`];
  const name = named || defaultSettingsFile;
  const path = resolve(io.cwd, name);
  const read = named ? readFile(path, 'utf8') : readImplicit(path);
  const text = await unless(['ENOENT', 'ENOTDIR', 'EISDIR'], read);
  if (text !== undefined) return readSettings(text, name);
  if (!named) return [];
  throw new UsageError(`The settings file ${name} is not there`, { remedy: 'Give another file with --config.' });
}

/**
 * The working folder may be another user's, who would then choose the options of the user who calls the program there.
 *
 * @see https://nvd.nist.gov/vuln/detail/CVE-2022-24765 the same for the settings of git
 */
async function readImplicit(path: string): Promise<string> {
  try {
    return readOwnFileAnywhere(path);
  } catch (error) {
    if (!(error instanceof NotOwnError)) throw error;
    throw new UsageError(`The settings in the working folder are not used: ${error.message}`, {
      cause: error,
      remedy: `Where its settings may be trusted, name it: --config ${defaultSettingsFile}.`,
    });
  }
}

/** A file that all users of the project share does not decide where credentials are sent. */
const notInFiles: readonly string[] = ['aws-endpoint', 'aws-cluster-endpoint'];

function refuseInFile(settings: readonly FileSetting[]): void {
  const refused = settings.find(({ name }) => notInFiles.includes(name));
  if (refused === undefined) return;
  throw new UsageError(`${refused.where}: ${refused.name} counts as flag or environment variable alone`, {
    remedy: `Take it out of the file, and give --${refused.name}.`,
  });
}

async function refuseUnknown(
  settings: readonly FileSetting[],
  command: Command,
  allNames: () => Promise<ReadonlySet<string>>,
): Promise<void> {
  const own = new Set(command.options.map((option) => option.name()));
  if (settings.every(({ name }) => own.has(name))) return;
  const known = await allNames();
  for (const { name, where } of settings) {
    if (known.has(name)) continue;
    const nearest = nearestName(name, known);
    throw new UsageError(`${where}: there is no setting ${name}${nearest ? `; is ${nearest} meant?` : ''}`, {
      remedy: 'Settings have the names of the options, which `pca-e2e up --help` lists.',
    });
  }
}
