// After the draw: where everybody is by the files of the changes, counted from the record on.

import { H, range } from "./chance.mjs";

const same = (x, y) => H(x) === H(y);

// What does not add up in the files of changes, in their order: sizes, classes, and the excess from one to the next.
export function changesWrong(record, later) {
  const { fixed } = record;
  const wrong = [];
  let names = record.classes.map(({ name }) => name);
  let classOf = new Map(record.classes.flatMap(({ lottery_numbers: own }, c) => own.map((number) => [number, c])));
  let highest = fixed.students;
  let excess = [0, ...record.proofs.map((proof) => proof.excess)];
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
    if (!same(value.balance.map(({ groups }) => groups), fixed.tiers)) fail("balance");
    if (!same(value.balance.map(({ before }) => before), excess) || value.balance.some(({ after }) => after < 0)) fail("balance");
    if (kind === "pair" && !same(value.balance.map(({ after }) => after), excess)) fail("balance");
    excess = value.balance.map(({ after }) => after);
  }
  return wrong;
}
