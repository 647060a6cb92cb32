import { serviceError } from '../protocols/service-error.ts';

export const accessDenied = serviceError('AccessDenied', 403);
export const noSuchBucket = serviceError('NoSuchBucket', 404);
export const noSuchBucketPolicy = serviceError('NoSuchBucketPolicy', 404);
export const noSuchKey = serviceError('NoSuchKey', 404);
export const bucketAlreadyOwnedByYou = serviceError('BucketAlreadyOwnedByYou', 409);
export const bucketAlreadyExists = serviceError('BucketAlreadyExists', 409);
export const bucketNotEmpty = serviceError('BucketNotEmpty', 409);
export const invalidBucketName = serviceError('InvalidBucketName', 400);
export const malformedPolicy = serviceError('MalformedPolicy', 400);
export const methodNotAllowed = serviceError('MethodNotAllowed', 405);
export const notImplemented = serviceError('NotImplemented', 501);
