import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import { directionOf } from "@/kit/direction";

const parser = new MarkdownIt({ html: false, linkify: false, breaks: true, typographer: false });

// A link out of an item or a guideline opens apart and tells nobody where it was clicked.
const openLink =
  parser.renderer.rules.link_open ?? ((tokens, at, options, _env, self) => self.renderToken(tokens, at, options));
parser.renderer.rules.link_open = (tokens, at, options, env, self) => {
  tokens[at]?.attrSet("target", "_blank");
  tokens[at]?.attrSet("rel", "noopener noreferrer nofollow");
  return openLink(tokens, at, options, env, self);
};
// A picture from elsewhere would tell its server who reads what: show where it points instead.
parser.renderer.rules.image = (tokens, at) => {
  const token = tokens[at];
  const source = String(token?.attrGet("src") ?? "");
  const alt = token?.content ?? "";
  if (source.startsWith("/api/") || source.startsWith("data:image/")) {
    return `<img src="${parser.utils.escapeHtml(source)}" alt="${parser.utils.escapeHtml(alt)}" loading="lazy">`;
  }
  return `<span>[picture: ${parser.utils.escapeHtml(alt || source)}]</span>`;
};

// "2*3" and "4*5" in one text are two products, not something stressed between them.
parser.inline.ruler.before("emphasis", "product", (state, silent) => {
  const { src, pos } = state;
  if (src[pos] !== "*" || !/^\d\*\d$/.test(src.slice(pos - 1, pos + 2))) return false;
  if (!silent) state.pending += "*";
  state.pos += 1;
  return true;
});

// Each block has the direction of its own first letter. What holds blocks (a list, a quotation, a table) cannot leave that to
// the browser: of blocks that have a direction it sees no letters.
const HOLDS = /^(bullet_list|ordered_list|list_item|blockquote|table)_open$/;
const READS = /^(paragraph|heading|th|td)_open$/;
parser.core.ruler.push("direction", ({ tokens }) => {
  let text = "";
  // From the end, so that what holds blocks meets the text of the first of them.
  for (const token of tokens.toReversed()) {
    if (token.type === "inline") text = token.content;
    else if (READS.test(token.type)) token.attrSet("dir", "auto");
    else if (HOLDS.test(token.type)) token.attrSet("dir", directionOf(text));
  }
});
const codeBlocks = ["fence", "code_block"] as const;
for (const kind of codeBlocks) {
  const draw = parser.renderer.rules[kind];
  parser.renderer.rules[kind] = (...args) => (draw?.(...args) ?? "").replace("<pre", '<pre dir="ltr"');
}

/** `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, but not "$5 and $6"; a dollar inside a formula is written `\$`. */
const MATH =
  /\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<![\\$\w])\$(?!\s)((?:\\\$|[^$\n])+?)(?<![\s\\])\$(?![\w$])/g;

export function hasMath(source: string): boolean {
  MATH.lastIndex = 0;
  return MATH.test(source);
}

/** Code is never math: spans and fences are cut out before the formulas are looked for. */
const CODE = /(^(```+|~~~+)[\s\S]*?^\2[^\n]*$|(`+)[\s\S]*?[^`]\3(?!`))/gm;

type Formula = { tex: string; block: boolean };

/** Where a formula was cut out. The name is new each time: what a writer or an entity puts between such marks is no formula. */
type Mark = { at: (index: number) => string; all: RegExp };

function newMark(): Mark {
  const name = crypto.getRandomValues(new Uint32Array(2)).join("x");
  return { at: (index) => `\uE000${name}n${index}\uE001`, all: new RegExp(`\uE000${name}n(\\d+)\uE001`, "g") };
}

function cutMath(source: string, formulas: Formula[], mark: Mark): string {
  const cut = (text: string) =>
    text.replace(MATH, (_all, dollars, brackets, parens, dollar) => {
      const tex = dollars ?? brackets ?? parens ?? dollar;
      formulas.push({ tex, block: dollars !== undefined || brackets !== undefined });
      return mark.at(formulas.length - 1);
    });
  let out = "";
  let from = 0;
  for (const match of source.matchAll(CODE)) {
    out += cut(source.slice(from, match.index)) + match[0];
    from = match.index + match[0].length;
  }
  return out + cut(source.slice(from));
}

export type MathRenderer = (tex: string, block: boolean) => string;

/** Safe HTML of Markdown. Without `math` (not loaded yet) formulas stand as they were typed. */
export function renderMarkdown(source: string, math?: MathRenderer): string {
  const formulas: Formula[] = [];
  const mark = newMark();
  const html = parser.render(math ? cutMath(source, formulas, mark) : source);
  const safe = DOMPurify.sanitize(html, {
    ADD_ATTR: ["target"],
    FORBID_TAGS: ["style", "form", "input"],
    FORBID_ATTR: ["style"],
    RETURN_DOM_FRAGMENT: true,
  });
  if (math) putMath(safe, mark, (index, only) => formulaAt(formulas[index], only, math));
  const page = document.createElement("div");
  page.append(safe);
  return page.innerHTML;
}

function formulaAt(formula: Formula | undefined, only: "text" | "html", math: MathRenderer): string {
  if (!formula) return "";
  return only === "text" ? formula.tex : math(formula.tex, formula.block);
}

/**
 * KaTeX escapes what it is given and runs with `trust: false`, and its own styles must survive: so it is put in after the
 * cleaning. As elements where text stands, and only there; the title of a link gets the formula's source.
 */
function putMath(safe: DocumentFragment, mark: Mark, written: (index: number, only: "text" | "html") => string) {
  for (const element of safe.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      attribute.value = attribute.value.replace(mark.all, (_all, index) => written(Number(index), "text"));
    }
  }
  const walker = document.createTreeWalker(safe, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    // Odd places are the numbers of formulas: that is how `split` treats a group.
    const parts = text.data.split(mark.all);
    if (parts.length === 1) continue;
    const nodes = parts.map((part, place) => {
      if (place % 2 === 0) return part;
      const formula = document.createElement("template");
      formula.innerHTML = written(Number(part), "html");
      return formula.content;
    });
    text.replaceWith(...nodes);
  }
}
