/**
 * Bytes → plain data with positions. A scenario may come from anywhere: whatever the bytes are, the
 * answer is data or a list of diagnostics, after work and memory that are bounded by the constants
 * below. What the data should look like is not known here.
 */
import {
  Composer,
  CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  type Alias,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
} from "yaml";
import { hasSize, noSize } from "../amounts/size.ts";
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggest } from "../diagnostics/suggest.ts";

/** The parser takes about a second per megabyte. */
export const maxBytes = 2_000_000;
/** Lists and mappings inside each other; scenarios need about eight. */
export const maxDepth = 64;
export const maxAliases = 100;
/** Keys are not counted; what an alias stands for is counted each time. */
export const maxValues = 200_000;
/** The lexer's smallest parts: a value, a comma, the space between them. */
const maxLexemes = 1_000_000;
/** Diagnostics for one file; more do not help to find the first mistake. */
export const maxProblems = 20;

/** A place in a text. */
export type Place = Readonly<{
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 code units. */
  column: number;
  /** The whole line, without its line break. */
  source: string;
}>;

/** Keys and list indices from the top. */
type Path = readonly (string | number)[];

export interface Document {
  /** As the user wrote it. */
  readonly file: string;
  /**
   * Mappings as objects without a prototype, lists as arrays, strings, finite numbers, booleans and
   * null. Keys are strings, also `2014:`. Letters are composed, so that a name is the same name however its `å` is
   * written. A value that an alias repeats is a copy.
   */
  readonly tree: unknown;
  /**
   * Where a value stands, or the key it stands under. List items and the whole have no key: there
   * the value is taken. For a path that does not exist, where its deepest existing part stands.
   */
  readonly locate: (path: Path, at: "key" | "value") => Place;
  /** The text that was read, and a value in it as the parser found it, unless an alias stands in the way. */
  readonly text: string;
  readonly nodeAt: (path: Path) => ParsedNode | undefined;
  /** The keys of a mapping in the order of the file, which `tree` does not keep for numbers; none for anything else. */
  readonly keysAt: (path: Path) => readonly string[];
}

export type Failure = Readonly<{ ok: false; diagnostics: readonly Diagnostic[] }>;

/** Reads a YAML 1.2 file that holds one mapping. */
export function readDocument(
  bytes: Uint8Array,
  file: string,
): Readonly<{ ok: true; document: Document }> | Failure {
  if (bytes.length > maxBytes) {
    const message = `the file has ${bytes.length} bytes; at most ${maxBytes} are read`;
    return failure("too-large", message, "put long series in CSV files", { file });
  }
  const decoded = readText(bytes, file);
  if (!decoded.ok) return decoded;
  const { text } = decoded;
  const placeOf = placesIn(text);
  const problems = problemList(text);
  const top = parse(text, problems.report);
  if (problems.isEmpty() && top === undefined) {
    const help = "write keys and values into it";
    return failure("empty-file", "the file has no content", help, { file });
  }
  if (problems.isEmpty() && !isMap(top)) {
    const found = isSeq(top) ? "a list" : "a single value";
    const help = "write keys at the start of the line, each with a colon and its value";
    problems.report(top?.range[0] ?? 0, "not-a-mapping", `the file holds ${found}`, help);
  }
  if (!problems.isEmpty() || top === undefined) {
    return { ok: false, diagnostics: onePerLine(problems.toDiagnostics(file, placeOf)) };
  }
  const references = new Map<Alias, ParsedNode>();
  const tree = toData(top, references, placeOf, problems.report);
  if (!problems.isEmpty()) {
    return { ok: false, diagnostics: problems.toDiagnostics(file, placeOf) };
  }
  const locate = (path: Path, at: "key" | "value"): Place =>
    placeOf(offsetAt(top, references, path, at));
  const nodeAt = (path: Path): ParsedNode | undefined =>
    entryAt(top, references, path, "exact")?.value ?? undefined;
  const keysAt = (path: Path): readonly string[] => {
    const found = nodeAt(path);
    const node = isAlias(found) ? references.get(found) : found;
    return isMap<ParsedNode, ParsedNode>(node) ? node.items.map(({ key }) => nameOf(key)) : [];
  };
  return { ok: true, document: { file, tree, locate, text, nodeAt, keysAt } };
}

/** What cannot be read, for one reason. */
export function failure(
  code: Code,
  message: string,
  help: string,
  place: Partial<Place> & { file?: string } = {},
): Failure {
  return { ok: false, diagnostics: [{ code, severity: "error", message, help, ...place }] };
}

/** One mistake often makes the parser complain twice. */
function onePerLine(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ line }, index) => line !== diagnostics[index - 1]?.line);
}

/** Control characters that no text contains; a terminal could obey them. */
const control = /[^\P{Cc}\t\n\r\u0085]/u;
const loneCarriageReturn = /\r(?!\n)/;

/** Decodes UTF-8 with or without a byte order mark, which is not part of the text. */
export function readText(
  bytes: Uint8Array,
  file: string,
): Readonly<{ ok: true; text: string }> | Failure {
  const fail = (message: string, help: string, place?: Place): Failure =>
    failure("not-text", message, help, { file, ...place });
  const save = "save the file as UTF-8";
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return fail("the file is in UTF-16", save);
  }
  if (bytes.includes(0)) return fail("the file is binary, not text", "is it the right file?");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const readable = new TextDecoder().decode(bytes);
    const help = `${save}; it may be in Windows-1252 or Latin-1 now`;
    return fail(
      "the text is not valid UTF-8",
      help,
      placesIn(readable)(readable.indexOf("\ufffd")),
    );
  }
  const place = placesIn(text);
  const controlAt = text.search(control);
  if (controlAt !== -1) return fail(...controlCharacter(text.charAt(controlAt)), place(controlAt));
  const returnAt = text.search(loneCarriageReturn);
  if (returnAt === -1) return { ok: true, text };
  const help = "end lines with LF or CRLF";
  return fail("a line ends in a carriage return alone", help, place(returnAt));
}

function controlCharacter(character: string): [message: string, help: string] {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return [`the text contains the control character U+${code}`, "remove it"];
}

/** Offset → place. The lines are counted when the first place is asked for. */
export function placesIn(text: string): (offset: number) => Place {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = countUpTo(starts, offset);
    const start = starts[line - 1] ?? 0;
    const end = starts[line] ?? text.length;
    const source = text.slice(start, end).replace(/\r?\n$/, "");
    return { line, column: offset - start + 1, source };
  };
}

/** How many of the ascending numbers are not greater than the limit. */
function countUpTo(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) {
    starts.push(end + 1);
  }
  return starts;
}

/** Notes a problem at an offset of the text. */
type Report = (offset: number, ...problem: Problem) => void;

type ProblemList = Readonly<{
  report: Report;
  isEmpty: () => boolean;
  toDiagnostics: (file: string, placeOf: (offset: number) => Place) => readonly Diagnostic[];
}>;

/** Keeps the first problems that are reported; the diagnostics are in the order of the text. */
function problemList(text: string): ProblemList {
  const problems: Readonly<{ offset: number; problem: Problem }>[] = [];
  const end = text.trimEnd().length;
  return {
    report: (offset, ...problem) => {
      if (problems.length < maxProblems) problems.push({ offset: Math.min(offset, end), problem });
    },
    isEmpty: () => problems.length === 0,
    toDiagnostics: (file, placeOf) =>
      problems
        .toSorted((a, b) => a.offset - b.offset)
        .map(({ offset, problem: [code, message, help] }) => {
          return { code, severity: "error", message, help, file, ...placeOf(offset) };
        }),
  };
}

/** What the composer needs of the parts that a file consists of. */
const composed: ReadonlySet<CST.Token["type"]> = new Set(["directive", "document", "doc-end"]);

/**
 * The node of the only document; undefined if there is none or it could not be read to its end.
 *
 * The steps of the library's `parseDocument` one by one, which costs nothing and lets us stop at
 * the first sign of too much: nothing in the library recurses deeper than `parser.stack` is.
 */
function parse(text: string, report: Report): ParsedNode | undefined {
  const parser = new Parser();
  const composer = new Composer({
    schema: "core",
    resolveKnownTags: false,
    stringKeys: true,
    // The library compares each key with all others, which takes minutes for 2 MB of keys.
    uniqueKeys: false,
  });
  /** End → start of each quoted text that is not closed: the composer only tells the end. */
  const unclosed = new Map<number, number>();
  let seenDocument = false;

  /** Hands on what the parser has finished; false if the rest of the file can make no sense. */
  function compose(tokens: Iterable<CST.Token>): boolean {
    for (const token of tokens) {
      if (token.type === "error") {
        const message = `unexpected ${JSON.stringify(brief(token.source))}`;
        report(token.offset, "yaml-syntax", message, "put quotes around text");
        return false;
      }
      if (token.type === "directive" && !/^%YAML[ \t]+1\.2[ \t]*$/.test(token.source)) {
        const help = "remove the line; scenarios are written in YAML 1.2";
        report(token.offset, "yaml-syntax", "this directive is not accepted", help);
        return false;
      }
      seenDocument ||= token.type === "document";
      // To the composer the rest are comments. It yields nothing before there is a second document.
      if (composed.has(token.type)) composer.next(token).next();
    }
    return true;
  }

  let lexemes = 0;
  let isContent = false;
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    const first = lexeme.charAt(0);
    if ((first === '"' || first === "'") && !lexeme.endsWith(first)) {
      unclosed.set(offset + lexeme.length, offset);
    }
    const isComment = !isContent && first === "#";
    if (isComment && offset > 0 && !/\s/.test(text.charAt(offset - 1))) {
      report(offset, ...attachedComment);
    }
    const isBeforeComment =
      !isContent && text[offset + lexeme.length] === "#" && /^[ \t]+$/.test(lexeme);
    // To the parser a comment is shown as spaces, which mean the same: at a comment, and only there,
    // it looks back over empty lines, again and again. A tab may stand before a comment.
    const shown = isComment || isBeforeComment ? " ".repeat(lexeme.length) : lexeme;
    if (!compose(parser.next(shown))) break;
    isContent = lexeme === CST.SCALAR;
    const [document] = parser.stack;
    if (seenDocument && document?.type === "document") {
      const help = "keep one, and remove the line ---";
      report(document.offset, "yaml-syntax", "a second YAML document starts here", help);
      return undefined;
    }
    const innermost = parser.stack[maxDepth + 1];
    if (innermost !== undefined && "items" in innermost) {
      report(innermost.offset, ...tooDeep);
      return undefined;
    }
    lexemes += 1;
    if (lexemes > maxLexemes) {
      report(parser.offset, ...tooMuch);
      return undefined;
    }
  }
  compose(parser.end());
  const [document] = composer.end();
  for (const { pos, message } of [...(document?.errors ?? []), ...(document?.warnings ?? [])]) {
    report(unclosed.get(pos[0]) ?? pos[0], ...syntaxProblem(message));
  }
  const contents = document?.contents ?? undefined;
  const isNothing = isScalar(contents) && contents.type === "PLAIN" && contents.source === "";
  return isNothing ? undefined : contents;
}

/** What is wrong, and what to do about it. */
type Problem = readonly [code: Code, message: string, help?: string | undefined];

const attachedComment: Problem = [
  "yaml-syntax",
  'a space is missing before "#"',
  'put quotes around a value that contains "#"',
];

/** The composer's messages for common mistakes, in the words of somebody who writes scenarios. */
const commonMistakes: readonly (readonly [says: RegExp, ...Problem])[] = [
  [/^Missing closing/, "yaml-syntax", "the quote is not closed", "close it on the same line"],
  [
    /^Flow .* must/,
    "yaml-syntax",
    "a bracket or brace is not closed before this",
    "close it; its later lines are indented more than the line it starts in",
  ],
  [
    /^Block collections are not allowed within flow/,
    "yaml-syntax",
    "a comma is missing inside brackets or braces",
    'put a comma between two values, or quotes around a value that contains ": "',
  ],
  [
    /^Nested mappings are not allowed in compact/,
    "yaml-syntax",
    "a mapping cannot start here",
    'put quotes around a value that contains ": "; indent keys of one mapping equally',
  ],
  [
    /^Implicit keys need to be on a single line/,
    "yaml-syntax",
    "a key cannot have several lines",
    'is a ":" with a space after it missing, or a quote or bracket not closed?',
  ],
  [
    /^Implicit map keys need to be followed/,
    "yaml-syntax",
    "the key has no value",
    'is a ":" with a space after it missing?',
  ],
  [
    /^With stringKeys/,
    "wrong-type",
    "a key must be text",
    "put quotes around text that contains brackets or starts with * or !",
  ],
  [/^Tabs/, "yaml-syntax", "a tab cannot indent a line", "indent with spaces"],
];

/** What to do about the other messages. */
const advice: readonly (readonly [says: RegExp, help: string])[] = [
  [/start at the same column/, "indent keys of one mapping, or items of one list, equally"],
  [/^Plain value cannot start/, "put quotes around the value"],
  [/escape sequence/, 'write \\\\ for a backslash inside "...", or use single quotes'],
  [/\btag\b/, "remove the tag; put quotes around text that starts with !"],
  [/^Unexpected/, "put quotes around text"],
];

function syntaxProblem(message: string): Problem {
  const common = commonMistakes.find(([says]) => says.test(message));
  if (common !== undefined) return [common[1], common[2], common[3]];
  const help = advice.find(([says]) => says.test(message))?.[1];
  const said = message.length > 200 ? `${message.slice(0, 200)}…` : message;
  return ["yaml-syntax", said.charAt(0).toLowerCase() + said.slice(1), help];
}

/** Keys that mean something to JavaScript. */
const unsafeKeys = new Set(["__proto__", "constructor", "prototype"]);

/** Node → data. Fills `references` with the node that each alias stands for. */
function toData(
  top: ParsedNode,
  references: Map<Alias, ParsedNode>,
  placeOf: (offset: number) => Place,
  report: Report,
): unknown {
  /** By name; an anchor counts from where it stands until its name is used again. */
  const anchors = new Map<string, ParsedNode>();
  /** The lists and mappings around the node. */
  const around = new Set<ParsedNode>();
  /** The outermost alias around the node: its target is converted for the second time. */
  let expanding: ParsedNode | undefined;
  let values = 0;
  let aliases = 0;
  let complaints = 0;
  let stopped = false;

  function complain(node: ParsedNode, ...problem: Problem): void {
    if (expanding !== undefined) return; // It was said where the value stands.
    report(node.range[0], ...problem);
    complaints += 1;
    if (complaints === maxProblems) stopped = true;
  }

  /** Reports the last problem, where the file is too much, and converts nothing more. */
  function stop(node: ParsedNode, problem: Problem): null {
    stopped = true;
    report((expanding ?? node).range[0], ...problem);
    return null;
  }

  function convert(node: ParsedNode | null): unknown {
    if (stopped || node === null) return null;
    values += 1;
    if (values > maxValues) return stop(node, expanding === undefined ? tooMuch : expandedTooMuch);
    if (isAlias(node)) return convertAlias(node);
    noteAnchor(node);
    if (isScalar(node)) return convertScalar(node);
    if (around.size === maxDepth) return stop(node, expandedTooDeep);
    around.add(node);
    const data = isMap(node) ? convertMap(node) : node.items.map(convert);
    around.delete(node);
    return data;
  }

  function noteAnchor(node: ParsedNode): void {
    if (expanding === undefined && node.anchor !== undefined) anchors.set(node.anchor, node);
  }

  function convertScalar(node: Scalar.Parsed): unknown {
    const { value, source } = node;
    checkCharacters(node);
    if (typeof value === "string") return value.normalize("NFC");
    if (typeof value !== "number") return value;
    if (hasSize(value)) return value + 0; // -0 → 0
    complain(node, "bad-number", ...noSize(source, value));
    return null;
  }

  /** Only "..." can contain a control character that the text does not, as in "\e". */
  function checkCharacters(node: ParsedNode): void {
    if (!isScalar(node) || node.type !== "QUOTE_DOUBLE") return;
    const [character] = control.exec(String(node.value)) ?? [];
    if (character !== undefined) complain(node, "not-text", ...controlCharacter(character));
  }

  function convertMap({ items }: YAMLMap.Parsed): Record<string, unknown> {
    const data = Object.create(null) as Record<string, unknown>;
    for (const { key, value } of items) {
      if (stopped) break;
      noteAnchor(key);
      checkCharacters(key);
      const name = nameOf(key);
      const usable = isUsable(name, key, data, items);
      if (value === null) complain(key, ...noValue);
      const converted = convert(value); // There may be anchors and mistakes in it in any case.
      if (usable) data[name] = converted;
    }
    return data;
  }

  function isUsable(
    name: string,
    key: ParsedNode,
    data: Readonly<Record<string, unknown>>,
    items: YAMLMap.Parsed["items"],
  ): boolean {
    if (name in data) {
      const first = items.find((item) => nameOf(item.key) === name)?.key ?? key;
      const help = `it stands on line ${placeOf(first.range[0]).line} already; keep one of them`;
      complain(key, "duplicate-key", `the key "${brief(name)}" is given twice`, help);
      return false;
    }
    if (unsafeKeys.has(name)) {
      complain(key, "unsafe-key", `no key may be called "${name}"`, "choose another name");
      return false;
    }
    if (name === "<<") {
      const help = "write the keys out; a whole value can be repeated with &name and *name";
      complain(key, "unsafe-key", "merge keys (<<) are not part of YAML 1.2", help);
      return false;
    }
    if (name === "") {
      complain(key, "unsafe-key", "a key is empty", 'write a name before the ":"');
      return false;
    }
    return true;
  }

  function convertAlias(alias: Alias.Parsed): unknown {
    if (expanding === undefined) {
      aliases += 1;
      if (aliases > maxAliases) return stop(alias, tooManyAliases);
      const target = findTarget(alias);
      if (target === undefined) return null;
      references.set(alias, target);
    }
    const target = references.get(alias);
    if (target === undefined) return null;
    const outer = expanding;
    expanding ??= alias;
    const data = convert(target);
    expanding = outer;
    return data;
  }

  function findTarget(alias: Alias.Parsed): ParsedNode | undefined {
    const target = anchors.get(alias.source);
    const source = brief(alias.source);
    if (target === undefined) {
      const similar = suggest(alias.source, [...anchors.keys()]);
      const help =
        similar === undefined
          ? `put &${source} before the value it stands for, which must come first; put quotes around text that starts with *`
          : `did you mean *${similar}?`;
      complain(alias, "unknown-name", `no value is marked &${source} before this *${source}`, help);
      return undefined;
    }
    if (around.has(target)) {
      const message = `*${source} stands inside the value it stands for`;
      complain(alias, "cycle", message, "write the value out");
      return undefined;
    }
    return target;
  }

  return convert(top);
}

/** `{ a:1 }` has a key called `a:1`. */
const noValue: Problem = [
  "yaml-syntax",
  "the key has no value",
  'write a space after the ":"; inside braces a comma starts the next key, so decimals have a point: 0.6',
];
const tooMuch: Problem = [
  "too-large",
  "the file holds more than the program accepts",
  "put long series in CSV files",
];
const expandedTooMuch: Problem = [
  "too-many-aliases",
  `with what its aliases stand for, the file has more than ${maxValues} values`,
  "use fewer aliases of long values",
];
const tooManyAliases: Problem = [
  "too-many-aliases",
  `the file has more than ${maxAliases} aliases`,
  "write the values out",
];
const tooDeep: Problem = [
  "too-deep",
  `more than ${maxDepth} lists and mappings inside each other`,
  "is a bracket not closed?",
];
const expandedTooDeep: Problem = [
  "too-deep",
  `with what its aliases stand for, the file has more than ${maxDepth} lists and mappings inside each other`,
  "write the values out",
];

/** The composer has refused keys that are not text. */
const nameOf = (key: ParsedNode): string =>
  isScalar(key) ? String(key.value).normalize("NFC") : "";

type Entry = Readonly<{ key?: ParsedNode | undefined; value: ParsedNode | null }>;

/** The offset where a path leads, or where the last part of it that exists stands. */
function offsetAt(
  top: ParsedNode,
  references: ReadonlyMap<Alias, ParsedNode>,
  path: Path,
  at: "key" | "value",
): number {
  const { key, value }: Entry = entryAt(top, references, path, "deepest") ?? { value: top };
  return ((at === "key" ? key : value) ?? value ?? key ?? top).range[0];
}

/** What a path leads to; where it leads nowhere, nothing, or the last part of it that exists. */
function entryAt(
  top: ParsedNode,
  references: ReadonlyMap<Alias, ParsedNode>,
  path: Path,
  otherwise: "deepest" | "exact",
): Entry | undefined {
  let entry: Entry = { value: top };
  for (let rest = path; rest.length > 0;) {
    const { value }: Entry = entry;
    const target = isAlias(value) && otherwise === "deepest" ? references.get(value) : value;
    const next = nextEntry(target, rest);
    if (next === undefined) return otherwise === "deepest" ? entry : undefined;
    ({ entry, rest } = next);
  }
  return entry;
}

/** Where the first step leads, and the steps after it. A key with dots in it takes several steps. */
function nextEntry(
  node: ParsedNode | null | undefined,
  path: Path,
): Readonly<{ entry: Entry; rest: Path }> | undefined {
  if (isMap<ParsedNode, ParsedNode>(node)) {
    const whole = `${path.join(".")}.`;
    const fitting = node.items.filter(({ key }) => whole.startsWith(`${nameOf(key)}.`));
    // The whole step first, then the longest name.
    const entry =
      fitting.find(({ key }) => nameOf(key) === String(path[0])) ??
      fitting.toSorted((a, b) => nameOf(b.key).length - nameOf(a.key).length)[0];
    if (entry !== undefined) return { entry, rest: path.slice(stepsIn(nameOf(entry.key), path)) };
  }
  const value = isSeq<ParsedNode>(node) ? node.items[Number(path[0])] : undefined;
  return value === undefined ? undefined : { entry: { value }, rest: path.slice(1) };
}

/** How many of the first steps a name with dots is made of. */
function stepsIn(name: string, path: Path): number {
  let length = -1;
  const last = path.findIndex((step) => (length += 1 + String(step).length) >= name.length);
  return last + 1;
}
