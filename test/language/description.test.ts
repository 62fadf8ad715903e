import { describe, expect, test } from "vitest";
import {
  join,
  kindsOf,
  matches,
  parseDomain,
  parseDomains,
  type Description,
} from "../../src/language/description.ts";
import { description, subjects } from "../../src/model/description.ts";

describe("domains", () => {
  test("are a set and the tags an element needs", () => {
    expect(parseDomain("stage")).toEqual({ set: "stage", tags: [] });
    expect(parseDomain("stage[leave=staff][aim=yes]")).toEqual({
      set: "stage",
      tags: [
        ["leave", "staff"],
        ["aim", "yes"],
      ],
    });
  });

  test("can be several", () => {
    expect(parseDomains("line[pay=lag],tier")).toEqual([
      parseDomain("line[pay=lag]"),
      parseDomain("tier"),
    ]);
  });

  test.each([
    ["stage", {}, true],
    ["stage", { leave: "rate" }, true],
    ["stage[leave=rate]", { leave: "rate", aim: "no" }, true],
    ["stage[leave=rate]", { leave: "after" }, false],
    ["stage[leave=rate]", {}, false],
    ["stage[leave=rate][aim=no]", { leave: "rate" }, false],
  ])("%s has an element with the tags %j: %s", (domain, tags, has) => {
    expect(matches(parseDomain(domain), tags)).toBe(has);
  });
});

describe("kinds of a set", () => {
  test("are one without tags where nothing is said", () => {
    expect(kindsOf({ doc: "" })).toEqual([{}]);
  });

  test("are all combinations", () => {
    const kinds = ["[leave=rate|after]", "[leave=staff][aim=yes|no]"];
    expect(kindsOf({ doc: "", kinds })).toEqual([
      { leave: "rate" },
      { leave: "after" },
      { leave: "staff", aim: "yes" },
      { leave: "staff", aim: "no" },
    ]);
  });
});

describe("subjects", () => {
  const none: Description = {
    sets: {},
    relations: {},
    inputs: {},
    counts: {},
    equations: [],
    figures: [],
    rules: [],
  };

  test("are joined", () => {
    const all = Object.values<Description>(subjects);
    expect(Object.keys(description.sets)).toEqual(all.flatMap(({ sets }) => Object.keys(sets)));
    expect(description.equations).toEqual(all.flatMap(({ equations }) => equations));
    expect(description.figures).toEqual(all.flatMap(({ figures }) => figures));
    expect(description.rules).toEqual(all.flatMap(({ rules }) => rules));
    expect(join([])).toEqual(none);
  });

  test.each<Partial<Description>>([
    { sets: { twice: { doc: "" } } },
    { relations: { twice: { on: "a", to: "b", many: true, doc: "" } } },
    { inputs: { twice: { over: "", unit: "", doc: "" } } },
    { counts: { twice: { over: "a", unit: "month", doc: "" } } },
  ])("do not share names: %j", (part) => {
    const subject = { ...none, ...part };
    expect(join([subject, none])).toEqual(subject);
    expect(() => join([subject, subject])).toThrow('"twice" is described twice');
  });
});
