/** References to other parts of a scenario: read where they stand, and names from then on. */

/** A group or a flow, or the part of it that is of one stream: `granted/adults`. */
export interface PartRef {
  readonly of: string;
  readonly stream: string | undefined;
}

export function partRef(text: string): PartRef {
  const [of = "", ...stream] = text.split("/");
  return { of, stream: stream.length === 0 ? undefined : stream.join("/") };
}

export const partKey = ({ of, stream }: PartRef): string =>
  stream === undefined ? of : `${of}/${stream}`;

/** A stage of one stream's process: `adults.open_cases`. */
export interface StageRef {
  readonly stream: string;
  readonly stage: string;
}

export function stageRef(text: string): StageRef {
  const [stream = "", ...stage] = text.split(".");
  return { stream, stage: stage.join(".") };
}

export const stageKey = ({ stream, stage }: StageRef): string => `${stream}.${stage}`;

/** A row of a table: `need/8/1:1/forecast`. A table is up to the first slash. */
export interface RowRef {
  readonly table: string;
  readonly row: string;
}

export function rowRef(text: string): RowRef {
  const slash = text.indexOf("/");
  return slash < 0
    ? { table: "", row: text }
    : { table: text.slice(0, slash), row: text.slice(slash + 1) };
}

export const rowName = ({ table, row }: RowRef): string => `${table}/${row}`;

/** Cells of a row: all its years, or those from one to another: `5/13/1:2@2015..2018`. */
export interface CellsRef {
  readonly row: RowRef;
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

export function cellsRef(text: string): CellsRef {
  const [row = "", years = ""] = text.split("@");
  const [from = "", to = from] = years.split("..");
  return { row: rowRef(row), from, to: to === "" ? "9999" : to, text };
}
