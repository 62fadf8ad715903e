/** The formats results can be written in, by the name the command line knows them by, with the ending of their files. */
export const endings = { text: "txt", markdown: "md", csv: "csv", json: "json" } as const;

/** Name of a format. */
export type Format = keyof typeof endings;

export const formatNames = Object.keys(endings) as Format[];
