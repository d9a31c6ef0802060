// Shows in a few minutes' reading what the package does, with the real engine and an emulated account.
// It compares every step with the emulator's own store, and fails if one did not go as described.
import { startEmulator } from "pulumi-cloudone/emulator";
import { audit } from "./demo/audit.ts";
import { changeByHand } from "./demo/change-by-hand.ts";
import { checksDone, StoryError } from "./demo/checks.ts";
import { counted } from "./demo/counted.ts";
import { destroy } from "./demo/destroy.ts";
import { firstUp } from "./demo/first-up.ts";
import { lendAccess } from "./demo/lend-access.ts";
import { lookFirst } from "./demo/look-first.ts";
import { heading, say, showFailure } from "./demo/narrate.ts";
import { nightRun } from "./demo/night-run.ts";
import { Project } from "./demo/project.ts";
import { refuseOtherKey } from "./demo/refuse-other-key.ts";
import { readSeed } from "./demo/seed.ts";
import { Stage } from "./demo/stage.ts";
import { provisionEngine } from "./engine.ts";

async function tell(stage: Stage): Promise<void> {
  const found = await lookFirst(stage);
  const { declared, lentFor } = await firstUp(stage, found);
  await changeByHand(stage, declared);
  await refuseOtherKey(stage, declared);
  await destroy(stage, found, declared);
  const end = await lendAccess(stage, lentFor);
  await audit(stage);
  await nightRun(stage, end);
}

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const running = await startEmulator({ seed: readSeed() });
try {
  heading("pulumi-cloudone: who may do what in a Cloud One account, as code");
  say("Looking for a Pulumi engine …");
  const engine = await provisionEngine({ log: say });
  say(
    `Pulumi ${engine.version} (from ${engine.source}, after ${seconds()} s), and an emulated Cloud One at ${running.url}`,
  );
  const project = new Project(engine.binDir, running.url);
  await project.initialize();
  await tell(new Stage(running.emulator, project));
  const writes = running.emulator.writes().length;
  const reads = running.emulator.requests.length - writes;
  console.log();
  heading(
    `Done in ${seconds()} s: ${counted(reads, "read")}, ${counted(writes, "write")}, ${checksDone()} checks, all passed.`,
  );
} catch (error) {
  showFailure(error instanceof Error ? error.message : String(error));
  if (!(error instanceof StoryError) && error instanceof Error) console.error(error.stack);
  showFailure(`The demo failed after ${seconds()} s.`);
  process.exitCode = 1;
} finally {
  await running.close();
}
