// What a record says of its draw, in words and as one table of counts.

import { element, language, say } from "./dom.mjs";
import { LABELS } from "./tables.mjs";

// What the excess of a tier of nothing else counts.
const EXCESS = { keep: ["{excess} change class"], friends: ["{excess} without any of them in their class"] };
// Boys stand before girls wherever somebody reads of them.
function boysFirst(lines) {
  const [boys, girls] = ["male", "female"].map((own) => lines.findIndex(({ group, level }) => group === "sex" && level === own));
  const found = [...lines];
  if (girls >= 0 && boys > girls) [found[girls], found[boys]] = [lines[boys], lines[girls]];
  return found;
}
const numberCell = (text, look = "") => element("td", String(text), `number ${look}`.trim());
// All that a record says, with its counts class by class.
export function factsOf(record) {
  const parts = [];
  const { fixed, classes, draw, seed } = record;
  parts.push(element("p", say(["{school}: {students} students in {classes} classes.", { school: record.source.school, students: fixed.students, classes: classes.length }])));
  if (draw) {
    parts.push(element("p", say(draw.replaces ? ["Draw {number} over this roster; it replaces draw {replaces}. The reason that is told: {reason}", draw] : ["Draw {number} over this roster.", draw])));
    parts.push(element("p", say(draw.sealed ? ["It is entered as sealed before the draw."] : ["It was not sealed before the draw: whoever drew could have tried before."])));
  }
  const words = seed.words.map(({ giver, words: own }) => (giver ? `${giver}: ${own}` : own)).join(", ");
  parts.push(element("p", say(seed.given ? ["Words of the seed as they are written down: {words}", { words }] : ["Nobody gave words; the program drew the seed: {words}", { words }])));
  for (const proof of record.proofs) {
    const groups = proof.groups.map(groupWord).join(", ");
    const [told] = EXCESS[proof.groups.join()] ?? (proof.excess === 0 ? ["every class has its even share"] : ["{excess} beyond the even shares"]);
    const values = { groups, what: [told, { excess: proof.excess }] };
    parts.push(element("p", say(proof.excess === 0 ? ["{groups}: {what}; nobody can do better.", values]
      : proof.proven ? ["{groups}: {what}. That fewer cannot be is the word of a solver.", values]
        : ["{groups}: {what}. Whether fewer can be is open.", values])));
  }
  const table = element("table");
  const head = element("tr");
  head.append(element("th"), element("th", say(["even share"])), ...classes.map(({ name }) => element("th", name)));
  table.append(head);
  for (const line of boysFirst(record.balance)) {
    const row = element("tr");
    const [low, high] = [Math.min(...line.low), Math.max(...line.high)];
    row.append(element("th", [line.group === "size" && fixed.seats ? say(["seats taken"]) : groupWord(line.group), levelWord(line.group, line.level)].filter(Boolean).join(" ")), numberCell(low === high ? low : `${low}–${high}`));
    row.append(...line.counts.map((n, c) => numberCell(n, n < line.low[c] || n > line.high[c] ? "out" : "")));
    table.append(row);
  }
  const wide = element("div", "", "wide");
  wide.append(table);
  const details = element("details");
  details.append(element("summary", say(["Every count, class by class"])), wide);
  return [...parts, details];
}
// The words of the program for groups and levels; what the roster wrote in words is its own word.
const label = (key, own) => LABELS[key]?.[language.is === "zh" ? 1 : 0] ?? own;
const groupWord = (group) => group.split("*").map((name) => label(name, name)).join(" × ");
function levelWord(group, level) {
  if (group === "size") return "";
  if (level === "") return say(group === "keep" ? ["in none of these classes"] : ["not stated"]);
  if (group === "at_most") return label(level, level);
  const [groups, levels] = [group.split("*"), level.split("*")];
  return levels.map((one, i) => label(`${groups[i]} ${one}`, one)).join(" × ");
}
