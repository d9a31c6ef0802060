import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import ts from "typescript";

const PROVIDER = resolve(import.meta.dirname, "..", "..", "..", "provider");

/** The rooms of a folder, each with those it may import from; files beside the rooms are open to all. */
const FOLDERS: Record<string, Record<string, readonly string[]>> = {
  plan: {
    text: [],
    args: ["text"],
    access: ["args", "text"],
    guard: ["access", "args", "text"],
    roles: ["access", "args", "guard", "text"],
    users: ["access", "args", "guard", "text"],
    stored: ["access", "args", "guard", "roles", "text", "users"],
  },
  apply: { roles: [], users: ["roles"] },
};

/** The other rooms of the folder that a room's files import from. */
function importedBy(folder: string, room: string): string[] {
  const rooms = new Set<string>();
  for (const file of readdirSync(join(folder, room))) {
    const path = join(folder, room, file);
    for (const { fileName } of ts.preProcessFile(readFileSync(path, "utf8")).importedFiles) {
      const [first = "", ...rest] = relative(folder, join(dirname(path), fileName)).split("/");
      if (fileName.startsWith(".") && first !== ".." && rest.length > 0 && first !== room) rooms.add(first);
    }
  }
  return [...rooms].sort();
}

describe.each(Object.entries(FOLDERS))("provider/%s/", (name, rooms) => {
  const folder = join(PROVIDER, name);

  test("has these rooms", () => {
    const found = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(found.map((entry) => entry.name).sort()).toEqual(Object.keys(rooms).sort());
  });

  test.each(Object.entries(rooms))("%s imports only from the rooms that it may", (room, allowed) => {
    expect(importedBy(folder, room).filter((other) => !allowed.includes(other))).toEqual([]);
  });
});
