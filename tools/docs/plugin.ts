import { basename, dirname } from "node:path";
import {
  type Application,
  Comment,
  type CommentDisplayPart,
  type Context,
  Converter,
  type DocumentReflection,
  ReflectionKind,
} from "typedoc";

/** A page's place in the navigation, by its folder. */
const GROUPS: Record<string, string> = { guides: "Guides", reference: "Reference" };
/** The specifier that a program imports each entry point by. */
const ENTRY_POINTS: Record<string, string> = {
  sdk: "pulumi-cloudone",
  provider: "pulumi-cloudone/provider",
  emulator: "pulumi-cloudone/emulator",
};

/** Turns the Markdown in docs/ into pages with the same titles, and shows on each class and function what its page says. */
export function load({ converter }: Application): void {
  const pages = new Map<string, DocumentReflection>();

  converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, page) => {
    const file = page.project.files.getReflectionPath(page) ?? "";
    const folder = basename(dirname(file));
    page.frontmatter.group = GROUPS[folder] ?? "About";
    if (folder === "reference") pages.set(basename(file, ".md"), page);
    const heading = /^# (.+)\n/.exec(page.content.map(({ text }) => text).join(""));
    if (heading?.[1] !== undefined) page.name = heading[1].replaceAll("`", "");
  });

  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }: Context) => {
    for (const entry of project.getReflectionsByKind(ReflectionKind.Module))
      entry.name = ENTRY_POINTS[entry.name] ?? entry.name;
    for (const reflection of project.getReflectionsByKind(ReflectionKind.Class | ReflectionKind.Function)) {
      const prefix = reflection.parent?.name === "sailpoint" ? "sailpoint-" : "";
      const page = pages.get(`${prefix}${kebab(reflection.name)}`);
      if (page === undefined) continue;
      const documented = reflection.isDeclaration() && reflection.signatures ? reflection.signatures : [reflection];
      for (const one of documented) {
        one.comment ??= new Comment();
        one.comment.summary.push({ kind: "text", text: "\n\n" }, ...sectionsOf(page));
      }
    }
  });
}

/** A page from its first section on, since a class's own documentation has the introduction and an example. */
function sectionsOf({ content }: DocumentReflection): CommentDisplayPart[] {
  const first = content.findIndex(({ text }) => /^## /m.test(text));
  return content.slice(Math.max(first, 0)).map((part, n) => {
    const begins = n === 0 ? part.text.search(/^## /m) : 0;
    return { ...part, text: part.text.slice(Math.max(begins, 0)) };
  });
}

const kebab = (name: string) => name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
