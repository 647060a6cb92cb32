import { serviceError } from '../protocols/service-error.ts';

/** IAM's modelled errors, under their wire codes. */
export const noSuchEntity = serviceError('NoSuchEntity', 404);
export const entityAlreadyExists = serviceError('EntityAlreadyExists', 409);
export const deleteConflict = serviceError('DeleteConflict', 409);
export const invalidInput = serviceError('InvalidInput', 400);
export const limitExceeded = serviceError('LimitExceeded', 409);
export const validationError = serviceError('ValidationError', 400);
export const malformedPolicyDocument = serviceError('MalformedPolicyDocument', 400);
