import { expect, test } from "@jest/globals";
import { changelogSection } from "../../../tools/release/changelog-section.ts";
import { manifestProblems } from "../../../tools/release/manifest-problems.ts";

const own = "https://github.com/acme/pulumi-cloudone";
const manifest = { version: "0.1.0", homepage: own, repository: { url: own }, bugs: `${own}/issues` };
const changelog = "# Changelog\n\n## 0.1.0 (2026-12-24)\n";

test("a version with its own addresses and a date may be published", () => {
  expect(manifestProblems(manifest, changelog, "v0.1.0")).toEqual([]);
});

test.each([
  [
    "a placeholder",
    { ...manifest, bugs: "https://github.com/OWNER/x/issues" },
    changelog,
    "bugs of package.json is still a placeholder",
  ],
  ["no repository", { ...manifest, repository: {} }, changelog, "package.json has no repository.url"],
  ["no section", manifest, "## 0.0.9 (2026-01-01)\n", 'CHANGELOG.md has no section "## 0.1.0"'],
  ["no date", manifest, "## 0.1.0 (unreleased)\n", "write the date of the release"],
  [
    "another tag",
    { ...manifest, version: "0.1.1" },
    "## 0.1.1 (2026-12-24)\n",
    "The tag is v0.1.0, but package.json says 0.1.1",
  ],
])("%s prevents the release", (_, given, log, reason) => {
  expect(manifestProblems(given, log, "v0.1.0").join()).toContain(reason);
});

test("a release's notes are only the section of its version", () => {
  const two =
    "# Changelog\n\n## 0.1.10 (2026-12-25)\n\n- ten\n\n## 0.1.1 (2026-12-24)\n\n### Added\n\n- one\n\n## 0.1.0 (2026-12-23)\n";
  expect(changelogSection(two, "0.1.1")).toBe("### Added\n\n- one\n");
  expect(() => changelogSection(two, "0.2.0")).toThrow('no section "## 0.2.0"');
});
