/**
 * Numbers in [0, 1) that depend on the seed alone: a 32-bit linear congruential generator with the multiplier of Numerical Recipes, whose
 * upper bits are plenty for deciding which request fails.
 */
export function seededRandom(seed: number): () => number {
  let state = Math.trunc(seed) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
