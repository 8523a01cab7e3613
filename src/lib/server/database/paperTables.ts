/** Files filled in away from the application, until they are taken over. Columns as in Tables. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface PaperTables {}
