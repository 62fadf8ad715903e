/**
 * What the exit status promises, for scripts and CI:
 *
 * - `ok`: done, nothing to remark
 * - `findings`: the command worked and found something: differences, failed checks, invalid files
 * - `unusable`: the input or the command line cannot be used
 * - `bug`: the program is at fault (EX_SOFTWARE of sysexits.h)
 */
export const exitCodes = { ok: 0, findings: 1, unusable: 2, bug: 70 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
