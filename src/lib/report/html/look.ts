import { PAGE_LOOK } from '../draw/look.ts';

/**
 * The style of an edition's pages. A text here and not a stylesheet, so that pages are made where
 * nothing is bundled: in a job, on a command line. Colours are those of the application. The serif ends
 * with the name the PDF has its own fonts under: else a browser would thicken headings of other scripts itself.
 */
const TOKENS = `
:root{color-scheme:light dark;--paper:#faf8f4;--surface:#fff;--sunken:#f2efe8;--ink:#1c2321;--ink-2:#515c58;--line:#e2ddd2;--line-2:#cfc8b9;--accent:#0b5d5b;--accent-soft:#dcebe8;--focus:#c4631a;--warn:#8f4700;
--sans:system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans Thai','Noto Sans Khmer','Noto Sans Lao','Noto Sans Myanmar','Noto Sans Tamil',sans-serif;
--serif:'Iowan Old Style','Source Serif 4','Noto Serif','Noto Serif Thai','Noto Serif Khmer','Noto Serif Lao','Noto Serif Myanmar','Noto Serif Tamil',Georgia,serif,'Noto Sans'}
@media screen and (prefers-color-scheme:dark){:root{--paper:#141918;--surface:#1c2322;--sunken:#232b2a;--ink:#eceae3;--ink-2:#b6beb9;--line:#2f3837;--line-2:#465250;--accent:#74c7bc;--accent-soft:#18393a;--focus:#f2a65f;--warn:#f3b870}}`;

/** A word joiner before a small number: it never begins a line without the word it stands behind. */
const TEXT = `
*{box-sizing:border-box}
html{font:100%/1.6 var(--sans);color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%}
body{margin:0;padding:0 1.25rem 4rem;overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
:target{background:var(--accent-soft);scroll-margin-top:1rem}
h1,h2,h3,h4,h5,h6{line-height:1.3;margin:2rem 0 .5rem;font-weight:650;font-family:var(--serif);text-wrap:balance}
h1{font-size:clamp(1.75rem,1.4rem + 1.6vw,2.25rem)}h2{font-size:1.5rem}h3{font-size:1.25rem}h4,h5,h6{font-size:1.0625rem}
:lang(km),:lang(lo),:lang(my),:lang(th),:lang(ta){line-height:1.9}
main,.cover{max-width:42.5rem}
.chapter{font:1.0625rem/1.7 var(--serif)}
.chapter>p,.chapter ul,.chapter ol,.finding p{margin:0 0 1rem}
ul,ol{padding-inline-start:1.5rem}li{margin-block:.25rem}
sup{font:600 .75em/0 var(--sans);white-space:nowrap}sup::before{content:'\\2060'}sup a{text-decoration:none;padding:.5em .15em}
blockquote{margin:1.25rem 0;padding:.1rem 0 .1rem 1.25rem;border-inline-start:3px solid var(--accent)}blockquote p{margin:.25rem 0}
blockquote footer{font:.875rem/1.5 var(--sans);color:var(--ink-2)}
.finding{margin:1.5rem 0;padding:1rem 1.25rem;background:var(--surface);border:1px solid var(--line);border-radius:8px}.finding>:last-child{margin-bottom:0}
.strength{font:600 .875rem/1.5 var(--sans);color:var(--ink-2)}
.small,.under,.strength,.edition,.study{font-family:var(--sans)}.small,.under{font-size:.875rem;color:var(--ink-2)}
.notes{font-size:.9375rem;border-top:1px solid var(--line-2);margin-top:2.5rem}.notes h3,.notes h2{font-size:1rem}.notes p{margin:0}.back{display:inline-block;padding:0 .5rem;text-decoration:none}
.sources{font:.9375rem/1.6 var(--sans);padding-inline-start:2.25rem}.sources li{margin:0 0 1.25rem}.sources p{margin:0 0 .25rem}.label{color:var(--ink-2);font-size:.8125rem;white-space:nowrap}
.sources blockquote{margin:.5rem 0;border-color:var(--line-2)}
.removed{color:var(--warn);font-weight:600}
.invented{font:.9375rem/1.5 var(--sans);padding-inline-start:.75rem;border-inline-start:3px solid var(--warn);color:var(--ink-2)}
dl{font:.9375rem/1.6 var(--sans)}dt{font-weight:600;margin-top:.75rem}dd{margin:0}code{font-size:.8125rem;overflow-wrap:anywhere}`;

/** What opens is marked by two lines of a box: no sign for it is in every font. */
const FIGURES = `
figure{margin:2rem 0;font-family:var(--sans)}figcaption{font-size:.9375rem;line-height:1.5;margin-bottom:.75rem}
.drawn,picture img{display:block;max-width:100%;height:auto}.narrow{display:none}
picture img{border-radius:6px}
.under{margin:.5rem 0}
details{margin-top:.75rem}summary{cursor:pointer;font-size:.875rem;min-height:2.75rem;display:flex;align-items:center;color:var(--accent);text-decoration:underline;text-underline-offset:.15em}summary::before{content:'';flex:none;width:.45em;height:.45em;border:solid;border-width:0 .13em .13em 0;transform:rotate(-45deg);margin-inline:.15em .65em}details[open]>summary::before{transform:rotate(45deg)}
.scroll{overflow-x:auto;margin:0 0 1rem}
table{border-collapse:collapse;font:.875rem/1.5 var(--sans);min-width:50%}caption{text-align:start;font-weight:600;padding-bottom:.35rem}
th,td{text-align:start;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}thead th{border-color:var(--line-2);color:var(--ink-2)}tbody th{font-weight:500}
.center{text-align:center}.end{text-align:end}`;

const FRAME = `
.skip{position:absolute;inset-inline-start:-99rem}.skip:focus{position:static;display:inline-block;padding:.75rem 0}
.cover{padding:3rem 0 1.5rem}.cover h1{margin:.5rem 0}.study,.edition{color:var(--ink-2);margin:.25rem 0}.subtitle{font:1.25rem/1.5 var(--serif);margin:.25rem 0 1rem}.publisher{margin:.25rem 0;font-weight:600}
.contents{font-size:.9375rem}.contents h2{font:600 1rem/1.4 var(--sans);margin:1rem 0 .5rem}.contents ol{list-style:none;padding:0;margin:0}.contents li{margin:0}.contents a{display:block;padding:.55rem 0;text-decoration:none;line-height:1.45}.contents a:hover{text-decoration:underline}.contents a[aria-current]{color:var(--ink);font-weight:600}
.chapter+.chapter{margin-top:3.5rem;border-top:1px solid var(--line);padding-top:.5rem}
.whole{margin:0 auto}
@media(min-width:64rem){.cover,.whole{margin-inline:auto;max-width:62rem}.whole{display:grid;grid-template-columns:14rem minmax(0,42.5rem);gap:3.5rem;align-items:start}.contents{position:sticky;top:0;max-height:100vh;overflow-y:auto;padding:1rem .25rem}}
@media screen and (max-width:44rem){.wide{display:none}.narrow{display:block}}`;

/** A4: numbered pages, nothing cut through that belongs together, every table shown. */
const PAPER = `
@page{size:A4;margin:22mm 20mm 24mm;@bottom-center{content:counter(page);font:9pt sans-serif;color:#515c58}}
@page:first{@bottom-center{content:none}}
@media print{html{font-size:10.5pt;background:#fff}body{padding:0}main,.cover,.whole{max-width:none;display:block}.skip,.back,.site-nav,.turn,.search{display:none}
.cover{padding-top:60mm;break-after:page}.contents{position:static;max-height:none;break-after:page}.contents a{padding:.2rem 0;color:inherit}
.chapter{font-size:10.5pt;line-height:1.55;break-before:page;border:0!important;margin:0!important}
h2,h3,h4,h5,h6,figcaption,.strength,caption{break-after:avoid}.finding,blockquote,tr,li,.drawn,picture{break-inside:avoid}p{orphans:3;widows:3}thead{display:table-header-group}
a{color:inherit;text-decoration:none}.finding{border-color:#878475}.scroll{overflow:visible}:target{background:none}
summary{display:none}details::details-content{content-visibility:visible;display:block;height:auto}}`;

const tidy = (css: string) => css.trim().replace(/\n/g, '');

/** Everything the pages and the drawings in them need. */
export const EDITION_LOOK = [TOKENS, PAGE_LOOK, TEXT, FIGURES, FRAME, PAPER].map(tidy).join('\n');
