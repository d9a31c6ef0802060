import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import * as emulator from "../../../emulator/index.js";
import * as provider from "../../../provider/index.js";
import * as sdk from "../../../sdk/index.js";
import * as sailpoint from "../../../sdk/sailpoint.js";

// 0.1.0 freezes these lists: removing a name breaks programs, so every name has to stay.
const ENTRY_POINTS = {
  "sdk/index.ts": {
    module: sdk,
    values: `AccountSettings Role RoleSet UserAssignment UserAssignmentSet getAccount getAccountOutput getApiKey
      getApiKeyOutput getApiKeys getApiKeysOutput getCaller getCallerOutput getInvitations getInvitationsOutput getRole
      getRoleOutput getRoles getRolesOutput getSamlUser getSamlUserOutput getSamlUsers getSamlUsersOutput getUser getUserOutput
      getUsers getUsersOutput sailpoint serviceRoleUrn serviceRoleUrnOutput`,
    types: `AccountSettingsArgs GetAccountArgs GetAccountOutputArgs GetAccountResult GetApiKeyArgs GetApiKeyOutputArgs
      GetApiKeyResult GetApiKeysArgs GetApiKeysOutputArgs GetCallerResult GetInvitationResult GetRoleArgs GetRoleOutputArgs
      GetRoleResult GetSamlUserArgs GetSamlUserOutputArgs GetSamlUserResult GetSamlUsersArgs GetSamlUsersOutputArgs
      GetUserArgs GetUserOutputArgs GetUserResult GetUsersArgs GetUsersOutputArgs GuardArgs RoleArgs RoleSetArgs RoleSetEntry
      ServiceRoleUrnArgs ServiceRoleUrnOutputArgs UserAssignmentArgs UserAssignmentSetArgs UserAssignmentSetEntry`,
  },
  "sdk/sailpoint.ts": {
    module: sailpoint,
    values: "getAccount getAccountOutput getAccounts getAccountsOutput",
    types: "GetAccountArgs GetAccountOutputArgs GetAccountResult GetAccountsArgs GetAccountsOutputArgs",
  },
  "provider/index.ts": {
    module: provider,
    values: `AccountMismatchError ApiError ConfigError DeadlineError InvalidResponseError NotFoundError ReadOnlyError
      StaleReadError UnknownOutcomeError accountSettingsProvider createCloudOne createSailPoint roleProvider roleSetProvider
      userAssignmentProvider userAssignmentSetProvider`,
    types: `Account AccountBody AccountQuery Accounts ApiKey ApiKeys CallOptions CloudOne CloudOneOptions Invitation
      InvitationBody Invitations List Role RoleBody Roles SailPoint SailPointAccount SailPointAccounts SailPointOptions
      SamlUser SamlUsers User UserBody Users WaitNotice`,
  },
  "emulator/index.ts": {
    module: emulator,
    values: `ConnectionReset SeedError createEmulator defaultAccountId demoApiKeyId demoApiKeySecret startEmulator systemClock`,
    types: `Account ApiKey Clock Edits EmulatedSailPoint Emulator EmulatorOptions Fault FaultKind FaultRule Faults Invitation
      RequestEntry Role RunningEmulator SailPointAccount SailPointEdits SamlUser Seed Snapshot StartOptions Store Switches Tenant
      TenantSnapshot User`,
  },
};

const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();

/** The types that a file exports, read from its source: at run time they do not exist. */
function typesOf(file: string): string[] {
  const path = join(import.meta.dirname, "../../..", file);
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2023, true);
  return source.statements.flatMap((statement) => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ? [statement.name.text] : [];
    }
    if (!ts.isExportDeclaration(statement)) return [];
    if (statement.exportClause === undefined) throw new Error(`${file} exports names that it does not name.`);
    if (!ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements
      .filter(({ isTypeOnly }) => isTypeOnly || statement.isTypeOnly)
      .map(({ name }) => name.text);
  });
}

test.each(Object.entries(ENTRY_POINTS))("%s exports these names and no others", (file, { module, values, types }) => {
  expect(Object.keys(module).sort()).toEqual(words(values));
  expect(typesOf(file).sort()).toEqual(words(types));
});
