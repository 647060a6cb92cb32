import { UsageError } from '../errors/harness-error.ts';

/** The parts of an Amazon Resource Name. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  /** Everything after the account: `role/path/name`. */
  readonly resource: string;
}

/**
 * Takes an ARN apart.
 *
 * @throws UsageError for a text that is none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function parseArn(text: string): Arn {
  const [arn, partition, service, region, accountId, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (arn !== 'arn' || !partition || !service || region === undefined || accountId === undefined || !resource) {
    throw new UsageError(`"${text}" is not an ARN: expected arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, {
      remedy: 'Give it as the AWS console shows it.',
    });
  }
  return { partition, service, region, accountId, resource };
}
