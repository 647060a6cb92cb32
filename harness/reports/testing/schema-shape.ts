import ts from 'typescript';

/**
 * For tests: what a JSON schema or a TypeScript type says of a value, brought to one form, so that the two can be
 * compared. Objects are records by field, an optional one ending in `?`; lists hold their one kind of item; a choice of
 * values is `choice` with the values in order; anything else is the name of its type.
 */
export type Shape = string | readonly [Shape] | { readonly [field: string]: Shape };

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** The shape that a schema describes; `$ref` to the root's `$defs` alone is known. */
export function shapeOfSchema(root: Schema, schema: Schema = root): Shape {
  const { $ref, type, enum: values, anyOf, items, properties, required = [] } = schema;
  if ($ref !== undefined) return shapeOfSchema(root, defined(root, $ref));
  if ('const' in schema) return choice([schema.const]);
  if (values !== undefined) return choice(values);
  if (anyOf !== undefined) return either(anyOf.map((each) => shapeOfSchema(root, each)));
  if (items !== undefined) return [shapeOfSchema(root, items)];
  if (properties !== undefined) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [
        required.includes(name) ? name : `${name}?`,
        shapeOfSchema(root, field),
      ]),
    );
  }
  return either([type ?? 'anything'].flat().map((name) => (name === 'integer' ? 'number' : name)));
}

function defined(root: Schema, reference: string): Schema {
  const name = reference.replace('#/$defs/', '');
  const schema = root.$defs?.[name];
  if (schema === undefined) throw new Error(`The schema defines no ${name}`);
  return schema;
}

/** The shape of an exported interface. */
export function shapeOfInterface(file: string, name: string): Shape {
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    types: [],
  });
  const declaration = program
    .getSourceFile(file)
    ?.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (declaration === undefined) throw new Error(`${file} declares no interface ${name}`);
  const checker = program.getTypeChecker();
  return shapeOfType(checker.getTypeAtLocation(declaration), checker);
}

function shapeOfType(type: ts.Type, checker: ts.TypeChecker): Shape {
  if (type.flags & ts.TypeFlags.String) return 'string';
  if (type.flags & ts.TypeFlags.Number) return 'number';
  if (type.flags & ts.TypeFlags.Boolean) return 'boolean';
  if (type.flags & ts.TypeFlags.Null) return 'null';
  if (type.isLiteral()) return choice([type.value]);
  if (type.isUnion()) {
    const present = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    if (present.every(({ flags }) => flags & ts.TypeFlags.BooleanLike)) return 'boolean';
    if (present.every((each) => each.isLiteral())) return choice(present.map(({ value }) => value));
    return either(present.map((each) => shapeOfType(each, checker)));
  }
  if (checker.isArrayType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    if (item !== undefined) return [shapeOfType(item, checker)];
  }
  return Object.fromEntries(
    checker
      .getPropertiesOfType(type)
      .map((property) => [
        property.flags & ts.SymbolFlags.Optional ? `${property.name}?` : property.name,
        shapeOfType(checker.getTypeOfSymbol(property), checker),
      ]),
  );
}

function either(shapes: readonly Shape[]): Shape {
  const [only, ...others] = shapes;
  if (only !== undefined && others.length === 0) return only;
  return shapes.map(String).sort().join(' or ');
}

function choice(values: readonly unknown[]): string {
  return `choice: ${values
    .map((value) => JSON.stringify(value))
    .sort()
    .join(', ')}`;
}
