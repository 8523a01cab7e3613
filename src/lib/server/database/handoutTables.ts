/** Areas and questions handed out, links for helpers, proposals, marks of readiness. Columns as in Tables. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface HandoutTables {}
