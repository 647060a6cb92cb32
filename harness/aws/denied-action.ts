/**
 * The action that a refusal names, as IAM policies write it: `acm-pca:CreateCertificateAuthority`, with the resource
 * when AWS names that too. Undefined when the message is no such refusal.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function deniedAction(message: string): string | undefined {
  const [, action, resource] =
    /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)(?: on resource: (?:arn:)?(\S+))?/i.exec(message) ?? [];
  if (action === undefined) return undefined;
  return resource === undefined ? action : `${action} on ${resource.replace(/[.,]$/, '')}`;
}
