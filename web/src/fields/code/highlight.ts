/** A light highlighter: comments, strings, numbers and keywords. One pass, no grammar; unknown languages get the common rules. */
export type TokenType = "comment" | "string" | "number" | "keyword" | "plain";
export interface Token {
  type: TokenType;
  text: string;
}

const words = (text: string) => new Set(text.split(" "));
const C_LIKE =
  "if else for while do switch case default break continue return goto struct enum const static void int long short char float double unsigned signed sizeof typedef volatile extern";
const JS =
  "if else for while do switch case default break continue return function const let var class extends new this super import export from as async await yield try catch finally throw typeof instanceof in of delete null undefined true false interface type enum implements public private protected readonly namespace declare abstract satisfies keyof infer";
const KEYWORDS: Record<string, Set<string>> = {
  python: words(
    "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case self",
  ),
  javascript: words(JS),
  c: words(
    `${C_LIKE} class public private protected template typename namespace using virtual override new delete try catch throw nullptr true false bool auto constexpr include define`,
  ),
  java: words(
    `${C_LIKE} class interface extends implements public private protected final abstract new this super import package try catch finally throw throws boolean byte null true false instanceof var record`,
  ),
  go: words(
    "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var nil true false string int error bool",
  ),
  rust: words(
    "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while",
  ),
  sql: words(
    "select from where and or not null insert into values update set delete create table index view join left right inner outer on group by order having limit offset as distinct union all case when then else end in is like between exists primary key foreign references with",
  ),
  shell: words(
    "if then else elif fi for in do done while until case esac function return exit export local echo cd set source true false",
  ),
  ruby: words(
    "def end class module if elsif else unless while until for in do begin rescue ensure return yield self nil true false and or not then case when require attr_accessor",
  ),
};
const NAMES: Record<string, string> = {
  py: "python",
  js: "javascript",
  jsx: "javascript",
  ts: "javascript",
  tsx: "javascript",
  typescript: "javascript",
  json: "javascript",
  cpp: "c",
  "c++": "c",
  h: "c",
  cs: "java",
  "c#": "java",
  kotlin: "java",
  kt: "java",
  scala: "java",
  swift: "rust",
  rs: "rust",
  golang: "go",
  sh: "shell",
  bash: "shell",
  zsh: "shell",
  console: "shell",
  rb: "ruby",
  postgresql: "sql",
  mysql: "sql",
};

const HASH_COMMENTS = new Set(["python", "shell", "ruby", "yaml", "toml", "r", "perl", "dockerfile", "makefile"]);

function patternFor(language: string): RegExp {
  const comments = HASH_COMMENTS.has(language)
    ? "#[^\\n]*"
    : language === "sql"
      ? "--[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)"
      : "//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$)";
  const triple = language === "python" ? "\"\"\"[\\s\\S]*?(?:\"\"\"|$)|'''[\\s\\S]*?(?:'''|$)|" : "";
  const ticks = language === "javascript" || language === "go" ? "|`(?:\\\\.|[^`\\\\])*`?" : "";
  // An apostrophe in Rust begins a lifetime at least as often as a character.
  const single = language === "rust" ? "'(?:\\\\.|[^'\\\\\\n])'" : "'(?:\\\\.|[^'\\\\\\n])*'?";
  return new RegExp(
    `(${comments})|(${triple}"(?:\\\\.|[^"\\\\\\n])*"?|${single}${ticks})|(\\b(?:0[xX][0-9a-fA-F_]+|0[bB][01_]+|\\d[\\d_]*(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)\\w*)|([A-Za-z_$][\\w$]*)`,
    "g",
  );
}

export function languageOf(name: string | null | undefined): string {
  const wanted = (name ?? "").trim().toLowerCase();
  return NAMES[wanted] ?? wanted;
}

export function tokenize(code: string, name: string | null | undefined): Token[] {
  const language = languageOf(name);
  const keywords = KEYWORDS[language] ?? KEYWORDS.javascript;
  const upper = language === "sql";
  const tokens: Token[] = [];
  let from = 0;
  for (const match of code.matchAll(patternFor(language))) {
    const [whole, comment, quoted, number, word] = match;
    const type: TokenType | null = comment
      ? "comment"
      : quoted
        ? "string"
        : number
          ? "number"
          : keywords?.has(upper ? (word ?? "").toLowerCase() : (word ?? ""))
            ? "keyword"
            : null;
    if (type === null) continue;
    if (match.index > from) tokens.push({ type: "plain", text: code.slice(from, match.index) });
    tokens.push({ type, text: whole });
    from = match.index + whole.length;
  }
  if (from < code.length) tokens.push({ type: "plain", text: code.slice(from) });
  return tokens;
}

/** The same tokens, cut at line ends: one list per line. */
export function tokenLines(code: string, language: string | null | undefined): Token[][] {
  const lines: Token[][] = [[]];
  for (const token of tokenize(code, language)) {
    token.text.split("\n").forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text) lines.at(-1)?.push({ type: token.type, text });
    });
  }
  return lines;
}
