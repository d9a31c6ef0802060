// Takes the pictures of reports in docs/reference, from an emulated account. Needs the build and Chromium.
// With `--all DIR` it takes each page at 375, 768 and 1,440 px, light, dark and printed, for people to inspect.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { type Browser, chromium } from "playwright-core";
import { demoApiKeyId, demoApiKeySecret, startEmulator } from "../dist/emulator/index.js";
import { findChromium } from "./chromium.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");
const COMMAND = join(REPOSITORY, "dist", "cli", "main.js");
const ACCOUNT = "012345678912";
const SERVICES = ["application", "audit", "billing", "conformity", "filestorage", "identity", "network", "workload"];
const urn = (service: string, role: string) => `urn:cloudone:${service}:us-1:${ACCOUNT}:role/${role}`;
const PEOPLE = "ann ben cem dora eve fay gil hana ivo jana kofi lea mara nils olga pia quinn rosa".split(" ");
const ROLES = ["read-only", "workload-auditor", "security-engineer", "billing-clerk"];

const seed = {
  account: { id: ACCOUNT, alias: "Example Corp" },
  roles: [
    {
      id: "workload-auditor",
      name: "Workload auditor",
      serviceRoleURNs: [urn("audit", "read-only"), urn("workload", "read-only")],
    },
    {
      id: "security-engineer",
      name: "Security engineer",
      serviceRoleURNs: SERVICES.filter((service) => !/billing|identity/.test(service)).map((service) =>
        urn(service, "full-access"),
      ),
    },
    { id: "billing-clerk", name: "Billing clerk", serviceRoleURNs: [urn("billing", "full-access")] },
    { id: "read-only", name: "Read only", serviceRoleURNs: SERVICES.map((service) => urn(service, "read-only")) },
    { id: "full-access", name: "Full access", serviceRoleURNs: SERVICES.map((service) => urn(service, "full-access")) },
  ],
  users: PEOPLE.map((name, n) => ({
    email: `${name}@example.com`,
    roleID: n % 9 === 0 ? "full-access" : (ROLES[n % ROLES.length] ?? "read-only"),
    mfaEnabled: n % 4 !== 1,
    state: n % 7 === 6 ? ("disabled" as const) : ("enabled" as const),
  })),
  apiKeys: [
    { id: demoApiKeyId, secret: demoApiKeySecret, roleID: "full-access", alias: "pipeline" },
    { id: "old-pipeline", secret: "of-no-use", roleID: "full-access", alias: "Old pipeline" },
    { id: "nightly", secret: "of-no-use", roleID: "read-only", alias: "Nightly drift" },
  ],
  samlUsers: [{ subject: "sam@example.com", roleID: "workload-auditor" }],
};

/** The state of a stack that declares two roles and three users, one of each different from the account. */
function state(): string {
  const entry = (kind: string, id: string, inputs: object) => ({
    urn: `urn:pulumi:prod::access::pulumi-nodejs:dynamic/cloudone:${kind}::${id}`,
    type: `pulumi-nodejs:dynamic/cloudone:${kind}`,
    custom: true,
    id,
    inputs,
    outputs: { ...inputs, cloudOneUrn: `urn:cloudone:identity:us-1:${ACCOUNT}:role/${id}` },
  });
  const resources = [
    entry("Role", "workload-auditor", {
      roleId: "workload-auditor",
      name: "Workload auditor",
      serviceRoleURNs: [urn("workload", "read-only")],
    }),
    entry("Role", "network-operator", { roleId: "network-operator", name: "Network operator", serviceRoleURNs: [] }),
    entry("UserAssignment", "invitation/ann@example.com", {
      email: "ann@example.com",
      roleId: "read-only",
      state: "enabled",
    }),
  ];
  return JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
}

async function take(
  browser: Browser,
  file: string,
  to: string,
  options: Parameters<Browser["newPage"]>[0],
  isPrint = false,
) {
  const page = await browser.newPage(options);
  await page.goto(pathToFileURL(file).href);
  if (isPrint) {
    await page.emulateMedia({ media: "print" });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  }
  await page.screenshot({ path: to });
  await page.close();
}

const found = await findChromium();
if ("missing" in found) throw new Error(found.missing);
const folder = await mkdtemp(join(tmpdir(), "cloudone-pictures-"));
const running = await startEmulator({ seed });
const env = {
  PATH: process.env.PATH,
  CLOUDONE_BASE_URL: running.url,
  CLOUDONE_API_KEY: `${demoApiKeyId}:${demoApiKeySecret}`,
};
const browser = await chromium.launch({ executablePath: found.path, args: ["--no-sandbox", "--disable-gpu"] });
try {
  await writeFile(join(folder, "state.json"), state());
  const written = async (...line: string[]) => {
    const out = join(folder, `${line[0]}.html`);
    // Asynchronous, since the emulator that responds is in this process.
    const args = [COMMAND, ...line, "--quiet", "--format", "html", "--out", out];
    await execa(process.execPath, args, { env, extendEnv: false, stdio: "inherit", reject: false });
    return out;
  };
  const pages = {
    access: await written("access"),
    drift: await written("drift", "--state", join(folder, "state.json")),
  };
  const at = process.argv.indexOf("--all");
  if (at > 0) {
    const to = resolve(process.argv[at + 1] ?? ".");
    await mkdir(to, { recursive: true });
    for (const [name, file] of Object.entries(pages)) {
      for (const width of [375, 768, 1440]) {
        for (const colorScheme of ["light", "dark"] as const) {
          await take(browser, file, join(to, `${name}-${width}-${colorScheme}.png`), {
            viewport: { width, height: 900 },
            colorScheme,
          });
        }
      }
      await take(browser, file, join(to, `${name}-print.png`), { viewport: { width: 1000, height: 900 } }, true);
    }
  } else {
    const to = join(REPOSITORY, "docs", "pictures");
    await mkdir(to, { recursive: true });
    for (const [name, file] of Object.entries(pages)) {
      await take(browser, file, join(to, `${name}.png`), { viewport: { width: 1100, height: 720 } });
    }
  }
} finally {
  await browser.close();
  await running.close();
  await rm(folder, { recursive: true });
}
