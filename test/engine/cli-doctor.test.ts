// Only the real engine has the CLI, the backend and the stack that doctor looks at.
import { expect, test } from "@jest/globals";
import { runCli } from "./harness/cli.js";
import { createStack, describeEngine, startCloud } from "./harness.js";

describeEngine("doctor on the real engine", () => {
  test("finds nothing wrong, names CLI and backend, and takes the key from the stack without showing it", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud, credentials: "config" });
    const { code, stdout, output } = await runCli(stack, ["doctor", "--stack", stack.name]);
    expect(output).toMatch(/^ok {4}Pulumi CLI +Version 3\.\d+\.\d+/m);
    expect(stdout).toMatch(/^ok {4}state backend +file:\/\//m);
    expect(stdout).toMatch(/^ok {4}rights to write +The role full-access may write/m);
    expect(output).not.toContain("emulator-demo-secret");
    expect([code, stdout.match(/^(warn|FAIL)/gm)]).toEqual([0, null]);
    expect(stdout).toMatch(/\n\d+ checks, 0 failed\n$/);
    // The other reports take key and address from there as well.
    expect(await runCli(stack, ["access", "--stack", stack.name])).toMatchObject({ code: 0 });
    expect(await runCli(stack, ["export", "--out", "exported", "--stack", stack.name])).toMatchObject({ code: 0 });
    expect((await runCli(stack, ["access"])).output).toContain("No API key");
    await stack.setConfig("cloudone:readonly", "true");
    const unknown = await runCli(stack, ["doctor", "--stack", stack.name]);
    expect([unknown.code, unknown.stdout]).toEqual([
      1,
      expect.stringMatching(/^FAIL {2}configuration +cloudone:readonly: there is no such setting: did you mean/m),
    ]);
    await stack.removeConfig("cloudone:readonly");
    const lost = await runCli(stack, ["doctor", "--stack", "nowhere"], {
      CLOUDONE_BASE_URL: cloud.url,
      CLOUDONE_API_KEY: cloud.apiKey,
    });
    expect([lost.code, lost.stdout.match(/^FAIL +\S+/gm)]).toEqual([1, ["FAIL  stack"]]);
    expect(lost.stdout).toMatch(/^FAIL {2}stack +There is no stack nowhere in the project of /m);
  });

  test("a CLI that is not on PATH is a failure that says what to install", async () => {
    const cloud = await startCloud();
    const stack = await createStack({ cloud });
    const { code, stdout } = await runCli(stack, ["doctor"], { PATH: "/nowhere" });
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/^FAIL {2}Pulumi CLI[\s\S]*→ Install it and put it on PATH/m),
    ]);
  });
});
