import { idsBeforeYaml } from "../plan/args/account-id.js";

/** What is wrong with a configured account id. */
export function accountIdProblems(name: string, id: string | undefined): string[] {
  if (id === undefined || /^\d{12}$/.test(id)) return [];
  const problem = `${name} is ${JSON.stringify(id)}: an account id has 12 digits.`;
  const candidates = idsBeforeYaml(id);
  if (candidates.length === 0) return [problem];
  const lines = candidates.map((one) => `  ${name}: "${one}"`).join("\n  or\n");
  return [`${problem} Without quotes, YAML reads it as a number and drops a leading 0. Write\n${lines}`];
}
