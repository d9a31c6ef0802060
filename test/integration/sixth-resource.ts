/** The name of a sixth resource, for the account, which the client and the emulator already know. */
export const NAME = "mfa-requirement";

/** Lines to add to an existing file, after a given line. */
interface Edit {
  after: string;
  add: string;
}

/** The lines that the sixth resource adds to existing files. */
export const EDITS: Readonly<Record<string, readonly Edit[]>> = {
  "provider/plan/objects.ts": [
    {
      after: "      AccountSettings: {",
      add: '      MfaRequirement: { judge: judging(async () => (await import("./mfa-requirement.js")).mfaRequirementArgs) },\n',
    },
  ],
  "provider/engine/resource-classes.ts": [
    { after: "import { accountSettings }", add: 'import { mfaRequirement } from "../resources/mfa-requirement.js";\n' },
    { after: "  UserAssignment: userAssignment,", add: "  MfaRequirement: mfaRequirement,\n" },
  ],
  "provider/index.ts": [
    { after: "import { accountSettings }", add: 'import { mfaRequirement } from "./resources/mfa-requirement.js";\n' },
    {
      after: "export const roleProvider",
      add: "export const mfaRequirementProvider = (): dynamic.ResourceProvider => serve(mfaRequirement);\n",
    },
  ],
  "sdk/index.ts": [
    {
      after: 'export type { GuardArgs } from "./guard.js";',
      add: 'export { MfaRequirement, type MfaRequirementArgs } from "./mfa-requirement.js";\n',
    },
  ],
  "test/unit/public/entry-points.test.ts": [
    { after: "    values: `AccountSettings Role", add: "      MfaRequirement\n" },
    { after: "    types: `AccountSettingsArgs", add: "      MfaRequirementArgs\n" },
    { after: "    values: `AccountMismatchError", add: "      mfaRequirementProvider\n" },
  ],
};

/** Its new files. */
export const FILES: Readonly<Record<string, string>> = {
  "provider/plan/mfa-requirement.ts": `import { z } from "zod";
import type { ArgsSpec } from "./args/check-args.js";

const schema = z.strictObject({ required: z.boolean({ error: "required must be true or false" }) });

export type MfaRequirementInputs = z.infer<typeof schema>;

export const mfaRequirementArgs: ArgsSpec = { schema, shown: ["required"], rules: () => [] };
`,
  "provider/resources/mfa-requirement.ts": `import { readable } from "../plan/stored/declared.js";
import { type MfaRequirementInputs, mfaRequirementArgs } from "../plan/mfa-requirement.js";
import { READ_JUST_NOW } from "../session/write-once.js";
import type { Plan, Resource } from "./resource.js";

export interface MfaRequirementOutputs {
  required: boolean;
}

const NOTHING = { plan: { checkFailures: [] }, lines: { warnings: [], infos: [] } };

/** Whether everybody needs a second factor; nothing becomes of that when the resource is deleted. */
export const mfaRequirement: Resource<MfaRequirementInputs, MfaRequirementOutputs, Plan> = {
  object: "account",
  args: mfaRequirementArgs,
  policies: {},
  shown: {},
  label: () => "MFA requirement of the account",
  accountOf: (id) => id,
  keys: () => [],
  undecided: () => [],
  preview: async (_session, { required }) => ({
    ...NOTHING,
    lines: { warnings: [], infos: [\`the account requires MFA: \${required}\`] },
  }),
  compare: async (_session, _id, { required }, stored) => ({ ...NOTHING, changes: required !== stored.required }),
  plan: async () => ({ checkFailures: [] }),
  async apply(session, declared, stored) {
    const { client, clock } = session;
    const { accountId: id } = await session.proof.caller();
    if (declared === undefined) return { outputs: stored as MfaRequirementOutputs, failures: [] };
    const { required } = declared;
    const { mfaRequired } = await session.modifyOnce({
      seen: await client.accounts.describe(id),
      readAt: clock.now(),
      send: ({ alias, locale, timezone, region }) =>
        client.accounts.modify(id, { alias, locale, timezone, region, mfaRequired: required }, READ_JUST_NOW),
      fetch: () => client.accounts.describe(id),
      differences: (now) =>
        now.mfaRequired === required ? [] : [{ property: "required", declared: required, actual: now.mfaRequired }],
    });
    return { id, outputs: { required: mfaRequired }, failures: [] };
  },
  async read({ client }, id, stored) {
    const { mfaRequired: required } = await client.accounts.describe(id);
    return { outputs: { required }, ...(stored.required !== required && { inputs: { required } }) };
  },
  declaredObjects({ urn, id, inputs }, into) {
    const { required } = readable({ urn, id }, "account", inputs, ["required"], into);
    const settings = typeof required === "boolean" ? { mfaRequired: required } : {};
    into.settings.push({ urn, id, accountId: id, settings });
  },
  exported: ({ settings: { mfaRequired: required } }) =>
    required === undefined ? [] : [{ name: "mfa", inputs: { required } }],
};
`,
  "sdk/mfa-requirement.ts": `import type { CustomResourceOptions, Input, Output } from "@pulumi/pulumi";
import { CloudOneResource, isOfType } from "./cloud-one-resource.js";

/** The arguments of an {@link MfaRequirement}. */
export interface MfaRequirementArgs {
  /** Whether every user has to use multi-factor authentication. */
  required: Input<boolean>;
}

/** Whether the account requires multi-factor authentication. */
export class MfaRequirement extends CloudOneResource {
  /** The resource's type token, by which policy packs recognize the class. */
  static readonly __pulumiType = "pulumi-nodejs:dynamic/cloudone:MfaRequirement";

  /** Whether the value is an MfaRequirement, even if another copy of this package created it. */
  static override isInstance(value: unknown): value is MfaRequirement {
    return isOfType(value, MfaRequirement.__pulumiType);
  }

  declare readonly required: Output<boolean>;

  constructor(name: string, args: MfaRequirementArgs, opts?: CustomResourceOptions) {
    super("MfaRequirement", name, { ...args }, ["required"], opts);
  }
}
`,
  "docs/reference/mfa-requirement.md": `# \`MfaRequirement\`

Whether the account requires multi-factor authentication.

## Permissions

An API key with the role \`full-access\`.

## Arguments

| Argument   | Type    | Meaning                                                      |
| ---------- | ------- | ------------------------------------------------------------ |
| \`required\` | boolean | Whether every user has to use multi-factor authentication. |

## Outputs

\`required\`, as the account has it.

## Errors

What the API refuses, in its own words.

## What destroy does

Nothing: the account stays as it is.
`,
  "test/unit/provider/mfa-requirement.test.ts": `import { expect, test } from "@jest/globals";
import { readDeclared } from "../../../cli/drift/read-declared.js";
import { scanDrift } from "../../../cli/drift/scan.js";
import { declarationsOf } from "../../../cli/export/declarations.js";
import { projectFiles } from "../../../cli/export/project-files.js";
import { PROVIDER_TEXT } from "../../../sdk/provider-text.js";
import { type Declaration, Stack } from "../../doubles/stack.js";
import { ACCOUNT, World } from "../../doubles/world.js";

const program: Declaration[] = [{ class: "MfaRequirement", name: "mfa", inputs: { required: true } }];

async function setUp() {
  const world = new World();
  const stack = new Stack(() => world.session());
  return { world, stack, account: world.emulator.store.account };
}

test("plans a create, writes it once, and then has nothing to do", async () => {
  const { world, stack, account } = await setUp();
  expect(await stack.preview(program)).toEqual([{ op: "create", name: "mfa" }]);
  expect(account.mfaRequired).toBe(false);
  expect((await stack.up(program)).map(({ op }) => op)).toEqual(["create"]);
  expect(account.mfaRequired).toBe(true);
  expect(world.emulator.requests.filter(({ method }) => method !== "GET")).toHaveLength(1);
  expect((await stack.preview(program)).map(({ op }) => op)).toEqual(["same"]);
});

test("drift compares what it declares", async () => {
  const { world, account } = await setUp();
  const stored = [{ urn: "urn:mfa", kind: "MfaRequirement", id: ACCOUNT, inputs: { required: true }, outputs: {} }];
  const scan = async () => (await scanDrift(world.session(), readDeclared(stored), [])).report.changed;
  expect(await scan()).toEqual([
    { urn: "urn:mfa", kind: "account", id: ACCOUNT, property: "mfaRequired", declared: true, actual: false },
  ]);
  account.mfaRequired = true;
  expect(await scan()).toEqual([]);
});

test.each(["resources", "sets"] as const)("export writes it, in the style %s", (style) => {
  const account = { accountId: ACCOUNT, region: "us-1", settings: { mfaRequired: true }, roles: [], users: [] };
  expect(declarationsOf(account, style)).toContainEqual({
    kind: "MfaRequirement",
    name: "mfa",
    inputs: { required: true },
  });
  const text = projectFiles({ ...account, skipped: [] }, style, "0.1.0").get("index.ts");
  expect(text).toContain('new cloudone.MfaRequirement("mfa", { required: true });');
});

test("has a provider text of its own", () => {
  expect(PROVIDER_TEXT.MfaRequirement).toContain(".mfaRequirementProvider()");
});
`,
};
