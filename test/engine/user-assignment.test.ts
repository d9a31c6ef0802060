// Only the real engine shows that an assignment lives through the CLI, gRPC and a port. Its policies, mistakes and faults, and its life
// with other switches, are in test/unit/played/user-assignment.test.ts.
import { createStack, describeEngine, startCloud } from "./harness.js";
import { userAssignmentLife } from "./lives/user-assignment.js";

describeEngine("an assignment", () => {
  userAssignmentLife({ startCloud, createStack, switches: {}, showsProperties: true });
});
