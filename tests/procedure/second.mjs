// The second implementation as a program: reads cases on standard input, writes their outcomes.
//
// What comes is a JSON object with a list of cases for any of `draws`, `pairings`, `places`, `wide`, `counted` and `commitments`;
// what goes has a list of outcomes for each. They are told in `about` of docs/vectors.json.

import { readFileSync } from "node:fs";
import { commitmentOf, seedOf, stream } from "../../balance_classes/verify_page/chance.mjs";
import { draw } from "../../balance_classes/verify_page/draw.mjs";
import { pair } from "../../balance_classes/verify_page/pair.mjs";
import { place } from "../../balance_classes/verify_page/place.mjs";
import { counted } from "../../balance_classes/verify_page/words.mjs";

// Numbers below what a word cannot hold, as texts.
function wide({ words, purpose, below: limits }) {
  const below = stream(seedOf({ words, rehearsal: false }), purpose);
  return limits.map(([m]) => String(below(BigInt(m))));
}

const of = {
  draws: draw,
  pairings: pair,
  places: place,
  wide,
  counted: ([words]) => [words, counted(words)],
  commitments: ([giver, words]) => [giver, words, commitmentOf(giver, words)],
};
const cases = JSON.parse(readFileSync(0, "utf8"));
const outcomes = Object.entries(cases).map(([kind, some]) => [kind, some.map(of[kind])]);
process.stdout.write(JSON.stringify(Object.fromEntries(outcomes)));
