/** The matrix: a sticky head and first column, upright column names, cut names; for the printer, everything unrolled. */
export const PAGE_STYLE = `
.tools { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; margin: 1rem 0 .75rem; }
.tools input[type=search] { font: inherit; padding: .35rem .6rem; min-width: 18rem; max-width: 100%; color: inherit;
  background: var(--ground); border: 1px solid var(--dim); border-radius: 4px; }
#count { margin: 0; }
::placeholder { color: var(--dim); opacity: 1; }
#matrix { position: relative; overflow: auto; max-height: 75vh; border: 1px solid var(--line); }
#matrix table { border-collapse: separate; border-spacing: 0; width: auto; min-width: 100%; }
#matrix caption, .heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
#matrix th, #matrix td { white-space: nowrap; height: 33px; padding: 0 .6rem; vertical-align: middle; border-bottom: 1px solid var(--line); }
#matrix thead th { position: sticky; top: 0; z-index: 2; vertical-align: bottom; padding-block: .5rem; }
#matrix thead th.service { padding-inline: 0; min-width: 1.9rem; }
#matrix thead th.service span { writing-mode: vertical-rl; rotate: 180deg; font-weight: 500; max-height: 16rem; overflow: hidden; text-overflow: ellipsis; }
#matrix th.who { position: sticky; left: 0; z-index: 1; background: var(--ground); font-weight: 500; border-right: 1px solid var(--line); }
#matrix thead th.who { z-index: 3; background: var(--head); font-weight: 700; }
#matrix th .name { display: inline-block; max-width: 22rem; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
#matrix td.mark { padding: 0; text-align: center; color: var(--mark); font-size: 1.1rem; }
#matrix tr.admin th.who { box-shadow: inset 4px 0 0 var(--warn); }
#matrix tr.off th, #matrix tr.off td { color: var(--dim); }
#matrix tr.space td { padding: 0; border: 0; height: 0; }
#matrix tbody tr:hover > * { background: var(--head); }
@media (max-width: 40rem) { body { padding: .75rem; } #matrix th .name { max-width: 9rem; } .tools input[type=search] { min-width: 100%; } }
@media print { .tools, tr.space { display: none; } #matrix { overflow: visible; max-height: none; border: 0; }
  #matrix th, #matrix td, #matrix thead th, #matrix thead th.who { position: static; height: auto; font-size: 7pt; }
  #matrix th, #matrix td { padding: 1pt 3pt; } #matrix th .name { max-width: none; }
  #matrix thead th.service { min-width: 0; padding-inline: 0; } #matrix td.mark { font-size: 8pt; line-height: 1; padding: 0; }
  @page { size: landscape; margin: 10mm; } }
`;
