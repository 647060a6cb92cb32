import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parse, stringify } from 'yaml';
import { unless } from '../../errors/error-code.ts';
import { UsageError } from '../../errors/harness-error.ts';

interface Named {
  readonly name: string;
}

interface NamedContext extends Named {
  readonly context?: { readonly cluster?: string; readonly user?: string };
}

type Fields = Readonly<Record<string, unknown>>;
type NamedCluster = Named & { readonly cluster?: Fields };
type NamedUser = Named & { readonly user?: Fields };

/** An entry with the folder of the file that it stands in: paths in it are relative to that. */
type Placed<T> = T & { readonly folder: string };

interface Entries {
  readonly contexts: readonly Placed<NamedContext>[];
  readonly clusters: readonly Placed<NamedCluster>[];
  readonly users: readonly Placed<NamedUser>[];
}

/**
 * One context of a user's kubeconfig as a file of its own, as `kubectl config view --minify --flatten --raw` prints it:
 * certificates and keys are put into it, paths of what must stay a file (token, credential plugin) become absolute.
 *
 * @param files - Absolute paths, in order: of two entries of one name the first counts, and files that are absent do not.
 * @throws UsageError naming the contexts that there are.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/#merging-kubeconfig-files
 */
export async function contextKubeconfig(files: readonly string[], context: string): Promise<string> {
  const entries = await readEntries(files);
  const chosen = entries.contexts.find(({ name }) => name === context);
  if (chosen === undefined) throw noContext(files, context, entries);
  const { folder: _, ...contextEntry } = chosen;
  const cluster = named(entries.clusters, chosen.context?.cluster, `cluster of context ${context}`);
  const user = named(entries.users, chosen.context?.user, `user of context ${context}`);
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    contexts: [contextEntry],
    clusters: [{ name: cluster.name, cluster: await flattened(cluster.cluster ?? {}, cluster.folder) }],
    users: [{ name: user.name, user: withPlugin(await flattened(user.user ?? {}, user.folder), user.folder) }],
  });
}

async function readEntries(files: readonly string[]): Promise<Entries> {
  const read = await Promise.all(
    files.map(async (file) => {
      const text = await unless(['ENOENT', 'ENOTDIR'], readFile(file, 'utf8'));
      return { folder: dirname(file), content: text === undefined ? {} : parsed(text, file) };
    }),
  );
  const all = <T>(key: string) =>
    read.flatMap(({ folder, content }) => {
      const entries = content[key];
      return Array.isArray(entries) ? (entries as T[]).map((entry) => ({ ...entry, folder })) : [];
    });
  return { contexts: all('contexts'), clusters: all('clusters'), users: all('users') };
}

function parsed(text: string, file: string): Fields {
  try {
    return (parse(text) ?? {}) as Fields;
  } catch {
    // The parser's own error is left out: it shows what stands around the place, which may be a key.
    throw new UsageError(`${file} is not YAML`, { remedy: 'Give a kubeconfig: `kubectl config view` reads it.' });
  }
}

function noContext(files: readonly string[], context: string, { contexts }: Entries): UsageError {
  const names = [...new Set(contexts.map(({ name }) => name))];
  return new UsageError(`There is no context ${context} in ${files.join(', ')}`, {
    remedy:
      names.length === 0
        ? 'No context is there at all: give the right file with --kubeconfig, or by KUBECONFIG.'
        : `Give one of these with --context: ${names.join(', ')}.`,
  });
}

function named<T extends Named>(entries: readonly T[], name: string | undefined, what: string): T {
  const found = entries.find((entry) => entry.name === name);
  if (found) return found;
  throw new UsageError(`The kubeconfig has no entry for the ${what}: ${name ?? 'none is named'}`, {
    remedy: 'Mend the kubeconfig: `kubectl config view` shows it.',
  });
}

/** Fields that name a file, and the fields that take its content instead. */
const contentFields = {
  'certificate-authority': 'certificate-authority-data',
  'client-certificate': 'client-certificate-data',
  'client-key': 'client-key-data',
} as const;

async function flattened(fields: Fields, folder: string): Promise<Fields> {
  const flat: Record<string, unknown> = { ...fields };
  for (const [field, contentField] of Object.entries(contentFields)) {
    const path = flat[field];
    if (typeof path !== 'string' || path === '') continue;
    delete flat[field];
    // As kubectl has it: content that is given goes before the file.
    flat[contentField] ??= (await readFile(resolve(folder, path))).toString('base64');
  }
  if (typeof flat['tokenFile'] === 'string') flat['tokenFile'] = resolve(folder, flat['tokenFile']);
  return flat;
}

/** A credential plugin (`aws eks get-token`) is looked for on the PATH, unless it is given by a path. */
function withPlugin(user: Fields, folder: string): Fields {
  const { exec } = user as { readonly exec?: { readonly command?: string } };
  const { command } = exec ?? {};
  if (command === undefined || isAbsolute(command) || !command.includes('/')) return user;
  return { ...user, exec: { ...exec, command: resolve(folder, command) } };
}
