/** Keys that open what a device keeps. Columns as in Tables. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface DeviceTables {}
