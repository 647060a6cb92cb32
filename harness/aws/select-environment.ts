import type { AwsAccess, AwsAccount } from './aws-account.ts';
import type { AwsEnvironment } from './aws-environment.ts';
import { MockAwsEnvironment } from './mock-environment.ts';
import { RealAwsEnvironment } from './real-environment.ts';

/** Which AWS a run asked for, and how it is reached. */
export interface AwsChoice {
  readonly aws: AwsAccount['kind'];
  readonly awsAccess: AwsAccess;
}

/** The environment that provides a run's AWS account. */
export function awsEnvironment({ aws, awsAccess }: AwsChoice): AwsEnvironment {
  return aws === 'mock' ? new MockAwsEnvironment() : new RealAwsEnvironment(awsAccess);
}
