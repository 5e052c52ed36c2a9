"""How the report looks: quiet and dense, one accent, hairlines, light and dark."""

STYLE = """
:root{color-scheme:light dark;--bg:oklch(.982 .002 255);--surface:oklch(1 0 0);--line:oklch(.915 .004 255);
--rail:oklch(.82 .008 255);--ink:oklch(.23 .014 262);--ink-2:oklch(.43 .014 262);--ink-3:oklch(.54 .012 262);
--accent:oklch(.5 .17 264);--on:oklch(.99 .005 264);--warn:oklch(.53 .11 70);--warn-soft:oklch(.965 .035 85)}
@media (prefers-color-scheme:dark){:root{--bg:oklch(.178 .006 262);--surface:oklch(.208 .007 262);
--line:oklch(.275 .008 262);--rail:oklch(.39 .012 262);--ink:oklch(.925 .005 262);--ink-2:oklch(.74 .01 262);
--ink-3:oklch(.635 .012 262);--accent:oklch(.72 .125 264);--on:oklch(.17 .03 264);--warn:oklch(.8 .115 80);
--warn-soft:oklch(.28 .035 80)}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:13px/20px ui-sans-serif,system-ui,"Segoe UI",sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:32px 24px 48px}
h1{font-size:20px;line-height:28px;margin:0 0 16px;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:15px;line-height:20px;margin:0 0 4px}
p{margin:0 0 12px;color:var(--ink-2);max-width:76ch}
section{background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:16px 20px;margin-top:16px}
.facts{display:flex;flex-wrap:wrap;gap:8px 32px;margin:0}
.facts div{display:flex;flex-direction:column-reverse}
dt{color:var(--ink-3);font-size:12px}dd{margin:0;font-size:18px;line-height:24px;font-weight:600}
.warnings{margin:16px 0 0;padding:8px 12px 8px 28px;background:var(--warn-soft);color:var(--warn);border-radius:6px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;text-align:left}
th{font-weight:400;color:var(--ink-3);font-size:12px;padding:0 16px 4px 0;vertical-align:bottom;white-space:nowrap}
td{border-top:1px solid var(--line);padding:5px 16px 5px 0;vertical-align:top}
td:last-child,th:last-child{padding-right:0}
.measures td:nth-child(-n+4),.shares td,.pairs td,.people td,.hard td:nth-child(3){white-space:nowrap}
.measures td:last-child{color:var(--ink-3);width:38%}
.shares td:first-child,.people td:first-child{width:30%}
.pairs td:nth-child(n+4),.people td:last-child,.measures td:nth-child(4){text-align:right}
.pairs th:nth-child(n+4),.people th:last-child,.measures th:nth-child(4){text-align:right}
.hard td:first-child{max-width:280px}.hard td:last-child{width:52%}
.name{display:inline-block;max-width:28ch;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:top}
.times{color:var(--ink-2)}.ends,.who,.or,.none{color:var(--ink-3)}
b{font-weight:600}
ul{list-style:none;margin:0;padding:0}.hard ul{display:flex;flex-wrap:wrap;gap:0 20px}
.pair{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}.pair>:last-child{flex:1 1 620px}
.pairs .name{max-width:20ch}
svg{display:block}
svg text{font-size:11px;fill:var(--ink-3)}
.rail{stroke:var(--rail)}.band{fill:var(--accent);fill-opacity:.35}.value,.bar{fill:var(--accent)}.bar{fill-opacity:.7}
.cell{fill:var(--bg);stroke:var(--line)}.heat{fill:var(--accent)}.own{fill:none;stroke:var(--ink-3)}
svg text.name{fill:var(--ink)}svg text.off{fill:var(--ink)}svg text.on{fill:var(--on)}
.frame{fill:none;stroke:var(--line)}.even{stroke:var(--rail);stroke-dasharray:4 4}
.reach{stroke:var(--accent);stroke-opacity:.5;stroke-width:3}.point{fill:var(--accent)}
.sureness td,.sureness th{white-space:nowrap}.sureness td:last-child,.sureness th:last-child{text-align:right}
footer{margin-top:16px;color:var(--ink-3);font-size:12px}
@media print{body{background:none}section{break-inside:avoid}}
"""
