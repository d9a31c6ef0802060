interface Manifest {
  version: string;
  homepage?: string;
  repository?: { url?: string };
  bugs?: string;
}

/** What package.json and CHANGELOG.md still lack before this version can be published. */
export function manifestProblems(manifest: Manifest, changelog: string, tag?: string | undefined): string[] {
  const { version, homepage, repository, bugs } = manifest;
  const problems: string[] = [];
  for (const [name, value] of Object.entries({ homepage, "repository.url": repository?.url, bugs })) {
    if (value === undefined) problems.push(`package.json has no ${name}.`);
    else if (/\bOWNER\b/.test(value)) {
      problems.push(`${name} of package.json is still a placeholder: ${value}. Write the repository's own address.`);
    }
  }
  const heading = changelog.split("\n").find((line) => line.startsWith(`## ${version}`));
  if (heading === undefined) problems.push(`CHANGELOG.md has no section "## ${version}".`);
  else if (!/^## \S+ \(\d{4}-\d\d-\d\d\)$/.test(heading)) {
    problems.push(`CHANGELOG.md says "${heading}": write the date of the release, as in "## ${version} (2026-12-24)".`);
  }
  if (tag !== undefined && tag !== `v${version}`) problems.push(`The tag is ${tag}, but package.json says ${version}.`);
  return problems;
}
