import { EDITION_LOOK } from '../html/look.ts';

/** What only a site has: its header, the search, and the way to the next page. */
const SITE = `
.site-nav{padding:1rem 0 0}.site-nav a{color:inherit}
.search{padding:1rem 0}.search[hidden]{display:none}.search label{display:block;font-size:.875rem;font-weight:600;margin-bottom:.25rem}
.search-row{display:flex;gap:.5rem;max-width:30rem}.search input{flex:1;min-width:0;font:inherit;color:inherit;background:var(--surface);border:1px solid #878475;border-radius:8px;padding:0 .75rem;min-height:2.75rem}
.search button{font:inherit;font-weight:600;min-height:2.75rem;padding:0 1rem;border-radius:8px;border:1px solid var(--accent);background:var(--surface);color:var(--accent);cursor:pointer}
.search-list{max-width:42.5rem;padding-inline-start:2rem}.search-list:empty{display:none}.search-list p{margin:0;font-size:.875rem;color:var(--ink-2)}.search-found{font-size:.9375rem;padding-top:.5rem}
.turn{display:flex;flex-wrap:wrap;gap:.5rem 2rem;justify-content:space-between;margin-top:3rem;border-top:1px solid var(--line);padding-top:.5rem;font-family:var(--sans);font-size:.9375rem}.turn a{display:block;padding:.6rem 0}
.plain-list{list-style:none;padding:0}.plain-list a{display:inline-block;padding:.5rem 0}
main>h1,article>h1,.about>h1{margin-top:1rem}
main .cover{padding:1rem 0}
@media(min-width:64rem){.site-nav,.search{margin-inline:auto;max-width:62rem}}
@media screen and (max-width:63.99rem){.whole{display:flex;flex-direction:column}.contents{order:2;margin-top:2rem;border-top:1px solid var(--line)}}
@media print{.contents,.site-nav,.search,.turn{display:none}.cover{padding-top:0;break-after:auto}.chapter{break-before:auto}}`;

export const SITE_LOOK = EDITION_LOOK + SITE.replace(/\n/g, '');
