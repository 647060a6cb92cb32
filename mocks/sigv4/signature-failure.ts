/** Why a request is not authentic, under the name that every protocol has a wire code for. */
export type SignatureFailureKind =
  | 'missingAuthentication'
  | 'incompleteSignature'
  | 'unknownCredentials'
  | 'signatureMismatch'
  | 'expiredCredentials';

export class SignatureFailure extends Error {
  readonly kind: SignatureFailureKind;

  constructor(kind: SignatureFailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
