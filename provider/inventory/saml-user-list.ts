import {
  ApiError,
  InvalidResponseError,
  type List,
  type SamlUser,
  type SamlUsers,
  TransportError,
} from "../client/index.js";
import type { SamlUsersMode } from "../config/saml-users-mode.js";
import { CachedList } from "./cached-list.js";

/** The people who sign in by SSO, or why they are not counted. */
type SamlUsersRead = { readonly users: readonly SamlUser[] } | { readonly notCounted: string };

/** People who sign in by SSO, if the key may list them: the vendor does not say whether it may. */
export class SamlUserList {
  /** The list itself, which fails if the key may not read it. */
  readonly list: CachedList<SamlUser>;
  readonly #mode: SamlUsersMode;
  #notCounted: string | undefined;
  #seen = false;

  /** @param now the time in milliseconds */
  constructor(samlUsers: SamlUsers, mode: SamlUsersMode, now: () => number) {
    const list = () => noting(samlUsers.list(), () => this.#noteSeen());
    this.list = new CachedList({ name: "SAML users", list, describe: (id) => samlUsers.describe(id) }, now);
    this.#mode = mode;
    if (mode === "off") this.#notCounted = "cloudone:samlUsers (CLOUDONE_SAML_USERS) is off.";
  }

  /**
   * The complete, recent list; or, unless it is required, why the key cannot read it. Rejects on any failure that may be
   * temporary: such a failure does not mean that the list is empty.
   * @param anew whether to read the list again now
   */
  async read({ anew = false } = {}): Promise<SamlUsersRead> {
    if (this.#notCounted !== undefined) return { notCounted: this.#notCounted };
    try {
      return { users: await (anew ? this.list.allNow() : this.list.allFresh()) };
    } catch (error) {
      // A list that this process could read before must not turn unreadable halfway.
      if (this.#mode === "required" || this.#seen || !isRefused(error)) throw error;
      this.#notCounted = error.message;
      return { notCounted: error.message };
    }
  }

  #noteSeen(): void {
    this.#seen = true;
  }
}

/** Whether the key may not read the list, or no server is there to serve it. */
function isRefused(error: unknown): error is Error {
  if (error instanceof ApiError) return [401, 403, 404].includes(error.status);
  if (error instanceof InvalidResponseError) return error.status === 404;
  return error instanceof TransportError && (error.kind === "refused" || error.kind === "dns");
}

function noting<T>(list: List<T>, seen: () => void): List<T> {
  async function* pages() {
    for await (const page of list.pages()) {
      seen();
      yield page;
    }
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page;
    },
  };
}
