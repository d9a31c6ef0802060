import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";

const PLAN = resolve(import.meta.dirname, "..", "..", "..", "provider", "plan");

/** Each room with those it may import from; files beside the rooms are open to all. */
const ROOMS: Record<string, readonly string[]> = {
  text: [],
  args: ["text"],
  access: ["args", "text"],
  guard: ["access", "args", "text"],
  roles: ["access", "args", "guard", "text"],
  users: ["access", "args", "guard", "text"],
  stored: ["access", "args", "guard", "roles", "text", "users"],
};

/** The other rooms that a room's files import from. */
function importedBy(room: string): string[] {
  const rooms = new Set<string>();
  for (const file of readdirSync(join(PLAN, room))) {
    const path = join(PLAN, room, file);
    for (const { fileName } of ts.preProcessFile(readFileSync(path, "utf8")).importedFiles) {
      const [first = "", ...rest] = relative(PLAN, join(dirname(path), fileName)).split("/");
      if (fileName.startsWith(".") && rest.length > 0 && first !== room) rooms.add(first);
    }
  }
  return [...rooms].sort();
}

test("the rooms of the plan are all known here", () => {
  const folders = readdirSync(PLAN, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(ROOMS).sort());
});

test.each(Object.entries(ROOMS))("%s imports only from rooms before it", (room, allowed) => {
  expect(importedBy(room).filter((name) => !allowed.includes(name))).toEqual([]);
});
