/**
 * The actions that workflows of GitHub Actions use, by commit: whoever takes over an action can move its tags to other code.
 *
 * @see https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions
 */
export const pinnedActions = {
  checkout: { action: 'actions/checkout', commit: 'de0fac2e4500dabe0009e67214ff5f5447ce83dd', version: 'v6.0.2' },
  setupNode: { action: 'actions/setup-node', commit: '395ad3262231945c25e8478fd5baf05154b1d79f', version: 'v6.1.0' },
  cache: { action: 'actions/cache', commit: '9255dc7a253b0ccc959486e2bca901246202afeb', version: 'v5.0.1' },
  uploadArtifact: {
    action: 'actions/upload-artifact',
    commit: 'b7c566a772e6b6bfb58ed0dc250532a479d7789f',
    version: 'v6.0.0',
  },
  downloadArtifact: {
    action: 'actions/download-artifact',
    commit: '37930b1c2abaa49bbe596cd826c3c89aef350131',
    version: 'v7.0.0',
  },
  configureAwsCredentials: {
    action: 'aws-actions/configure-aws-credentials',
    commit: '8df5847569e6427dd6c4fb1cf565c83acfa8afa7',
    version: 'v6.0.0',
  },
} as const;

/** What stands after `uses:`. @param part - Of an action that has several: `restore` of actions/cache/restore. */
export function usesAction(name: keyof typeof pinnedActions, part?: string): string {
  const { action, commit } = pinnedActions[name];
  return `${action}${part === undefined ? '' : `/${part}`}@${commit}`;
}

/** Puts the version behind each commit: people, and what proposes updates, read that. */
export function withActionVersions(yaml: string): string {
  return Object.values(pinnedActions).reduce(
    (text, { commit, version }) => text.replaceAll(`@${commit}\n`, `@${commit} # ${version}\n`),
    yaml,
  );
}
