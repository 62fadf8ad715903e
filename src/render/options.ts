import type { Language } from "../tables/table.ts";

/** What the caller decides about the output; the formats read by programs use none of it. */
export type RenderOptions = Readonly<{
  /** Columns of the terminal or page. */
  width: number;
  color: boolean;
  /** Of captions and numbers, if not the scenario's. */
  language?: Language | undefined;
}>;
