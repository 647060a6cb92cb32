import { integer, list, string, structure } from '../protocols/shape.ts';

export const roleArn = string({ min: 20, max: 2048 });
export const roleSessionName = string({ min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ });
export const durationSeconds = integer({ min: 900, max: 43_200 });
export const policyArns = list(structure({ arn: string({ min: 20, max: 2048 }) }), { max: 10 });
export const sessionPolicy = string({ min: 1, max: 2048 });
