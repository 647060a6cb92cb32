import { required, structure } from '../../protocols/shape.ts';
import { paginate } from '../pagination.ts';
import { arnShape, maxResultsShape, nextTokenShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_ListTags.html */
export const listTags = pcaOperation({
  name: 'ListTags',
  input: structure({
    MaxResults: maxResultsShape,
    NextToken: nextTokenShape,
    CertificateAuthorityArn: required(arnShape),
  }),
  access: byAuthorityArn('ListTags'),
  run(request, call) {
    const tags = [...findAuthority(request, call).tags];
    const page = paginate(tags, ([key]) => key, request);
    return { Tags: page.entries.map(([Key, Value]) => ({ Key, Value })), NextToken: page.nextToken };
  },
});
