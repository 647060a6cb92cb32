import { validityShape } from '../acm-pca/issuance/validity.ts';
import { subjectShape } from '../acm-pca/shapes/subject.ts';
import { keyAlgorithmNames } from '../acm-pca/x509/key-algorithms.ts';
import { signingAlgorithmNames } from '../acm-pca/x509/signing-algorithms.ts';
import {
  describeProblems,
  integer,
  list,
  oneOf,
  type ReadContext,
  required,
  string,
  structure,
  type ValueOf,
  WrongTypeError,
} from '../protocols/shape.ts';

/** One CA that is there from the start. */
const plannedAuthority = structure({
  /** How others in the file refer to it, and the name of its file when certificates are written out. */
  Name: required(string({ min: 1, max: 64, pattern: /^[\w.-]+$/ })),
  /** The UUID at the end of its ARN, so that configurations can name it before it exists. Made up when it is left out. */
  Id: string({ pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ }),
  /** The CA that signs its certificate; a root has none. */
  Parent: string({ min: 1, max: 64 }),
  /** For a CA with a parent. */
  PathLength: integer({ min: 0, max: 3 }),
  Subject: required(subjectShape),
  KeyAlgorithm: oneOf(keyAlgorithmNames),
  SigningAlgorithm: oneOf(signingAlgorithmNames),
  Validity: validityShape,
  UsageMode: oneOf(['GENERAL_PURPOSE', 'SHORT_LIVED_CERTIFICATE']),
});

const plan = structure({ Authorities: required(list(plannedAuthority, { min: 1, max: 200 })) });

/** A hierarchy to begin with, parents before children. Members are named as in AWS's API. */
export type HierarchyPlan = ValueOf<typeof plan>;
export type PlannedAuthority = ValueOf<typeof plannedAuthority>;

/** The file is not a hierarchy; the message says where and why. */
export class HierarchyPlanError extends Error {}

/** @throws HierarchyPlanError */
export function readHierarchyPlan(json: string): HierarchyPlan {
  try {
    const context: ReadContext = { scalarsAreStrings: false, problems: [] };
    const value = plan.read(JSON.parse(json), '', context);
    if (context.problems.length > 0) throw new HierarchyPlanError(describeProblems(context.problems));
    return value;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof WrongTypeError) {
      throw new HierarchyPlanError(`The hierarchy cannot be read: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
