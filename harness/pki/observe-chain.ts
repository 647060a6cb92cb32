import { type ChainMember, isPresent, type PresentMember } from './chain-member.ts';
import type { Observation } from './check.ts';

/** Looks at each certificate of a chain. Where there is none, no rule can hold. */
export function observeEach(
  members: readonly ChainMember[],
  look: (member: PresentMember, index: number) => Observation,
): Observation[] {
  return members.map((member, index) => (isPresent(member) ? look(member, index) : absence(member)));
}

/** Looks at each certificate together with the next one, which should have signed it. */
export function observeLinks(
  path: readonly ChainMember[],
  look: (subject: PresentMember, issuer: PresentMember) => Observation,
): Observation[] {
  return path.slice(1).map((issuer, index) => observePair(path[index], issuer, look));
}

/** Looks at two certificates together. */
export function observePair(
  one: ChainMember | undefined,
  other: ChainMember | undefined,
  look: (one: PresentMember, other: PresentMember) => Observation,
): Observation {
  if (one === undefined || other === undefined) return { holds: false, text: 'no certificate to look at' };
  if (!isPresent(one)) return absence(one);
  return isPresent(other) ? look(one, other) : absence(other);
}

function absence(member: Exclude<ChainMember, PresentMember>): Observation {
  return { holds: false, text: `${member.label} ${member.problem}` };
}
