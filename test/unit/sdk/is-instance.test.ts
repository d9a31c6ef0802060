import { expect, test } from "@jest/globals";
import * as cloudone from "../../../sdk/index.js";

const classes = [
  cloudone.Role,
  cloudone.RoleSet,
  cloudone.UserAssignment,
  cloudone.UserAssignmentSet,
  cloudone.AccountSettings,
];

test.each(classes)("%p recognizes instances of its own type from any copy of this package, and no others", (Class) => {
  const instances = classes.map(({ __pulumiType }) => ({ __pulumiType }));
  expect(classes.filter((_, at) => Class.isInstance(instances[at]))).toEqual([Class]);
  for (const other of [undefined, null, "a role", {}]) expect(Class.isInstance(other)).toBe(false);
});
