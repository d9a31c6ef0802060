import { describe, expect, test } from "@jest/globals";
import {
  ApiError,
  type CloudOneOptions,
  ConfigError,
  createCloudOne,
  InvalidResponseError,
  NotFoundError,
} from "../../../provider/client/index.js";
import { caught } from "./caught.js";
import { broken, json, page } from "./scripted-transport.js";
import { collect, KEY_ID, SECRET, session } from "./session.js";

const ID = "0123456789abcdef".repeat(4);
const SAM = {
  subject: "sam@example.com",
  urn: `urn:cloudone:identity:us-1:012345678912:saml-user/${ID}`,
  roleID: "read-only",
  created: "2026-01-02T03:04:05Z",
  lastModified: "2026-01-02T03:04:05Z",
};
const TOM = { ...SAM, subject: "tom", urn: SAM.urn.replace(/.$/, "0") };

describe("the host of SAML users", () => {
  test.each([
    [{}, "https://saml.cloudone.trendmicro.com/api"],
    [{ baseUrl: "https://accounts.cloudone.trendmicro.com/api/" }, "https://saml.cloudone.trendmicro.com/api"],
    [{ baseUrl: "http://127.0.0.1:8787/api" }, "http://127.0.0.1:8787/api"],
    [{ samlBaseUrl: "https://sso.example/api/" }, "https://sso.example/api"],
    [{ baseUrl: "http://127.0.0.1:8787/api", samlBaseUrl: "http://localhost:8787/api" }, "http://localhost:8787/api"],
  ])("with %j is %s, and gets no other requests", async (options: Partial<CloudOneOptions>, host) => {
    const { cloudOne, requests, run } = session([json(200, { users: [] })], options);
    await run(collect(cloudOne.samlUsers.list()));
    await run(collect(cloudOne.users.list()));
    const base = options.baseUrl?.replace(/\/$/, "") ?? "https://accounts.cloudone.trendmicro.com/api";
    expect(requests.map(({ url }) => url.split("?")[0])).toEqual([`${host}/saml-users`, `${base}/users`]);
    expect(requests[0]?.headers).toEqual(requests[1]?.headers);
  });

  test("gets no unencrypted key unless it is on this machine", () => {
    const open = () => createCloudOne({ apiKey: `${KEY_ID}:${SECRET}`, samlBaseUrl: "http://sso.example/api" });
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(
      "(cloudone:samlBaseUrl, CLOUDONE_SAML_BASE_URL) cannot be used: http://sso.example would send",
    );
  });

  test("is limited separately: its refusals do not hold up the other host, unless a ceiling covers all requests", async () => {
    for (const ceiling of [undefined, 10]) {
      const { cloudOne, requests, clock } = session(
        [json(429, {}, { "retry-after": "30" }), json(200, { users: [] })],
        {
          ...(ceiling !== undefined && { maxRequestsPerSecond: ceiling }),
        },
      );
      const start = clock.now();
      const at: number[] = [];
      await clock.run(
        Promise.all([
          collect(cloudOne.samlUsers.list()),
          clock
            .sleep(1000)
            .then(() => collect(cloudOne.users.list()))
            .then(() => at.push(clock.now() - start)),
        ]),
      );
      expect(requests).toHaveLength(3);
      expect(at[0]).toBe(ceiling === undefined ? 1000 : 30_000 + ((at[0] ?? 0) % 1000));
    }
  });
});

describe("a list of SAML users", () => {
  test.each(["users", "saml-users", "samlUsers"])("is complete under the name %s", async (name) => {
    const { cloudOne, requests, run } = session([
      json(200, { next: "Mg==", [name]: [SAM] }),
      json(200, { [name]: [TOM] }),
    ]);
    const listed = await run(collect(cloudOne.samlUsers.list()));
    expect(listed).toEqual([
      { ...SAM, id: ID },
      { ...TOM, id: TOM.urn.split("/")[1] },
    ]);
    expect(new URL(requests[1]?.url ?? "").search).toBe("?limit=1000&cursor=Mg%3D%3D");
  });

  test("treats null and unknown fields like other lists, and keeps an id if there is one", async () => {
    const { cloudOne, run } = session([
      json(200, {
        users: [
          { ...SAM, id: "own", subject: null, created: null, later: 1 },
          { ...TOM, urn: "odd" },
        ],
      }),
    ]);
    const { created: _, ...rest } = SAM;
    expect(await run(collect(cloudOne.samlUsers.list()))).toEqual([
      { ...rest, id: "own", subject: "", later: 1 },
      { ...TOM, urn: "odd", id: "odd" },
    ]);
  });

  test.each([
    ["no list", { people: [SAM] }],
    ["no role", { users: [{ ...SAM, roleID: null }] }],
    ["no identity", { users: [{ ...SAM, urn: undefined }] }],
  ])("with %s is refused, and the message says how to continue without it", async (_, body) => {
    const { cloudOne, run } = session([json(200, body)]);
    const error = await caught(Error, run(collect(cloudOne.samlUsers.list())));
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error).toHaveProperty(
      "message",
      expect.stringContaining("set cloudone:samlUsers (CLOUDONE_SAML_USERS) to off"),
    );
  });

  test.each([
    [401, "does not accept key 2Fkey, even if other hosts do."],
    [403, "Key 2Fkey has no right to read SAML users, or has expired."],
    [404, "There is no such SAML user, or no such list, at saml.cloudone.trendmicro.com."],
  ])("that returns %d gets an error that says what it means here", async (status, words) => {
    const { cloudOne, run } = session([json(status, { message: `no ${SECRET}` })]);
    const error = await caught(Error, run(collect(cloudOne.samlUsers.list())));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toHaveProperty("message", expect.stringContaining(words));
    expect(error).toHaveProperty("message", expect.not.stringContaining(SECRET));
  });

  test.each([
    ["a proxy's page", page(403), "look for a proxy or firewall between this machine and saml.cloudone"],
    ["a closed port", broken("refused", false), "Check cloudone:samlBaseUrl (CLOUDONE_SAML_BASE_URL)"],
    ["an unknown name", broken("dns", false), "Check cloudone:samlBaseUrl (CLOUDONE_SAML_BASE_URL)"],
  ])("behind %s gets an error that names this host's setting", async (_, step, words) => {
    const { cloudOne, run } = session([step]);
    expect(await caught(Error, run(collect(cloudOne.samlUsers.list())))).toHaveProperty(
      "message",
      expect.stringContaining(words),
    );
  });
});

test("one SAML user is described by the last part of their URN", async () => {
  const { cloudOne, requests, run } = session([json(200, SAM), json(404, { message: "gone" })]);
  expect(await run(cloudOne.samlUsers.describe(ID))).toEqual({ ...SAM, id: ID });
  expect(requests[0]?.url).toBe(`https://saml.cloudone.trendmicro.com/api/saml-user/${ID}`);
  expect(await caught(NotFoundError, run(cloudOne.samlUsers.describe(ID)))).toHaveProperty("status", 404);
  const other = session([json(200, TOM)]);
  expect(await caught(InvalidResponseError, other.run(other.cloudOne.samlUsers.describe(ID)))).toHaveProperty(
    "defect",
    "shape",
  );
});
