/**
 * Published problems of least squares with published solutions; MGH is Moré, Garbow & Hillstrom 1981, HS
 * Hock & Schittkowski 1981, StRD the reference datasets of NIST with certified values. The first two say no
 * bounds, or not on all sides; those here are wide around the start and the solution.
 */
import type { Problem } from "../../src/analysis/least-squares.ts";

type Box = Pick<Problem, "lower" | "upper">;

/** A residual function that takes its variables one by one. */
const problem = (
  { lower, upper }: Box,
  residuals: (...x: readonly number[]) => readonly number[],
): Problem => ({ lower, upper, residuals: (x) => residuals(...x) });

const cube = (variables: number, lower: number, upper: number): Box => ({
  lower: Array.from({ length: variables }, () => lower),
  upper: Array.from({ length: variables }, () => upper),
});

const oneTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

type Two = (a?: number, b?: number) => number[];

/** MGH 1. */
const rosenbrockResiduals: Two = (a = 0, b = 0) => [10 * (b - a * a), 1 - a];
export const rosenbrock = problem(cube(2, -5, 5), rosenbrockResiduals);
export const hs1 = problem({ lower: [-10, -1.5], upper: [10, 10] }, rosenbrockResiduals);
export const hs2 = problem({ lower: [-10, 1.5], upper: [10, 10] }, rosenbrockResiduals);

/** MGH 2. */
export const freudensteinRoth = problem(cube(2, -20, 20), (a = 0, b = 0) => [
  -13 + a + ((5 - b) * b - 2) * b,
  -29 + a + ((1 + b) * b - 14) * b,
]);

/** MGH 6. */
export const jennrichSampson = problem(cube(2, 0, 1), (a = 0, b = 0) =>
  oneTo(10).map((i) => 2 + 2 * i - Math.exp(i * a) - Math.exp(i * b)),
);

const bardY = [
  0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39,
];
/** MGH 8. */
export const bardModel = (b: number, c: number): number[] =>
  oneTo(15).map((i) => i / ((16 - i) * b + Math.min(i, 16 - i) * c));
export const bard = (box: Box): Problem =>
  problem(box, (a = 0, b = 0, c = 0) => bardModel(b, c).map((f, i) => (bardY[i] ?? 0) - a - f));
export const bardData: readonly number[] = bardY;

const meyerY = [
  34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307,
  2872,
];
/** MGH 10, from a start that is nearer: it is badly scaled, and the published one needs negative values. */
export const meyer = problem(
  { lower: [0.001, 5000, 300], upper: [0.1, 8000, 400] },
  (a = 0, b = 0, c = 0) => meyerY.map((y, i) => a * Math.exp(b / (50 + 5 * i + c)) - y),
);

/** MGH 12. */
export const box3 = problem(cube(3, -5, 25), (a = 0, b = 0, c = 0) =>
  oneTo(10).map((i) => {
    const t = i / 10;
    return Math.exp(-t * a) - Math.exp(-t * b) + (Math.exp(-i) - Math.exp(-t)) * c;
  }),
);

/** MGH 13. */
export const powellSingular = problem(cube(4, -10, 10), (a = 0, b = 0, c = 0, d = 0) => [
  a + 10 * b,
  Math.sqrt(5) * (c - d),
  (b - 2 * c) ** 2,
  Math.sqrt(10) * (a - d) ** 2,
]);

/** HS 38, which is MGH 14 with bounds. */
export const wood = problem(cube(4, -10, 10), (a = 0, b = 0, c = 0, d = 0) => [
  10 * (b - a * a),
  1 - a,
  Math.sqrt(90) * (d - c * c),
  1 - c,
  Math.sqrt(10) * (b + d - 2),
  (b - d) / Math.sqrt(10),
]);

const kowalikV = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];
const kowalikY = [
  0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246,
];
/** MGH 15, StRD MGH09. */
export const kowalikOsborne = (upper: number): Problem =>
  problem(cube(4, 0, upper), (a = 0, b = 0, c = 0, d = 0) =>
    kowalikV.map((v, i) => (kowalikY[i] ?? 0) - (a * v * (v + b)) / (v * (v + c) + d)),
  );

/** MGH 16. */
export const brownDennis = problem(cube(4, -30, 30), (a = 0, b = 0, c = 0, d = 0) =>
  oneTo(20).map((i) => {
    const t = i / 5;
    return (a + t * b - Math.exp(t)) ** 2 + (c + Math.sin(t) * d - Math.cos(t)) ** 2;
  }),
);

const osborneY = [
  0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658,
  0.628, 0.603, 0.58, 0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431,
  0.424, 0.42, 0.414, 0.411, 0.406,
];
/** MGH 17. */
export const osborne1 = problem(
  { lower: [0, 0, -3, 0, 0], upper: [3, 3, 0, 0.1, 0.1] },
  (a = 0, b = 0, c = 0, d = 0, e = 0) =>
    osborneY.map((y, i) => y - (a + b * Math.exp(-10 * i * d) + c * Math.exp(-10 * i * e))),
);

/** MGH 33 with 10 residuals of 5 variables: of rank 1. */
export const rankOne = problem(cube(5, -10, 10), (...x) => {
  const sum = x.reduce((total, value, j) => total + (j + 1) * value, 0);
  return oneTo(10).map((i) => i * sum - 1);
});

/** HS 25. */
export const hs25 = problem({ lower: [0.1, 0, 0], upper: [100, 25.6, 5] }, (a = 0, b = 0, c = 0) =>
  oneTo(99).map((i) => {
    const u = 25 + (-50 * Math.log(0.01 * i)) ** (2 / 3);
    return -0.01 * i + Math.exp(-((u - b) ** c) / a);
  }),
);

const misraX = [
  77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760,
];
const misraY = [
  10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78,
];
/** StRD, lower difficulty. */
export const misra1a = problem({ lower: [0, 0], upper: [1000, 0.01] }, (a = 0, b = 0) =>
  misraX.map((x, i) => (misraY[i] ?? 0) - a * (1 - Math.exp(-b * x))),
);

const thurberX = [
  -3.067, -2.981, -2.921, -2.912, -2.84, -2.797, -2.702, -2.699, -2.633, -2.481, -2.363, -2.322,
  -1.501, -1.46, -1.274, -1.212, -1.1, -1.046, -0.915, -0.714, -0.566, -0.545, -0.4, -0.309, -0.109,
  -0.103, 0.01, 0.119, 0.377, 0.79, 0.963, 1.006, 1.115, 1.572, 1.841, 2.047, 2.2,
];
const thurberY = [
  80.574, 84.248, 87.264, 87.195, 89.076, 89.608, 89.868, 90.101, 92.405, 95.854, 100.696, 101.06,
  401.672, 390.724, 567.534, 635.316, 733.054, 759.087, 894.206, 990.785, 1090.109, 1080.914,
  1122.643, 1178.351, 1260.531, 1273.514, 1288.339, 1327.543, 1353.863, 1414.509, 1425.208,
  1421.384, 1442.962, 1464.35, 1468.705, 1447.894, 1457.628,
];
/** StRD, higher difficulty. */
export const thurber = problem(
  { lower: [500, 500, 0, 0, 0, 0, 0], upper: [2000, 3000, 1000, 200, 2, 1, 0.2] },
  (a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0) =>
    thurberX.map(
      (x, i) =>
        (thurberY[i] ?? 0) - (a + x * (b + x * (c + x * d))) / (1 + x * (e + x * (f + x * g))),
    ),
);
