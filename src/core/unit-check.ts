/** Checks that the units of every equation cancel. The model is fixed, so a mismatch is a bug, found by a test. */
import { parseDomain } from "./bind.ts";
import { equations, inputs, relations, type Equation, type Relation } from "./equations.ts";
import { parseExpression, type Expression } from "./language.ts";
import { describeUnit, dimensionless, multiply, sameDimensions, unit, type Unit } from "./units.ts";

type Known = ReadonlyMap<string, Unit>;

/** Units of everything an element of a set can name. */
function vocabulary(given: readonly Equation[]): (set: string) => Known {
  const bySet = new Map<string, Map<string, Unit>>();
  const add = (over: string, id: string, text: string): void => {
    for (const domain of over.split(",")) {
      const { set } = parseDomain(domain);
      const known = bySet.get(set) ?? new Map<string, Unit>();
      bySet.set(set, known.set(id, unit(text)));
    }
  };
  for (const [id, input] of Object.entries(inputs)) add(input.over, id, input.unit);
  for (const { id, over, unit: text } of given) add(over, id, text);
  return (set) => new Map([...bySet.get("")!, ...(bySet.get(set) ?? []), ["month", unit("month")]]);
}

/** Each mismatch as a sentence; empty when all units cancel. */
export function checkUnits(given: readonly Equation[] = equations): string[] {
  const known = vocabulary(given);
  return given.flatMap((equation) => {
    const { set } = parseDomain(equation.over.split(",")[0]!);
    const problems: string[] = [];
    const complain = (text: string): undefined => void problems.push(`${equation.id}: ${text}`);

    const relation = (id: string): Relation => (relations as Record<string, Relation>)[id]!;
    const target = (id: string): string => relation(id).to;
    const lookUp = (name: string, of: string): Unit | undefined =>
      known(of).get(name) ?? complain(`"${name}" is not known in ${of}`);

    /** Undefined is any unit: zero, or already complained about. */
    const infer = (e: Expression, here: string): Unit | undefined => {
      switch (e.kind) {
        case "number":
          return e.value === 0 ? undefined : dimensionless;
        case "name":
          return lookUp(e.name, e.of === undefined ? here : target(e.of));
        case "prev":
        case "delay":
          return lookUp(e.name, here);
        case "ytd": {
          const flow = lookUp(e.name, here);
          return flow && multiply(flow, unit("month"));
        }
        case "ahead":
          return lookUp(e.name, here);
        case "sum": {
          const { counts } = relation(e.relation);
          const body = infer(e.body, target(e.relation));
          return body && counts !== undefined
            ? multiply(multiply(body, unit("driver")), unit(counts), -1)
            : body;
        }
        case "port":
          return unit(relation(e.relation).counts ?? "");
        case "binary": {
          const a = infer(e.a, here);
          const b = infer(e.b, here);
          if (e.op === "*" || e.op === "/") return a && b && multiply(a, b, e.op === "*" ? 1 : -1);
          if (a && b && !sameDimensions(a, b)) {
            return complain(`${describeUnit(a)} ${e.op} ${describeUnit(b)}`);
          }
          return a ?? b;
        }
      }
    };

    const found = infer(parseExpression(equation.is), set);
    const declared = unit(equation.unit);
    if (found && !sameDimensions(found, declared)) {
      complain(`declared ${describeUnit(declared)}, is ${describeUnit(found)}`);
    }
    return problems;
  });
}
