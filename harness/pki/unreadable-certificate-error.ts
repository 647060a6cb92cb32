import { AssertionFailedError } from '../errors/harness-error.ts';

/**
 * A text that should hold PEM certificates does not. The message says where, what was expected and what was got; it
 * never quotes the text, which may be a damaged private key.
 */
export class UnreadableCertificateError extends AssertionFailedError {
  constructor(message: string, cause?: unknown) {
    super(message, {
      remedy:
        'Look at where the text comes from: it must hold PEM certificates and nothing else (`openssl x509 -noout -text`).',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}
