/** Ways of leaving a stage: how each is written, and what it makes of the stage. */
import * as z from "zod/mini";
import { complain, made, object, readByHand, type Kit } from "../../amounts/kit.ts";
import type { Making, NamedDraft } from "../making.ts";
import type { Stage, Stream } from "./file.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function leaveShape({ text, wholeMonths, quantity, share }: Kit) {
  const shapes = [
    object({ staff: text }),
    object({ quota: text }),
    object({ after: wholeMonths(1) }),
    object({ rate: quantity("1/month", share) }),
  ] as const;
  const keys = shapes.flatMap(({ shape }) => Object.keys(shape));
  const leave = made(z.unknown(), (raw, ctx): z.output<(typeof shapes)[number]> => {
    const given = typeof raw === "object" && raw !== null ? Object.keys(raw) : [];
    // The way that is named first is the one that was meant.
    const meant = shapes[keys.findIndex((key) => given.includes(key))];
    if (meant === undefined) {
      const help = `write one of ${keys.map((key) => `{ ${key}: … }`).join(", ")}`;
      complain(ctx, "wrong-type", `expected one way of leaving: ${keys.join(", ")}`, [], help);
      return z.NEVER;
    }
    const found = meant.safeParse(raw, { reportInput: true });
    if (found.success) return found.data;
    for (const issue of found.error.issues) ctx.issues.push(issue as never);
    return z.NEVER;
  });
  leave.register(readByHand, { oneOf: [...shapes] });
  return leave;
}

export type Leave = z.output<ReturnType<typeof leaveShape>>;

/** The key that says which way it is. */
export type Way = Leave extends infer L ? (L extends unknown ? keyof L & string : never) : never;

/** A stage as one of a stream's process, and who serves it. */
export interface Place {
  readonly stream: Stream;
  readonly name: string;
  readonly stage: string;
  /** `stream.stage` */
  readonly key: string;
  readonly served: { readonly by: string; readonly rank: number } | undefined;
}

/** Makes a stage with these tags. */
type Add = (tags: Readonly<Record<string, string>>) => NamedDraft;
type By<W extends Way> = Extract<Leave, Readonly<Record<W, unknown>>>;

/** What each way makes of a stage. */
export const ways: {
  readonly [W in Way]: (making: Making, place: Place, leave: By<W>, stage: Stage, add: Add) => void;
} = {
  rate: ({ monthly }, _place, { rate }, _stage, add) => {
    add({ leave: "rate" }).inputs.rate = monthly(rate);
  },
  after: (_making, _place, { after }, _stage, add) => {
    add({ leave: "after" }).counts.wait = after;
  },
  quota: ({ link }, { served }, _leave, _stage, add) => {
    link(add({ leave: "quota" }), "quota_of", served!.by, served!.rank);
  },
  staff: ({ scenario, monthly, link }, place, _leave, { unserved }, add) => {
    const { stream, stage, served } = place;
    const { effort, aim, shortest, ceiling } = stream.work[stage]!;
    const draft = add({
      leave: "staff",
      aim: aim ? "yes" : "no",
      ceiling: ceiling ? "yes" : "no",
      steady: scenario.staff[served!.by]!.steady === true ? "yes" : "no",
      unserved: unserved ? "yes" : "no",
    });
    link(draft, "staff_of", served!.by, served!.rank);
    draft.inputs.effort = monthly(effort);
    draft.inputs.shortest = shortest === undefined ? 1 : monthly(shortest);
    if (aim !== undefined) draft.inputs.aim = monthly(aim);
    if (ceiling !== undefined) draft.inputs.ceiling = monthly(ceiling);
  },
};

/** Which way a stage is left. */
export const wayOf = (leave: Leave): Way => Object.keys(leave)[0] as Way;
