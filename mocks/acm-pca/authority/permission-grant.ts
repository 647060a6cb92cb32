export type PermittedAction = 'IssueCertificate' | 'GetCertificate' | 'ListPermissions';

/** What a CA's owner lets AWS Certificate Manager do with it. */
export interface PermissionGrant {
  readonly principal: string;
  readonly sourceAccount: string;
  readonly actions: readonly PermittedAction[];
  readonly createdAtMs: number;
}

/** A principal has one grant for each account on whose behalf it acts. */
export const permissionKey = (principal: string, sourceAccount: string): string => `${principal} ${sourceAccount}`;
