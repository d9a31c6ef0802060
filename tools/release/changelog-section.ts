/** A version's section of the changelog, without its heading. */
export function changelogSection(changelog: string, version: string): string {
  const [, section] = changelog
    .split(/^## /m)
    .flatMap((part) => (part.split(/\s/, 1)[0] === version ? ["", part] : []));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "## ${version}".`);
  return `${section.slice(section.indexOf("\n")).trim()}\n`;
}
