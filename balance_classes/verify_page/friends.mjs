// Wishes for friends, while students change places.

import { range } from "./chance.mjs";

// The wishes for friends: how much it weighs that some of them have none in their class.
export function wishing(units, wishes, classes, tiers) {
  const unitOf = [];
  units.forEach((unit) => unit.members.forEach((s) => (unitOf[s] = unit)));
  const own = wishes.map(({ student, friends }) => ({ unit: unitOf[student], friends: [...friends].map((s) => unitOf[s]) }));
  const first = wishes.map(({ tier }) => 4 ** (tiers + 1 - tier));
  const weights = range(classes).map(() => [...first]);
  const touching = new Map(units.map((unit) => [unit, []]));
  own.forEach(({ unit, friends }, w) => new Set([unit, ...friends]).forEach((one) => touching.get(one).push(w)));
  const isAlone = (w) => own[w].friends.every((friend) => friend.at !== own[w].unit.at);
  const weightOf = (some, x, y) => {
    let total = 0;
    for (const w of some) {
      const c = own[w].unit.at;
      if ((c === x || c === y) && isAlone(w)) total += weights[c][w];
    }
    return total;
  };
  return {
    excess: (c, found) => wishes.forEach(({ tier }, w) => (found[tier] += Number(own[w].unit.at === c && isAlone(w)))),
    // Whether a unit wishes, or is wished for.
    touches: (unit) => touching.get(unit).length > 0,
    // The change of the guide when some leave class x for y, and others enter it.
    change: (x, y, leaving, entering) => {
      const some = new Set([...leaving, ...entering].flatMap((unit) => touching.get(unit)));
      if (some.size === 0) return 0;
      const before = weightOf(some, x, y);
      leaving.forEach((unit) => (unit.at = y));
      entering.forEach((unit) => (unit.at = x));
      const after = weightOf(some, x, y);
      leaving.forEach((unit) => (unit.at = x));
      entering.forEach((unit) => (unit.at = y));
      return after - before;
    },
    weighMore: (a) => own.forEach(({ unit }, w) => {
      if (unit.at === a && isAlone(w)) weights[a][w] += first[w];
    }),
  };
}
