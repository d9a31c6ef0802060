import { describe } from "@jest/globals";
import { createStack, startCloud } from "../../doubles/played.js";
import { faultsLife, SAMPLES } from "../../engine/lives/faults.js";

describe("a fault", () => faultsLife({ startCloud, createStack }, SAMPLES));
