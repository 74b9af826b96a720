// Sections 2 and 3 of docs/procedure.md: what is drawn from, and the lottery order.

import { lot, range } from "./chance.mjs";

// 2. Shares: t_c = min(cap_c, λ) as fractions [numerator, denominator] of big integers

export function evenSizes(students, caps) {
  let left = BigInt(students);
  let open = BigInt(caps.length);
  for (const cap of [...caps].sort((a, b) => a - b).map(BigInt)) {
    if (cap * open >= left) break;
    left -= cap;
    open -= 1n;
  }
  return caps.map((cap) => (BigInt(cap) * open < left ? [BigInt(cap), 1n] : [left, open]));
}

export function bandsOf(members, students, sizes) {
  const share = sizes.map(([top, bottom]) => [BigInt(members) * top, BigInt(students) * bottom]);
  return share.map(([top, bottom]) => [
    Number(top / bottom),
    Number((top + bottom - 1n) / bottom),
  ]);
}

export function sizeBands(sizes, caps, tolerance, minSize) {
  return sizes.map(([top, bottom], c) => {
    let low = Number(top / bottom);
    const rest = top % bottom;
    let high = low + (rest > 0n ? 1 : 0);
    if (tolerance === 2) {
      if (rest === 0n || 2n * rest < bottom) low -= 1;
      if (rest === 0n || 2n * rest >= bottom) high += 1;
    }
    return [Math.max(low, minSize, 1), Math.min(high, caps[c])];
  });
}

// 3. Lottery order

export function ordered(problem, seed) {
  const order = lot(seed, "student", problem.keys);
  const place = [];
  order.forEach((old, position) => (place[old] = position));
  const moved = (members) => members.map((old) => place[old]).sort((a, b) => a - b);
  const students = order.length;
  const sizes = evenSizes(students, problem.caps);
  const even = problem.tiers.flatMap((tier, k) =>
    tier.map((members) => ({
      tier: k,
      members: moved(members),
      bands: bandsOf(members.length, students, sizes),
    })),
  );
  even[0].bands = sizeBands(sizes, problem.caps, problem.tolerance, problem.min_size);
  const limits = problem.limits.map(([members, most]) => ({
    tier: 0,
    members: moved(members),
    bands: sizes.map(() => [0, most]),
  }));
  const quotas = [...even, ...limits];
  const reach = new Map(problem.reach.map(([old, classes]) => [place[old], classes]));
  return { order, students, sizes, quotas, reach, blocks: problem.blocks.map(moved) };
}

export function unitsOf({ students, blocks, reach, quotas }, classes) {
  const inside = new Set(blocks.flat());
  const singles = range(students).filter((s) => !inside.has(s)).map((s) => [s]);
  const quotasOf = range(students).map(() => []);
  quotas.forEach((quota, q) => quota.members.forEach((s) => quotasOf[s].push(q)));
  return [...blocks, ...singles].sort((x, y) => x[0] - y[0]).map((members) => {
    const open = range(classes).filter((c) =>
      members.every((s) => !reach.has(s) || reach.get(s).includes(c)),
    );
    const brings = new Map();
    for (const q of members.flatMap((s) => quotasOf[s])) brings.set(q, (brings.get(q) ?? 0) + 1);
    const sorted = [...brings].sort(([p], [q]) => p - q);
    return { members, open: new Set(open), brings: sorted, kind: JSON.stringify([sorted, open]) };
  });
}
