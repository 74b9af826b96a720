// After the draw: where everybody is by the files of the changes, counted from the record on.

import { H, range, sum } from "./chance.mjs";
import { canStand } from "./rules.mjs";

const same = (x, y) => H(x) === H(y);

// What does not add up in the files of changes, in their order: sizes, classes, and the excess from one to the next.
export function changesWrong(record, later) {
  const { fixed } = record;
  const wrong = [];
  let names = record.classes.map(({ name }) => name);
  let classOf = new Map(record.classes.flatMap(({ lottery_numbers: own }, c) => own.map((number) => [number, c])));
  let highest = fixed.students;
  let excess = fixed.tiers.map((groups, k) => ({ groups, after: k === 0 ? 0 : record.proofs[k - 1].excess }));
  // Of a tier that is less than it was drawn, by the counts of the draw; a new one had none.
  const excessOf = (groups) => {
    const known = excess.slice(1).find((tier) => groups.every((group) => tier.groups.includes(group)));
    if (!known || same(known.groups, groups)) return known?.after ?? 0;
    return sum(record.balance.filter(({ group, level }) => groups.includes(group === "total" ? level : group)).map((line) => line.excess));
  };
  for (const { name: file, kind, value } of later) {
    const fail = (where) => wrong.push(["{where} does not add up.", { where: `${file}, ${where}` }]);
    const isAt = (number, name) => classOf.has(number) && names[classOf.get(number)] === name;
    if (kind === "pair") {
      const { pairings } = value;
      const groups = pairings.map(({ group }) => group);
      if (!same([...groups].sort(), record.classes.map(({ group }) => group).sort())) fail("pairings");
      if (value.names) {
        const real = fixed.classes.map(({ name }) => name);
        const given = record.classes.map(({ group }) => pairings.find((one) => one.group === group)?.school_class);
        if (!same([...given].sort(), [...real].sort())) fail("pairings");
        const moved = new Map([...classOf].map(([number, c]) => [number, real.indexOf(given[c])]));
        [names, classOf] = [real, moved];
      } else if (pairings.some(({ school_class: one }) => !names.includes(one))) fail("pairings");
    } else if (kind === "amend") {
      const moved = new Map(classOf);
      for (const { lottery_number: number, leaves, joins } of value.moves) {
        if (!isAt(number, leaves) || !names.includes(joins) || leaves === joins) fail("moves");
        else moved.set(number, names.indexOf(joins));
      }
      const many = new Set(value.moves.map(({ lottery_number: number }) => number)).size;
      if (many !== value.moves.length || many < 1 || many > 2) fail("moves");
      classOf = moved;
    } else {
      for (const { lottery_number: number, school_class: name } of value.leavers) {
        if (!isAt(number, name)) fail("leavers");
        classOf.delete(number);
      }
      const numbers = value.newcomers.map(({ lottery_number: number }) => number).sort((x, y) => x - y);
      if (!same(numbers, range(numbers.length).map((i) => highest + 1 + i))) fail("newcomers");
      highest += numbers.length;
      for (const { lottery_number: number, school_class: name, drawn_among: among } of value.newcomers) {
        if (!names.includes(name) || !among.includes(name) || new Set(among).size < among.length || among.some((one) => !names.includes(one))) fail("newcomers");
        classOf.set(number, names.indexOf(name));
      }
    }
    const standing = [...classOf].sort(([x], [y]) => x - y);
    const sizes = names.map((name, c) => [name, standing.filter(([, at]) => at === c).length]);
    if (!same(sizes, value.sizes)) fail("sizes");
    if (H(standing.map(([number, c]) => [number, names[c]])) !== value.result_digest) fail("result_digest");
    const told = value.balance;
    const stands = kind === "pair"
      ? same(told, excess.map(({ groups, after }) => ({ groups, before: after, after })))
      : canStand(fixed, told.map(({ groups }) => groups)) && told.every(({ groups, before, after }, k) => after >= 0 && before === (k === 0 ? excess[0].after : excessOf(groups)));
    if (!stands) fail("balance");
    excess = told;
  }
  return wrong;
}
