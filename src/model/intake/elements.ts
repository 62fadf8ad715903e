/** Where the applications of each stream come from. */
import { unit } from "../../language/units.ts";
import { flowTarget } from "../costs/elements.ts";
import { single, type Making, type NamedDraft } from "../making.ts";
import type { Season } from "./file.ts";
import { groupStages } from "../structure.ts";

export function addIntakes(making: Making): void {
  const { scenario, add, links } = making;
  for (const name of Object.keys(scenario.intakes)) {
    const taken = Object.entries(scenario.streams).flatMap(([stream, { intake }]) =>
      intake !== undefined && "of" in intake && intake.of === name ? [`${stream}/intake`] : [],
    );
    links(add("intake", name), "taken", taken);
  }
  for (const name of Object.keys(scenario.streams)) {
    links(add("stream", name), "intakes", addSources(making, name));
  }
}

/** The sources of a stream's applications, by key. */
function addSources(making: Making, name: string): string[] {
  const { scenario, add, link, links, ports, monthly, volume, plain } = making;
  const { intake: given, follows } = scenario.streams[name]!;
  const keys: string[] = [];
  if (given !== undefined) {
    const shared = "of" in given;
    const { volume: amount, season } = shared ? scenario.intakes[given.of]! : given;
    const source = add("source", `${name}/intake`, {
      kind: "intake",
      season: season === undefined ? "no" : "yes",
    });
    source.inputs.intake = volume(amount);
    source.inputs.part = shared ? monthly(given.share) : 1;
    if (season !== undefined) {
      const key = shared ? `intakes.${given.of}` : `streams.${name}`;
      addSeason(making, key, season);
      link(source, "seasoned", key);
    }
    keys.push(source.key);
  }
  for (const [i, follow] of follows.entries()) {
    const key = `${name}/follows/${i}`;
    keys.push(key);
    if ("stock" in follow) {
      const source = add("source", key, { kind: "stock" });
      source.inputs.frequency = monthly(follow.ratio);
      links(source, "watched", groupStages(scenario, follow.stock));
      continue;
    }
    const source: NamedDraft = add("source", key, { kind: "follow" });
    source.inputs.ratio = monthly(follow.ratio);
    source.counts.lag = follow.lag;
    if (follow.history !== undefined) source.inputs.followed_before = plain(follow.history);
    ports(source, "followed", [flowTarget(follow.flow)]);
  }
  return keys;
}

const twoDigits = (n: number): string => String(n).padStart(2, "0");

function addSeason({ add, has, links, numbers }: Making, key: string, season: Season): void {
  if (has("season", key)) return;
  const { origin } = season;
  const measure = unit("");
  const months = Array.from({ length: 12 }, (_, month) => {
    const element = `${key}/${twoDigits(month + 1)}`;
    if ("weights" in season) {
      const value = season.weights[month]!;
      const said = { path: `${key}.season.weights.${month}`, value, measure, origin };
      const draft = add("season_month", element, { weight: "given" });
      draft.inputs.given_weight = single(numbers, season, `${month}`, said);
      return element;
    }
    const observed = season.observed.filter((one) => one.calendarMonth === month);
    const observations = observed.map(({ name, value }) => {
      const draft = add("observation", `${key}/${name}`);
      const said = { path: `${key}.season.csv ${name}`, value, measure, origin };
      draft.inputs.observed = single(numbers, season, name, said);
      return draft.key;
    });
    links(add("season_month", element, { weight: "observed" }), "observations", observations);
    return element;
  });
  links(add("season", key), "weights", months);
}
