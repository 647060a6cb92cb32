import {
  type ACMPCAClient,
  type GetCertificateCommandInput,
  waitUntilCertificateAuthorityCSRCreated,
  waitUntilCertificateIssued,
} from '@aws-sdk/client-acm-pca';

/** Bounds of the SDK's own waiters, in seconds. One second is the least that they take. */
const bounds = { minDelay: 1, maxDelay: 3, maxWaitTime: 180 };

/** Waits by the SDK's waiter until a new CA has its certificate signing request. */
export function csrCreated(
  client: ACMPCAClient,
  ca: { readonly CertificateAuthorityArn: string },
  signal: AbortSignal,
): Promise<void> {
  return endingWithErrors(client, signal, (params) => waitUntilCertificateAuthorityCSRCreated(params, ca));
}

/** Waits by the SDK's waiter until a certificate that was asked for is issued. */
export function certificateIssued(
  client: ACMPCAClient,
  certificate: GetCertificateCommandInput,
  signal: AbortSignal,
): Promise<void> {
  return endingWithErrors(client, signal, (params) => waitUntilCertificateIssued(params, certificate));
}

type WaiterParameters = typeof bounds & { readonly client: ACMPCAClient; readonly abortSignal: AbortSignal };

/**
 * The SDK's waiters take every error for "not yet", and go on for minutes after the credentials have expired. Here
 * only RequestInProgressException is: any other error ends the wait, and is what is thrown.
 */
async function endingWithErrors(
  client: ACMPCAClient,
  signal: AbortSignal,
  wait: (params: WaiterParameters) => Promise<unknown>,
): Promise<void> {
  const end = new AbortController();
  let failure: unknown;
  const watched: Pick<ACMPCAClient, 'send'> = Object.create(client, {
    send: {
      value: async (...call: Parameters<ACMPCAClient['send']>) => {
        try {
          return await client.send(...call);
        } catch (error) {
          if ((error as Error).name !== 'RequestInProgressException') {
            failure = error;
            end.abort();
          }
          throw error;
        }
      },
    },
  });
  try {
    await wait({ ...bounds, client: watched as ACMPCAClient, abortSignal: AbortSignal.any([signal, end.signal]) });
  } catch (error) {
    signal.throwIfAborted();
    throw failure ?? error;
  }
}
