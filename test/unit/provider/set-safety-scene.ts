import type { Switches } from "../../../emulator/index.js";
import type { Config } from "../../../provider/config/config.js";
import { ACCOUNT } from "../../doubles/world.js";
import { setUp as setUpTeam } from "./set-scene.js";

export const EVERYTHING = ["application", "audit", "billing", "identity", "workload"].flatMap((service) =>
  ["full-access", "read-only"].map((role) => `urn:cloudone:${service}:us-1:${ACCOUNT}:role/${role}`),
);

export const setUp = (switches: Partial<Switches> = {}, config: Partial<Config> = {}) =>
  setUpTeam(switches, config, [{ id: "everything", name: "A role", serviceRoleURNs: EVERYTHING }]);
