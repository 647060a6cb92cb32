import { serviceError } from '../protocols/service-error.ts';

export const accessDenied = serviceError('AccessDenied', 403);
export const expiredToken = serviceError('ExpiredTokenException', 400);
export const invalidIdentityToken = serviceError('InvalidIdentityToken', 400);
export const malformedPolicyDocument = serviceError('MalformedPolicyDocument', 400);
export const validationError = serviceError('ValidationError', 400);
