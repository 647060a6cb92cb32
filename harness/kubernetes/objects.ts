/** An object of a kind that is known from the context. */
export interface NamedObject {
  readonly namespace: string;
  readonly name: string;
}
