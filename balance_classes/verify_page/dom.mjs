// Words in the language of the page, and the parts of it that they stand in.

import { ZH } from "./texts.mjs";

export const language = { is: "zh" };
export const $ = (id) => document.getElementById(id);

// What is counted in an English sentence, and the verb that follows it at once: of one it is said otherwise.
const COUNTED = /\{(\w+)\} (student|class|ticket)(?:es|s)( are)?/g;
// A sentence in the language of the page; values may be sentences themselves.
export function say([english, values = {}]) {
  const text = language.is === "zh" ? (ZH[english] ?? english) : english.replace(COUNTED, (whole, key, noun, are) => (values[key] === 1 ? `{${key}} ${noun}${are ? " is" : ""}` : whole));
  return text.replace(/\{(\w+)\}/g, (whole, key) => {
    if (!(key in values)) return whole;
    return Array.isArray(values[key]) ? say(values[key]) : String(values[key]);
  });
}
export function element(tag, text = "", look = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}
export const fill = (id, ...children) => $(id).replaceChildren(...children);
export const item = (text, look) => element("li", say(text), look);
