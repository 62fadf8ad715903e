/** Looks for names of scenarios and for years in the text of sources. */

export type Text = Readonly<{ path: string; text: string }>;

/**
 * Words of the format, the model and plain English that scenarios use as names too, and a number of things that could
 * be a year. A new scenario whose names are such words adds them here.
 */
export const allowed: ReadonlySet<string> = new Set([
  "2000",
  "B",
  "allowed",
  "applications",
  "arriving",
  "closed",
  "decisions",
  "due",
  "first",
  "forced",
  "housing",
  "kept",
  "leaving",
  "left",
  "open",
  "other",
  "own",
  "pay",
  "places",
  "prices",
  "registry",
  "released",
  "repeat",
  "temporary",
  "wanted",
  "work",
]);

const pattern =
  /(\/\/[^\n]*|\/\*[^]*?\*\/)|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|(\d[\d_]*(?:\.\d+)?)|([\p{L}_$][\p{L}\p{N}_$]*)/gu;
const year = /^(?:1[89]|20|21)\d\d$/;
const period = /^(?:1[89]|20|21)\d\d(?:-\d\d)?(?:\.\.(?:1[89]|20|21)\d\d(?:-\d\d)?)?$/;

/** One line for each word of code, or part of a text without spaces, that is a name or a year. */
export function findings(
  sources: readonly Text[],
  names: ReadonlySet<string>,
  except: ReadonlySet<string> = allowed,
): string[] {
  const isName = (word: string): boolean => names.has(word) && !except.has(word);
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].flatMap(([, comment, double, single, template, digits, word]) => {
      if (comment !== undefined) return [];
      const quoted = double ?? single ?? template;
      const found =
        quoted !== undefined
          ? /\s/.test(quoted)
            ? []
            : period.test(quoted)
              ? [quoted]
              : partsOf(quoted).filter(isName)
          : digits !== undefined
            ? [digits].filter((n) => year.test(n.replaceAll("_", "")) && !except.has(n))
            : [word ?? ""].filter(isName);
      return found.map((what) => `${path}: ${what}`);
    }),
  );
}

/** The whole of a text, and the words in it. */
const partsOf = (text: string): string[] => [...new Set([text, ...text.split(/[/.@]|->|[${}]+/)])];
