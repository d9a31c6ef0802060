import { ACCOUNT } from "./world.js";

export function urn(service: string, role: string, { account = ACCOUNT, region = "us-1" } = {}): string {
  return `urn:cloudone:${service}:${region}:${account}:role/${role}`;
}

export const READ = urn("workload", "read-only");
export const FULL = urn("workload", "full-access");
export const AUDIT = urn("audit", "read-only");
export const IDENTITY = urn("identity", "full-access");
