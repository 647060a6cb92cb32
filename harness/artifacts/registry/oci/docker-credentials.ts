import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { unless } from '../../../errors/error-code.ts';
import { UsageError } from '../../../errors/harness-error.ts';
import { CommandError } from '../../../process/command-error.ts';
import type { runCommand } from '../../../process/run-command.ts';

/** What a registry is shown: a name with a password, or a token that Docker was given for refreshing. */
export type Credentials = { readonly username: string; readonly password: string } | { readonly identityToken: string };

/** The credentials for a registry's host; undefined where there are none, and images are pulled anonymously. */
export type CredentialsOf = (registry: string) => Promise<Credentials | undefined>;

interface DockerConfig {
  readonly auths?: Readonly<
    Record<string, { auth?: string; username?: string; password?: string; identitytoken?: string }>
  >;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

/**
 * Credentials as `docker login` (or `podman login`) has left them: in the configuration file itself, or with the helper that it names.
 *
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export function dockerCredentials(
  run: typeof runCommand,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): CredentialsOf {
  let config: Promise<DockerConfig> | undefined;
  return async (registry) => {
    config ??= readConfig(environment);
    const { auths = {}, credHelpers = {}, credsStore } = await config;
    const server = registry === 'docker.io' ? dockerHubServer : registry;
    const helper = credHelpers[registry] ?? credHelpers[server] ?? credsStore;
    const stored = helper === undefined ? undefined : await askHelper(helper, server, run);
    return stored ?? inFile(auths[server] ?? auths[registry] ?? auths[`https://${registry}`]);
  };
}

/** The name under which Docker keeps the credentials for Docker Hub. */
const dockerHubServer = 'https://index.docker.io/v1/';

async function readConfig(environment: Readonly<Record<string, string | undefined>>): Promise<DockerConfig> {
  const { REGISTRY_AUTH_FILE: podmanFile, DOCKER_CONFIG: dockerFolder } = environment;
  const file = podmanFile ?? join(dockerFolder ?? join(homedir(), '.docker'), 'config.json');
  const content = await unless(['ENOENT'], readFile(file, 'utf8'));
  if (content === undefined) return {};
  try {
    return JSON.parse(content) as DockerConfig;
  } catch {
    // The parser's own message would quote the file, which holds passwords.
    throw new UsageError(`${file} is not JSON`, { remedy: 'Mend it, or log in again with docker login.' });
  }
}

function inFile(entry: NonNullable<DockerConfig['auths']>[string] | undefined): Credentials | undefined {
  if (entry === undefined) return undefined;
  if (entry.identitytoken) return { identityToken: entry.identitytoken };
  const decoded = Buffer.from(entry.auth ?? '', 'base64').toString();
  const colon = decoded.indexOf(':');
  const [username, password] =
    colon > 0 ? [decoded.slice(0, colon), decoded.slice(colon + 1)] : [entry.username, entry.password];
  return username && password !== undefined ? { username, password } : undefined;
}

/** Asks a `docker-credential-…` program. @see https://github.com/docker/docker-credential-helpers */
async function askHelper(helper: string, server: string, run: typeof runCommand): Promise<Credentials | undefined> {
  const program = `docker-credential-${helper}`;
  let answer: string;
  try {
    answer = (await run(program, ['get'], { input: server })).stdout;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // How every helper says that it knows nothing about a server; they say it on standard output.
    if (/credentials not found/i.test(error.stdout)) return undefined;
    throw new UsageError(`${program} did not give the credentials for ${server}: ${error.outcome}`, {
      remedy: `See what ${program} says, or log in again with docker login.`,
    });
  }
  const { Username, Secret } = JSON.parse(answer) as { Username: string; Secret: string };
  return Username === tokenUser ? { identityToken: Secret } : { username: Username, password: Secret };
}

/** The user name that stands for an identity token. */
const tokenUser = '<token>';
