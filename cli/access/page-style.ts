/**
 * The matrix fills what the window leaves it: a sticky head and first column, upright names of services, cut names,
 * columns that keep their width while rows come and go. For the printer, everything is unrolled.
 */
export const PAGE_STYLE = `
h1 { font-size: 1.35rem; } .lead { margin: 0 0 .5rem; }
.note { margin: .5rem 0; padding: .1rem .75rem; border-inline-start: 4px solid var(--warn); }
.tools { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; align-items: center; margin: .75rem 0; }
.tools input[type=search] { font: inherit; padding: .35rem .6rem; width: 20rem; max-width: 100%; color: inherit;
  background: var(--ground); border: 1px solid var(--dim); border-radius: 4px; }
#count, .legend { margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-inline-start: auto; color: var(--dim); font-size: .9em; }
.legend b { color: var(--mark); font-size: 1.2em; }
::placeholder { color: var(--dim); opacity: 1; }
@media screen and (min-width: 700px) { main { display: flex; flex-direction: column; height: calc(100dvh - 3rem); min-height: 32rem; } }
#matrix { position: relative; overflow: auto; width: fit-content; max-width: 100%; border: 1px solid var(--line); }
#matrix table { border-collapse: separate; border-spacing: 0; table-layout: fixed; font-size: 14px; }
#matrix caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
#matrix th, #matrix td { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; overflow-wrap: normal; height: 31px; padding: 0 .6em;
  vertical-align: middle; border-bottom: 1px solid var(--line); }
#matrix thead { position: sticky; top: 0; z-index: 2; background: var(--head); }
#matrix thead th { vertical-align: bottom; padding-block: .5em; overflow: visible; }
#matrix thead th.service { padding-inline: 0; text-align: center; border-inline-start: 1px solid var(--line); }
#matrix thead th.service span { display: inline-block; writing-mode: vertical-rl; rotate: 180deg; font-weight: 500; max-height: 11em; overflow: hidden;
  text-overflow: ellipsis; line-height: 1.2; }
#matrix th.who { position: sticky; left: 0; z-index: 1; background: var(--ground); font-weight: 500; border-right: 1px solid var(--line); }
#matrix thead th.who { z-index: 3; background: var(--head); font-weight: 700; }
#matrix td.mark { padding: 0; text-align: center; color: var(--mark); font-size: 1.15em; line-height: 1; overflow: visible; border-inline-start: 1px solid var(--line); }
#matrix tr.admin th.who { box-shadow: inset 4px 0 0 var(--warn); }
#matrix tr.off th, #matrix tr.off td { color: var(--dim); }
#matrix tr.space td { padding: 0; border: 0; height: 0; }
#matrix col.here, #matrix tbody tr:hover > * { background: var(--head); }
.define { margin: 0 0 .75rem; } .tools select { font: inherit; padding: .3rem .4rem; color: inherit; background: var(--ground);
  border: 1px solid var(--dim); border-radius: 4px; }
#sorting { display: none; }
[hidden] { display: none !important; }
#by-role { overflow: auto; } .whole { white-space: nowrap; } #by-role td:nth-child(n+2):nth-child(-n+6) { font-variant-numeric: tabular-nums; }
#cards { list-style: none; margin: 0; padding: 0; }
#cards > li { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 .6rem; padding: .5rem .75rem; }
#cards > li.admin { border-inline-start: 4px solid var(--warn); } #cards > li.off { color: var(--dim); }
#cards h2 { font-size: 1rem; margin: 0 0 .2rem; overflow-wrap: break-word; } #cards h2 small { font-weight: 400; }
#cards p { margin: 0; } #cards ul { margin: .25rem 0 0; padding: 0; list-style: none; columns: 10rem; } #cards b { color: var(--mark); }
#cards summary { cursor: pointer; padding: .25rem 0; } #cards button { font: inherit; padding: .5rem .9rem; }
@media screen and (max-width: 699.98px) { body { padding: .75rem; } .legend { margin-inline-start: 0; } #sorting { display: inline; }
  main { display: block; height: auto; min-height: 0; } }
@media print { .tools label, #count, tr.space { display: none; } #matrix { overflow: visible; border: 0; }
  #matrix table { font-size: 7pt; }
  #matrix thead, #matrix thead th, #matrix th.who, #matrix thead th.who { position: static; }
  #matrix th, #matrix td { height: auto; padding: 1pt 3pt; } #matrix td.mark, #matrix thead th.service { padding: 1pt 0; }
  @page { size: landscape; margin: 10mm; } }
`;
