import { readConfig } from "./config.js";
import { engineLog } from "./engine-log.js";
import type { OpenSession } from "./lifecycle.js";
import { Session } from "./session.js";

const sessions = new Map<string, Session>();

/** The session of this provider process: every kind of resource is configured alike and shares it. */
export const openSession: OpenSession = (stack) => {
  const config = readConfig({ config: (key) => stack.get(key), env: process.env });
  const key = JSON.stringify(config);
  const session = sessions.get(key) ?? new Session(config, engineLog());
  sessions.set(key, session);
  return session;
};
