import { oneOf, required, structure } from '../../protocols/shape.ts';
import { accessKeyId, userName } from '../shapes.ts';
import { findAccessKey, iamOperation, userAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const updateAccessKey = iamOperation({
  name: 'UpdateAccessKey',
  input: structure({
    UserName: userName,
    AccessKeyId: required(accessKeyId),
    Status: required(oneOf(['Active', 'Inactive'])),
  }),
  access: userAccess('UpdateAccessKey'),
  run(request, call) {
    findAccessKey(request, call).status = request.Status;
    return {};
  },
});
