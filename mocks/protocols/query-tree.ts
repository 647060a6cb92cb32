/** A form body as a tree: leaves are strings, lists are arrays. */
export type QueryTree = string | QueryTree[] | { [name: string]: QueryTree };

/** AWS's own operations nest four levels at most; more than this is an attempt on the parser. */
const maximumDepth = 10;
const maximumListLength = 10_000;

/**
 * Turns `Tags.member.1.Key=a&Tags.member.1.Value=b` into `{ Tags: [{ Key: 'a', Value: 'b' }] }`.
 *
 * @returns undefined when the keys contradict each other, nest too deeply or number a list beyond reason.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function parseQueryTree(form: URLSearchParams): Record<string, QueryTree> | undefined {
  const root = branch();
  for (const [key, value] of form) {
    const path = key.split('.');
    if (path.length > maximumDepth || !insert(root, path, value)) return undefined;
  }
  return collapse(root) as Record<string, QueryTree>;
}

type Branch = Map<string, Branch | string>;

const branch = (): Branch => new Map();

function insert(root: Branch, path: readonly string[], value: string): boolean {
  let node = root;
  for (const [depth, name] of path.entries()) {
    const existing = node.get(name);
    if (depth === path.length - 1) {
      if (existing !== undefined && typeof existing !== 'string') return false;
      node.set(name, value);
      return true;
    }
    if (typeof existing === 'string') return false;
    const next = existing ?? branch();
    node.set(name, next);
    node = next;
  }
  return false;
}

function collapse(node: Branch): QueryTree {
  const members = node.get('member');
  if (node.size === 1 && members instanceof Map) return collapseList(members);
  const tree: { [name: string]: QueryTree } = Object.create(null);
  for (const [name, child] of node) tree[name] = typeof child === 'string' ? child : collapse(child);
  return tree;
}

function collapseList(members: Branch): QueryTree[] {
  return [...members]
    .map(([index, child]) => ({ index: Number(index), child }))
    .filter(({ index }) => Number.isInteger(index) && index >= 1 && index <= maximumListLength)
    .sort((left, right) => left.index - right.index)
    .map(({ child }) => (typeof child === 'string' ? child : collapse(child)));
}
