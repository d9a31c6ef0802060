import * as pulumi from "@pulumi/pulumi";

/** Policies that cannot be undone. */
const FINAL = ["remove", "closeAccount"];

/**
 * With `replaceWith` the engine may delete the resource before this run has checked it, merely because another one is replaced
 * delete-before-create. The provider cannot tell that from an intended deletion.
 */
export function refuseBlindCascade(name: string, args: pulumi.Inputs, opts: pulumi.CustomResourceOptions | undefined) {
  const policy: unknown = args.deletionPolicy;
  if (!opts?.replaceWith?.length || policy === undefined) return;
  if (typeof policy === "string" && !FINAL.includes(policy)) return;
  const shown = typeof policy === "string" ? `"${policy}"` : "that is computed";
  throw new pulumi.RunError(
    `'${name}': replaceWith cannot be combined with a deletionPolicy ${shown}. Pulumi could delete this resource merely because ` +
      "another one is replaced, and this policy cannot be undone. Drop replaceWith, or set another deletionPolicy.",
  );
}
