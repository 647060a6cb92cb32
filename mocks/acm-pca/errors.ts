import { serviceError } from '../protocols/service-error.ts';

/**
 * The errors that the ACM PCA service model declares. All of them are the client's, status 400. ConcurrentModificationException is not
 * here: no change of a CA takes time in this process, so it occurs only as a fault on purpose.
 */
export const certificateMismatch = serviceError('CertificateMismatchException', 400);
export const invalidArgs = serviceError('InvalidArgsException', 400);
export const invalidArn = serviceError('InvalidArnException', 400);
export const invalidNextToken = serviceError('InvalidNextTokenException', 400);
export const invalidPolicy = serviceError('InvalidPolicyException', 400);
export const invalidRequest = serviceError('InvalidRequestException', 400);
export const invalidState = serviceError('InvalidStateException', 400);
export const invalidTag = serviceError('InvalidTagException', 400);
export const limitExceeded = serviceError('LimitExceededException', 400);
export const lockoutPrevented = serviceError('LockoutPreventedException', 400);
export const malformedCertificate = serviceError('MalformedCertificateException', 400);
export const malformedCsr = serviceError('MalformedCSRException', 400);
export const permissionAlreadyExists = serviceError('PermissionAlreadyExistsException', 400);
export const requestAlreadyProcessed = serviceError('RequestAlreadyProcessedException', 400);
export const requestFailed = serviceError('RequestFailedException', 400);
export const requestInProgress = serviceError('RequestInProgressException', 400);
export const resourceNotFound = serviceError('ResourceNotFoundException', 400);
export const tooManyTags = serviceError('TooManyTagsException', 400);

/** Not in the model, and documented for every operation: a value that is well formed and breaks a rule. */
export const validation = serviceError('ValidationException', 400);
