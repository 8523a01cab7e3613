/** What became of the answers of the last round. Columns as in Tables. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface CarryTables {}
