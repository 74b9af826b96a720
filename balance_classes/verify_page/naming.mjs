// Section 8 of docs/procedure.md: which class each group becomes.

import { lot, range } from "./chance.mjs";

// `bands` has those of each quota, `reach` the classes of each student who may not join all.
export function classesAlike(seed, { caps, sizes }, bands, reach) {
  const alike = new Map();
  for (const c of range(caps.length)) {
    const open = [...reach].filter(([, own]) => own.includes(c)).map(([s]) => s).sort((x, y) => x - y);
    const like = JSON.stringify([caps[c], sizes?.[c], bands.map((own) => own[c]), open]);
    alike.set(like, [...(alike.get(like) ?? []), c]);
  }
  const classOfGroup = [];
  for (const own of alike.values()) {
    const drawn = lot(seed, "name", own.map((c) => String(c + 1)));
    own.forEach((group, i) => (classOfGroup[group] = own[drawn[i]]));
  }
  return classOfGroup;
}

export const name = (seed, classes, quotas, reach) => classesAlike(seed, classes, quotas.map(({ bands }) => bands), reach);
