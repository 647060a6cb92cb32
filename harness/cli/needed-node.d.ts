export const neededNode: string;
export function isNewEnough(version: string): boolean;
