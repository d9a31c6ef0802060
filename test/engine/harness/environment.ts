import QuickExitEnvironment from "../../environment.ts";

interface TestEvent {
  name: string;
  test?: { errors: unknown[] };
}

/** Shows the engine's output next to the failure of the test that ran it. */
export default class EngineEnvironment extends QuickExitEnvironment {
  async handleTestEvent(event: TestEvent): Promise<void> {
    if (event.name !== "test_done" || event.test === undefined) return;
    const transcript = this.global.engineTranscript as string[] | undefined;
    const printed = transcript?.splice(0).join("\n");
    if (event.test.errors.length === 0 || !printed) return;
    const shown = new Error("the engine's own output of this test");
    shown.stack = `The engine's own output, of every command since the test before:\n${printed}`;
    event.test.errors.push(shown);
  }
}
