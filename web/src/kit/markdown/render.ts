import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";

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

/** `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, but not "$5 and $6". */
const MATH =
  /\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<![\\$\w])\$(?!\s)([^$\n]+?)(?<![\s\\])\$(?![\w$])/g;

export function hasMath(source: string): boolean {
  MATH.lastIndex = 0;
  return MATH.test(source);
}

/** Code is never math: spans and fences are cut out before the formulas are looked for. */
const CODE = /(^(```+|~~~+)[\s\S]*?^\2[^\n]*$|(`+)[\s\S]*?[^`]\3(?!`))/gm;

type Formula = { tex: string; block: boolean };

function cutMath(source: string, formulas: Formula[]): string {
  const cut = (text: string) =>
    text.replace(MATH, (_all, dollars, brackets, parens, dollar) => {
      const tex = dollars ?? brackets ?? parens ?? dollar;
      formulas.push({ tex, block: dollars !== undefined || brackets !== undefined });
      return `\uE000${formulas.length - 1}\uE001`;
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
  // The two marks are private-use characters: what a writer put there himself is dropped.
  const clean = source.replace(/[\uE000\uE001]/g, "");
  const html = parser.render(math ? cutMath(clean, formulas) : clean);
  const safe = DOMPurify.sanitize(html, {
    ADD_ATTR: ["target"],
    FORBID_TAGS: ["style", "form", "input"],
    FORBID_ATTR: ["style"],
  });
  if (!math) return safe;
  // KaTeX escapes what it is given and runs with `trust: false`, and its own styles must survive: so it is put in after the cleaning.
  return safe.replace(/\uE000(\d+)\uE001/g, (_all, index) => {
    const formula = formulas[Number(index)];
    return formula ? math(formula.tex, formula.block) : "";
  });
}
