/** Comments, mentions, notices and their digests, links that answer a query. Columns as in Tables. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface TalkTables {}
