/** The parts of `urn:cloudone:<service>:<region>:<account id>:<type>/<id>`, as they are: each may be empty. */
interface UrnParts {
  service: string;
  region: string;
  accountId: string;
  /** `role/auditor`. */
  object: string;
}

const FORM = /^urn:cloudone:([^:]*):([^:]*):([^:]*):(.*)$/is;

/** Undefined for what is no Cloud One URN. */
export function urnParts(urn: unknown): UrnParts | undefined {
  const [, service, region, accountId, object] = (typeof urn === "string" && FORM.exec(urn)) || [];
  if (service === undefined || region === undefined || accountId === undefined || object === undefined)
    return undefined;
  return { service, region, accountId, object };
}

/** The account that a URN names. */
export function ownerInUrn(urn: unknown): { region: string; accountId: string } | undefined {
  const { region, accountId } = urnParts(urn) ?? {};
  if (region === undefined || accountId === undefined || !/^\d{12}$/.test(accountId)) return undefined;
  return { region, accountId };
}

/** The service's own role that a URN names. */
export function serviceRoleIn(urn: unknown): string | undefined {
  return /^role\/(.+)$/i.exec(urnParts(urn)?.object ?? "")?.[1];
}

export function urnOf({ service, region, accountId, object }: UrnParts): string {
  return `urn:cloudone:${service}:${region}:${accountId}:${object}`;
}

/** The URN of an object that the identity service holds: `user/<id>`, `role/<id>`. */
export function identityUrn({ region, accountId }: Pick<UrnParts, "region" | "accountId">, object: string): string {
  return urnOf({ service: "identity", region, accountId, object });
}
