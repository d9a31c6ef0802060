import * as pulumi from "@pulumi/pulumi";

/** Pulumi's dynamic provider fails on an import with a cryptic TypeError: stop before that, and say what works. */
export function refuseImport(kind: string, name: string, opts: pulumi.CustomResourceOptions | undefined): void {
  if (opts?.import === undefined) return;
  throw new pulumi.RunError(
    `${kind} '${name}': opts.import is set, which Pulumi's dynamic resources cannot do. Remove it: create takes over an object ` +
      "that is as declared, without a write. To fill the state without an up, run " +
      "`npx pulumi-cloudone export --out DIR --import-file`, then `pulumi import --file DIR/import.json`.",
  );
}
