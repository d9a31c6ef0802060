// Every row of the vendor's reference for accounts, users and roles, by its name there, against client and emulator:
// https://cloudone.trendmicro.com/docs/identity-and-account-management/api-reference/
import { describe, expect, test } from "@jest/globals";
import {
  ApiError,
  type CloudOne,
  createCloudOneClient,
  DeadlineError,
  NotFoundError,
  RateLimiter,
  UnknownOutcomeError,
} from "../../../provider/client/index.js";
import { ACCOUNT, API_KEY } from "../../doubles/world.js";
import { account, all, open, role, USER } from "./scene.js";

interface Operation {
  name: string;
  request: string;
  status: number;
  call: (client: CloudOne) => Promise<unknown>;
  /** The statuses that the vendor lists besides the successful one. */
  errors: readonly number[];
}

const NO_404 = [400, 401, 403, 429, 500, 503] as const;
const WITH_404 = [...NO_404, 404] as const;

const OPERATIONS: readonly Operation[] = [
  {
    name: "Describe an account",
    request: `GET /accounts/${ACCOUNT}`,
    status: 200,
    errors: WITH_404,
    call: ({ accounts }) => accounts.describe(ACCOUNT),
  },
  {
    name: "Modify an account",
    request: `POST /accounts/${ACCOUNT}`,
    status: 200,
    errors: WITH_404,
    call: ({ accounts }) => accounts.modify(ACCOUNT, account),
  },
  {
    name: "Delete an account",
    request: `DELETE /accounts/${ACCOUNT}`,
    status: 202,
    errors: NO_404,
    call: ({ accounts }) => accounts.delete(ACCOUNT),
  },
  {
    name: "List users within an account",
    request: "GET /users",
    status: 200,
    errors: NO_404,
    call: ({ users }) => all(users.list()),
  },
  {
    name: "Describe a user within an account",
    request: `GET /users/${USER}`,
    status: 200,
    errors: WITH_404,
    call: ({ users }) => users.describe(USER),
  },
  {
    name: "Modify a user within an account",
    request: `POST /users/${USER}`,
    status: 200,
    errors: WITH_404,
    call: ({ users }) => users.modify(USER, { roleID: "auditor", state: "disabled" }),
  },
  {
    name: "Delete user from an account",
    request: `DELETE /users/${USER}`,
    status: 204,
    errors: NO_404,
    call: ({ users }) => users.delete(USER),
  },
  { name: "List roles", request: "GET /roles", status: 200, errors: NO_404, call: ({ roles }) => all(roles.list()) },
  {
    name: "Create a role",
    request: "POST /roles",
    status: 201,
    errors: NO_404,
    call: ({ roles }) => roles.create({ id: "new", ...role }),
  },
  {
    name: "Describe a role",
    request: "GET /roles/auditor",
    status: 200,
    errors: WITH_404,
    call: ({ roles }) => roles.describe("auditor"),
  },
  {
    name: "Modify a role",
    request: "POST /roles/auditor",
    status: 200,
    errors: WITH_404,
    call: ({ roles }) => roles.modify("auditor", { id: "auditor", ...role }),
  },
  {
    name: "Delete a role",
    request: "DELETE /roles/auditor",
    status: 204,
    errors: NO_404,
    call: ({ roles }) => roles.delete("auditor"),
  },
];

describe.each(OPERATIONS)("$name: $request", ({ request, status, call, errors }) => {
  const [method = "", path = ""] = request.split(" ");

  test(`returns ${status}`, async () => {
    const { client, last } = open();
    await call(client);
    expect(last()).toMatchObject({ method, path, status, handled: true });
  });

  test("sends Authorization: ApiKey and Api-Version: v1", async () => {
    const { world } = open();
    let headers: Record<string, string> = {};
    const client = createCloudOneClient(
      { apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api" },
      {
        clock: world.clock,
        rateLimiter: new RateLimiter({ clock: world.clock }),
        transport: (sent) => {
          headers = sent.headers;
          return world.transport(sent);
        },
      },
    );
    await call(client);
    expect(headers).toMatchObject({ authorization: `ApiKey ${API_KEY}`, "api-version": "v1" });
  });

  test.each(errors)("if it returns %d, the client's error has the server's own words", async (refusal) => {
    const { world } = open();
    const words = "Something went wrong.";
    const client = createCloudOneClient(
      { apiKey: API_KEY, baseUrl: "http://127.0.0.1:1/api", deadlineSeconds: 20 },
      {
        clock: world.clock,
        random: () => 0.5,
        rateLimiter: new RateLimiter({ clock: world.clock }),
        transport: async () => ({
          status: refusal,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ message: words }),
        }),
      },
    );
    const error = await call(client).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Error)) throw new Error("it did not fail");
    expect(error.message).toContain(`${method} ${path}: `);
    expect(error.message).toContain(String(refusal));
    expect(error.message).toContain(`"${words}"`);
    const expected =
      refusal === 429
        ? DeadlineError
        : refusal < 500
          ? ApiError
          : method === "GET"
            ? DeadlineError
            : UnknownOutcomeError;
    expect(error).toBeInstanceOf(expected);
    expect(error instanceof NotFoundError).toBe(refusal === 404);
  });
});
