import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { atEndOfFile } from "../harness/end-of-file.js";

export interface Comment {
  id: number;
  body: string;
  /** Who wrote it. */
  author: string;
}

export interface Issue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  author: string;
}

/** The author of what the scripts write. */
export const FORGE_USER = "github-actions[bot]";

/** As much of GitHub's and GitLab's REST APIs as the scripts use, on loopback. */
export interface Forge {
  url: string;
  /** Every call, as `POST issues`. */
  calls: string[];
  /** The tokens that the calls came with. */
  tokens: Set<string>;
  comments: Comment[];
  issues: Issue[];
}

type Fields = Record<string, string>;

export async function startForge(): Promise<Forge> {
  const forge: Forge = { url: "", calls: [], tokens: new Set(), comments: [], issues: [] };
  const server = createServer(async (request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    const call = /^\/(?:repos\/acme\/access|projects\/7)\/(.*)$/.exec(path)?.[1] ?? path;
    forge.calls.push(`${request.method} ${call}`);
    forge.tokens.add(String(request.headers["private-token"] ?? request.headers.authorization));
    const answer = carryOut(forge, `${request.method}`, call, new URLSearchParams(query), await fieldsOf(request));
    response.writeHead(answer === undefined ? 404 : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: "Not Found" }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  forge.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  atEndOfFile(async () => {
    server.closeAllConnections();
    server.close();
  });
  return forge;
}

async function fieldsOf(request: IncomingMessage): Promise<Fields> {
  const body = await text(request);
  if (body === "") return {};
  if (request.headers["content-type"]?.startsWith("application/json")) return JSON.parse(body);
  return Object.fromEntries(new URLSearchParams(body));
}

function carryOut(forge: Forge, method: string, call: string, query: URLSearchParams, fields: Fields): unknown {
  const { comments, issues } = forge;
  if (call === "/user") return { username: FORGE_USER };
  const page = <Item>(items: Item[]) => {
    const size = Number(query.get("per_page") ?? 30);
    const first = (Number(query.get("page") ?? 1) - 1) * size;
    return items.slice(first, first + size);
  };
  const withAuthor = <Item extends { author: string }>(items: Item[]) =>
    page(items).map((one) => ({ ...one, user: { login: one.author }, author: { username: one.author } }));
  const body = fields.body ?? fields.description;
  if (/^(issues\/12\/comments|merge_requests\/12\/notes)$/.test(call)) {
    if (method === "GET") return withAuthor(comments);
    return comments[comments.push({ id: comments.length + 100, body: body ?? "", author: FORGE_USER }) - 1];
  }
  const comment = /^(?:issues\/comments|merge_requests\/12\/notes)\/(\d+)$/.exec(call)?.[1];
  if (comment !== undefined) {
    return Object.assign(comments.find(({ id }) => id === Number(comment)) ?? {}, { body });
  }
  if (call === "issues" && method === "GET") {
    const open = query.get("state")?.startsWith("open");
    const found = issues.filter(({ state }) => !open || state === "open");
    return withAuthor(found).map((one) => ({ ...one, iid: one.number, description: one.body }));
  }
  if (call === "issues") {
    const issue = { number: issues.length + 1, title: fields.title ?? "", body: body ?? "", author: FORGE_USER };
    issues.push({ ...issue, state: "open" });
    return issue;
  }
  const number = /^issues\/(\d+)$/.exec(call)?.[1];
  const issue = issues.find((one) => one.number === Number(number));
  if (issue === undefined) return undefined;
  if (body !== undefined) issue.body = body;
  if (fields.state === "closed" || fields.state_event === "close") issue.state = "closed";
  return issue;
}
