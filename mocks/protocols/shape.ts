/**
 * The input shapes of operations, as values: one description gives the TypeScript type, the deserialiser and the constraint
 * check of AWS's service model.
 */
export interface Shape<Value> {
  /** @returns the typed value; meaningless once `context` has recorded a problem, so callers check that first. */
  read(value: unknown, path: string, context: ReadContext): Value;
  readonly required: boolean;
}

export interface ReadContext {
  /** Form bodies carry numbers and booleans as strings. */
  readonly scalarsAreStrings: boolean;
  /** Broken constraints, in AWS's words. */
  readonly problems: string[];
}

/** The payload has a value of the wrong type: AWS fails to deserialise it and validates nothing. */
export class WrongTypeError extends Error {}

export type ValueOf<S> = S extends Shape<infer Value> ? Value : never;

type Members = Readonly<Record<string, Shape<unknown>>>;
type RequiredNames<M extends Members> = {
  [K in keyof M]: M[K] extends { readonly required: true } ? K : never;
}[keyof M];
export type StructureValue<M extends Members> = {
  readonly [K in RequiredNames<M>]: ValueOf<M[K]>;
} & { readonly [K in Exclude<keyof M, RequiredNames<M>>]?: ValueOf<M[K]> | undefined };

/** Marks a member that the request must carry. */
export function required<S extends Shape<unknown>>(shape: S): Omit<S, 'required'> & { readonly required: true } {
  return { ...shape, required: true };
}

export interface StringConstraints<Literal extends string> {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly values?: readonly Literal[];
}

export function string<Literal extends string = string>(
  constraints: StringConstraints<Literal> = {},
): Shape<Literal> & { readonly required: false } {
  const { min, max, pattern, values } = constraints;
  return optional((value, path, context) => {
    if (typeof value !== 'string') throw new WrongTypeError(`${path} must be a string.`);
    if (values && !values.includes(value as Literal)) {
      fail(context, value, path, `Member must satisfy enum value set: [${values.join(', ')}]`);
    }
    checkLength(context, value, value.length, path, min, max);
    if (pattern && !pattern.test(value)) {
      fail(context, value, path, `Member must satisfy regular expression pattern: ${pattern.source}`);
    }
    return value as Literal;
  });
}

/** One of the named values; their union is the type. */
export function oneOf<const Literal extends string>(
  values: readonly Literal[],
): Shape<Literal> & { readonly required: false } {
  return string({ values });
}

export function integer(range: { min?: number; max?: number } = {}): Shape<number> & { readonly required: false } {
  return optional((value, path, context) => {
    const number =
      context.scalarsAreStrings && typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number))
      throw new WrongTypeError(`${path} must be an integer.`);
    if (range.min !== undefined && number < range.min) {
      fail(context, number, path, `Member must have value greater than or equal to ${range.min}`);
    }
    if (range.max !== undefined && number > range.max) {
      fail(context, number, path, `Member must have value less than or equal to ${range.max}`);
    }
    return number;
  });
}

export function boolean(): Shape<boolean> & { readonly required: false } {
  return optional((value, path, context) => {
    if (typeof value === 'boolean') return value;
    if (context.scalarsAreStrings && (value === 'true' || value === 'false')) return value === 'true';
    throw new WrongTypeError(`${path} must be a boolean.`);
  });
}

/** Bytes, in base64 on the wire. The limits count bytes. */
export function blob(length: { min?: number; max?: number } = {}): Shape<Buffer> & { readonly required: false } {
  return optional((value, path, context) => {
    if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))
      throw new WrongTypeError(`${path} must be base64.`);
    const bytes = Buffer.from(value, 'base64');
    checkLength(context, 'java.nio.HeapByteBuffer', bytes.length, path, length.min, length.max);
    return bytes;
  });
}

export function list<Entry>(
  entry: Shape<Entry>,
  length: { min?: number; max?: number } = {},
): Shape<readonly Entry[]> & { readonly required: false } {
  return optional((value, path, context) => {
    // A form cannot carry an empty list except as an empty string.
    const entries = context.scalarsAreStrings && value === '' ? [] : value;
    if (!Array.isArray(entries)) throw new WrongTypeError(`${path} must be a list.`);
    checkLength(context, '[...]', entries.length, path, length.min, length.max);
    return entries.map((item, index) => entry.read(item, `${path}.${index + 1}.member`, context));
  });
}

export function structure<M extends Members>(members: M): Shape<StructureValue<M>> & { readonly required: false } {
  const entries = Object.entries(members);
  return optional((value, path, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new WrongTypeError(`${path === '' ? 'The payload' : path} must be a structure.`);
    }
    const source = value as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [name, shape] of entries) {
      const memberPath = path === '' ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
      // Unknown members are ignored, as AWS ignores them: newer clients may send what this model does not have.
      const member = Object.hasOwn(source, name) ? source[name] : undefined;
      if (member !== undefined && member !== null) result[name] = shape.read(member, memberPath, context);
      else if (shape.required) {
        context.problems.push(`Value null at '${memberPath}' failed to satisfy constraint: Member must not be null`);
      }
    }
    return result as StructureValue<M>;
  });
}

function optional<Value>(read: Shape<Value>['read']): Shape<Value> & { readonly required: false } {
  return { read, required: false };
}

function checkLength(
  context: ReadContext,
  shown: string,
  length: number,
  path: string,
  min: number | undefined,
  max: number | undefined,
): void {
  if (min !== undefined && length < min)
    fail(context, shown, path, `Member must have length greater than or equal to ${min}`);
  if (max !== undefined && length > max)
    fail(context, shown, path, `Member must have length less than or equal to ${max}`);
}

/** How much of an offending value an error repeats. */
const shownCharacters = 256;

function fail(context: ReadContext, value: string | number, path: string, constraint: string): void {
  const shown = String(value);
  const clipped = shown.length > shownCharacters ? `${shown.slice(0, shownCharacters)}...` : shown;
  context.problems.push(`Value '${clipped}' at '${path}' failed to satisfy constraint: ${constraint}`);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** AWS's sentence for one or more broken constraints. */
export function describeProblems(problems: readonly string[]): string {
  return `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected: ${problems.join('; ')}`;
}
