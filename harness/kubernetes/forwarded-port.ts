import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { type KubeConfig, PortForward } from '@kubernetes/client-node';

export interface PodPort {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
}

/**
 * Makes a pod's port reachable on loopback, as `kubectl port-forward` does, for as long as `use` takes. Ports that
 * listen inside the pod alone, such as Envoy's administration, are reached too.
 */
export async function withForwardedPort<T>(
  kubeConfig: KubeConfig,
  { namespace, pod, port }: PodPort,
  use: (localPort: number) => Promise<T>,
): Promise<T> {
  const forward = new PortForward(kubeConfig);
  const sockets = new Set<Socket>();
  const connections = new Set<Promise<ForwardedConnection>>();
  const { promise: broken, reject } = Promise.withResolvers<never>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', reject);
    const problems = new PassThrough();
    problems.on('data', (text: Buffer) => reject(new Error(text.toString('utf8'))));
    const connection = forward.portForward(namespace, pod, [port], socket, problems, socket);
    connection.catch((reason) => reject(asError(reason, pod)));
    connections.add(connection);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await Promise.race([use((server.address() as AddressInfo).port), broken]);
  } finally {
    for (const socket of sockets) socket.destroy();
    for (const connection of connections) connection.then(close, () => undefined);
    server.close();
  }
}

/** A web socket that the API server refuses tells so by an event, which is no Error. */
function asError(reason: unknown, pod: string): Error {
  if (reason instanceof Error) return reason;
  const { message } = reason as { readonly message?: string };
  return new Error(`A port of pod ${pod} could not be forwarded: ${message ?? 'the API server says no more'}`);
}

type ForwardedConnection = Awaited<ReturnType<PortForward['portForward']>>;

/** The API server's end stays open for as long as the pod's does, and would keep this process from ending. */
function close(connection: ForwardedConnection): void {
  const webSocket = typeof connection === 'function' ? connection() : connection;
  webSocket?.close();
}
