/**
 * The model, as data: its subjects together. Nothing here knows a year, a stream or an agency. The interpreter, the
 * generated kernel, the checks and docs/MODEL.md all read this one description.
 */
import { join, type Description } from "../language/description.ts";
import { costs } from "./costs/equations.ts";
import { housing } from "./housing/equations.ts";
import { intake } from "./intake/equations.ts";
import { measures } from "./measures/equations.ts";
import { money } from "./money/equations.ts";
import { process } from "./process/equations.ts";
import { staff } from "./staff/equations.ts";

export const subjects = { intake, process, staff, money, housing, costs, measures } as const;

type Subject = (typeof subjects)[keyof typeof subjects];
type KeysOf<T> = T extends unknown ? keyof T & string : never;

export type SetId = KeysOf<Subject["sets"]>;
export type RelationId = KeysOf<Subject["relations"]>;
export type InputId = KeysOf<Subject["inputs"]>;
export type CountId = KeysOf<Subject["counts"]>;
export type EquationId = Subject["equations"][number]["id"];
export type FigureId = Subject["figures"][number]["id"];
export type RuleId = Subject["rules"][number]["id"];

export const description: Description = join(Object.values(subjects));
