// Only the real engine and a port show that the provider meets connection faults like these, and what the engine prints and stores
// about them. All samples are played in test/unit/played/faults.test.ts.
import { createStack, describeEngine, startCloud } from "./harness.js";
import { faultsLife, SAMPLES } from "./lives/faults.js";

const ON_A_PORT = [
  "a proxy's page three times at the create of a role",
  "a lost answer to every kind of update",
  "half a page of JSON three times at a refresh",
  "a refused key for ever at a refresh",
  "a gateway that repeats the key at an update",
  "a deletion whose answer is lost, and a role that goes with it",
  "a lost answer to the create of a set's member, and to the change of another one's",
];

describeEngine("a fault", () => {
  const samples = SAMPLES.filter(({ name }) => ON_A_PORT.includes(name));
  faultsLife({ startCloud, createStack }, samples);
});
